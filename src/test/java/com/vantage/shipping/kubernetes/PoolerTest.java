package com.vantage.shipping.kubernetes;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.vantage.shipping.sandbox.LoopbackPostgres;
import com.vantage.shipping.support.DebianPackages;
import com.vantage.shipping.support.PackagedService;
import com.vantage.shipping.support.SelfSignedCertificate;
import com.vantage.shipping.support.Shell;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the pooler's entrypoint with Debian's PgBouncer, the Postgres operator's environment, and a PostgreSQL with
 * TLS.
 */
class PoolerTest {
    private static final Path PGBOUNCER = Path.of("/usr/sbin/pgbouncer");

    private static Path home;
    private static SelfSignedCertificate ofPooler;
    private static SelfSignedCertificate ofPrimary;
    private static EmbeddedPostgres primary;

    private final int port = PackagedService.freePort();
    private final Path log = home.resolve(port + ".log");
    private @Nullable Process pooler;

    @BeforeAll
    static void start(@TempDir Path temporary)
            throws IOException, InterruptedException, GeneralSecurityException, SQLException {
        DebianPackages.require(
                () -> Optional.of(PGBOUNCER).filter(Files::isExecutable).filter(program -> Shell.find("envsubst")
                        .isPresent()),
                "pgbouncer",
                "gettext-base");
        ofPrimary = SelfSignedCertificate.make(Files.createDirectory(temporary.resolve("primary")));
        home = Files.createDirectory(temporary.resolve("pooler"));
        ofPooler = SelfSignedCertificate.make(home);
        Files.copy(ofPrimary.certificate(), home.resolve("primary.crt"));
        if (DebianPackages.isRoot()) {
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
            Shell.in(home).run("chown", "-R", "postgres", home.toString());
        }
        startPrimary();
    }

    private static void startPrimary() throws IOException, SQLException {
        primary = LoopbackPostgres.start(Map.of(
                "ssl", "on",
                "ssl_cert_file", ofPrimary.certificate().toString(),
                "ssl_key_file", ofPrimary.key().toString()));
        try (Connection session = primary.getPostgresDatabase().getConnection();
                var command = session.createStatement()) {
            // As created by the operator
            command.execute("""
                    CREATE ROLE pooler LOGIN PASSWORD 'of-the-pooler';
                    CREATE ROLE shipping_app LOGIN PASSWORD 'of-the-service';
                    CREATE SCHEMA pooler;
                    GRANT USAGE ON SCHEMA pooler TO pooler;
                    CREATE FUNCTION pooler.user_lookup(name text, OUT uname text, OUT phash text)
                        LANGUAGE sql SECURITY DEFINER
                        AS 'SELECT usename::text, passwd FROM pg_catalog.pg_shadow WHERE usename = name'""");
        }
    }

    @AfterAll
    static void stop() throws IOException {
        if (primary != null) {
            primary.close();
        }
    }

    @AfterEach
    void stopPooler() throws InterruptedException {
        if (pooler != null) {
            pooler.destroy();
            pooler.waitFor();
        }
    }

    @Test
    void bothSidesAreEncrypted() throws IOException {
        pooler = start(operators("primary.crt"));

        await().atMost(20, SECONDS).ignoreExceptions().until(this::isPrimarysSideEncrypted);

        assertThatThrownBy(() -> connect("sslmode=disable").close()).hasMessageContaining("SSL required");
    }

    @Test
    void primaryOfAnotherCaIsRefused() throws IOException {
        pooler = start(operators("tls.crt"));

        await().atMost(20, SECONDS).untilAsserted(() -> {
            assertThatThrownBy(this::isPrimarysSideEncrypted).isInstanceOf(SQLException.class);
            assertThat(log).content().contains("certificate verify failed");
        });
    }

    @Test
    void missingCertificateFailsStart() throws IOException, InterruptedException {
        Map<String, String> told = operators("primary.crt");
        told.remove("CONNECTION_POOLER_CLIENT_CA_FILE");

        pooler = start(told);

        assertThat(pooler.waitFor(20, SECONDS)).isTrue();
        assertThat(pooler.exitValue()).isNotZero();
        assertThat(log).content().contains("the postgresql resource needs spec.tls");
    }

    private Process start(Map<String, String> told) throws IOException {
        ProcessBuilder entrypoint = new ProcessBuilder(Shell.asPostgres(List.of(
                        "sh",
                        Path.of("k8s", "pooler", "entrypoint.sh")
                                .toAbsolutePath()
                                .toString())))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        entrypoint.environment().putAll(told);
        return entrypoint.start();
    }

    /** The operator's environment variables, with TLS in the cluster's manifest. */
    private Map<String, String> operators(String ca) {
        Map<String, String> told = new HashMap<>(Map.of(
                "PGHOST",
                "localhost",
                "PGPORT",
                Integer.toString(primary.getPort()),
                "PGUSER",
                "pooler",
                "PGPASSWORD",
                "of-the-pooler",
                "PGSCHEMA",
                "pooler",
                "CONNECTION_POOLER_PORT",
                Integer.toString(port),
                "CONNECTION_POOLER_MODE",
                "transaction",
                "CONNECTION_POOLER_CLIENT_TLS_CRT",
                ofPooler.certificate().toString(),
                "CONNECTION_POOLER_CLIENT_TLS_KEY",
                ofPooler.key().toString(),
                "CONNECTION_POOLER_CLIENT_CA_FILE",
                home.resolve(ca).toString()));
        told.put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        told.put("TMPDIR", home.toString());
        return told;
    }

    private boolean isPrimarysSideEncrypted() throws SQLException {
        try (Connection session = connect("sslmode=verify-full&sslrootcert=" + ofPooler.certificate());
                var query = session.createStatement();
                ResultSet row = query.executeQuery("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private Connection connect(String tls) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + port + "/postgres?prepareThreshold=0&loginTimeout=10&" + tls,
                "shipping_app",
                "of-the-service");
    }
}
