package com.vantage.shipping.kubernetes;

import static com.vantage.shipping.support.ApiTest.ALL_SCOPES;
import static com.vantage.shipping.support.ApiTest.purchase;
import static com.vantage.shipping.support.ApiTest.referenceQuote;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.vantage.shipping.sandbox.LoopbackPostgres;
import com.vantage.shipping.sandbox.Sandbox;
import com.vantage.shipping.support.PackagedService;
import com.vantage.shipping.support.SandboxClient;
import com.vantage.shipping.support.SandboxedPackage;
import com.vantage.shipping.support.SelfSignedCertificate;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.embedded.RedisServer;

/**
 * Tests the production overlay's settings with a PostgreSQL and a Redis whose certificate is for localhost, from a
 * private CA.
 */
class VerifiedStoresIT {
    private static final Path OVERLAY = Path.of("k8s", "overlays", "production");
    private static final String MOUNTED_CA = "/etc/shipping-db/ca.crt";
    private static final String REDIS_PASSWORD = "auth-token";
    private static final String RIGHT_HOST = "localhost";
    private static final String WRONG_HOST = "127.0.0.1";

    private static final Deque<AutoCloseable> STARTED = new ArrayDeque<>();
    private static Path directory;
    private static SelfSignedCertificate certificate;
    private static Sandbox sandbox;
    private static EmbeddedPostgres postgres;
    private static int redisPort;

    @BeforeAll
    static void start(@TempDir Path temporary)
            throws IOException, InterruptedException, GeneralSecurityException, SQLException {
        directory = temporary;
        certificate = SelfSignedCertificate.make(directory);
        sandbox = Sandbox.start(Sandbox.Options.forTests());
        STARTED.push(sandbox);
        postgres = LoopbackPostgres.start(Map.of(
                "ssl",
                "on",
                "ssl_cert_file",
                certificate.certificate().toString(),
                "ssl_key_file",
                certificate.key().toString()));
        STARTED.push(postgres);
        startRedis();
        try (var session = postgres.getPostgresDatabase().getConnection();
                var command = session.createStatement()) {
            command.execute("CREATE ROLE shipping_app LOGIN");
        }
    }

    private static void startRedis() throws IOException {
        redisPort = PackagedService.freePort();
        RedisServer redis = RedisServer.newRedisServer()
                .port(PackagedService.freePort())
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("tls-port " + redisPort)
                .setting("tls-cert-file " + certificate.certificate())
                .setting("tls-key-file " + certificate.key())
                .setting("tls-auth-clients no")
                .setting("requirepass " + REDIS_PASSWORD)
                .build();
        redis.start();
        STARTED.push(redis::stop);
    }

    @AfterAll
    static void stop() throws Exception {
        while (!STARTED.isEmpty()) {
            STARTED.pop().close();
        }
    }

    @Test
    void migrationAndServiceConnectByTls() throws Exception {
        try (PackagedService migration = PackagedService.startWithArguments(directory, migration(), "migrate")) {
            assertThat(migration.awaitExit()).as(migration.output()).isZero();
        }
        try (PackagedService service = start(settings(RIGHT_HOST, RIGHT_HOST))) {
            quote(service).body("quotes.quote_id", everyItem(notNullValue()));
            buy(service).statusCode(201);

            assertThat(encryptedSessions()).isNotEmpty().containsOnly(true);
        }
    }

    /** Certificates of an untrusted CA, or for another host. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void otherCertificatesAreRefused(boolean hasPostgresTheWrongHost) throws Exception {
        Map<String, String> settings =
                hasPostgresTheWrongHost ? settings(WRONG_HOST, RIGHT_HOST) : settings(RIGHT_HOST, WRONG_HOST);
        if (hasPostgresTheWrongHost) {
            settings.remove("QUARKUS_REDIS_TLS_TRUST_CERTIFICATE_PEM_CERTS");
        } else {
            Path other = Files.createDirectory(directory.resolve("other"));
            settings.put(
                    "QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM_CERTS",
                    SelfSignedCertificate.make(other).certificate().toString());
        }

        try (PackagedService service = start(settings)) {
            quote(service).body("quotes.quote_id", everyItem(nullValue()));
            buy(service).statusCode(503).body("type", is("/problems/storage-unavailable"));
        }
    }

    private static PackagedService start(Map<String, String> settings) {
        return PackagedService.start(directory, settings).awaitReady();
    }

    /** The overlay's settings, with the addresses and the CA of this test. */
    private static Map<String, String> settings(String postgresHost, String redisHost) throws IOException {
        Map<String, String> all = new HashMap<>(sandbox.settings());
        all.keySet().removeIf(name -> name.startsWith("quarkus."));
        all.putAll(SandboxedPackage.LONG_TIMEOUTS);
        all.put("shipping.purchases.database-timeout", "2s");
        Properties overlay = new Properties();
        try (Reader file = Files.newBufferedReader(OVERLAY.resolve("settings.env"))) {
            overlay.load(file);
        }
        overlay.stringPropertyNames().stream()
                .filter(name -> name.startsWith("QUARKUS_DATASOURCE_") || name.startsWith("QUARKUS_REDIS_"))
                .forEach(name -> all.put(
                        name,
                        overlay.getProperty(name)
                                .replace("shipping-db-pooler:5432/shipping", database(postgresHost))
                                .replace("REDIS_ENDPOINT", redisHost + ":" + redisPort)
                                .replace(MOUNTED_CA, certificate.certificate().toString())));
        all.put("QUARKUS_DATASOURCE_USERNAME", "shipping_app");
        all.put("QUARKUS_REDIS_PASSWORD", REDIS_PASSWORD);
        // Java trusts ElastiCache's CA by default, unlike this one
        all.put(
                "QUARKUS_REDIS_TLS_TRUST_CERTIFICATE_PEM_CERTS",
                certificate.certificate().toString());
        return all;
    }

    /** The environment of the Job, with its variables expanded as by the cluster. */
    private static Map<String, String> migration() throws IOException {
        Map<String, String> told = new HashMap<>();
        Manifests.read(Files.readString(OVERLAY.resolve("migration.yaml")))
                .pods()
                .forEach(pod -> pod.containers()
                        .forEach(container -> told.putAll(LinkRules.environment(new Manifests(List.of()), container))));
        String address = told.get("QUARKUS_DATASOURCE_REACTIVE_URL");
        told.replaceAll((name, value) -> value.replace("$(QUARKUS_DATASOURCE_REACTIVE_URL)", address)
                .replace("shipping-db:5432/shipping", database(RIGHT_HOST))
                .replace(MOUNTED_CA, certificate.certificate().toString()));
        told.put("QUARKUS_DATASOURCE_USERNAME", "postgres");
        return told;
    }

    private static String database(String host) {
        return host + ":" + postgres.getPort() + "/postgres";
    }

    private static List<Boolean> encryptedSessions() throws SQLException {
        List<Boolean> encrypted = new ArrayList<>();
        try (var session = postgres.getPostgresDatabase().getConnection();
                var command = session.createStatement();
                ResultSet rows = command.executeQuery(
                        "SELECT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename = 'shipping_app'")) {
            while (rows.next()) {
                encrypted.add(rows.getBoolean(1));
            }
        }
        return encrypted;
    }

    private static ValidatableResponse quote(PackagedService service) {
        return post(service, "rate-quote", referenceQuote().encode()).statusCode(200);
    }

    private static ValidatableResponse buy(PackagedService service) {
        return post(service, "create", purchase("UPS", "03").encode());
    }

    private static ValidatableResponse post(PackagedService service, String operation, String body) {
        return given().contentType(ContentType.JSON)
                .header("Authorization", "Bearer " + new SandboxClient(sandbox.controlUrl()).token(ALL_SCOPES))
                .body(body)
                .post(service.url() + "/api/v2/shipments/" + operation)
                .then();
    }
}
