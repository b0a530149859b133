package com.vantage.shipping.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.support.DebianPackages;
import com.vantage.shipping.support.PackagedService;
import com.vantage.shipping.support.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the maintenance job's script with Debian's PostgreSQL and a table that is really bloated and in use. */
class MaintenanceTest {
    private static final Path FOLDER = Path.of("k8s", "database").toAbsolutePath();
    private static final Pattern FAILURE = Pattern.compile("no such|does not exist|refused");

    private static Path programs;
    private static Path directory;
    private static int port;

    /** Exit code and output of a program. */
    private record Ended(int code, String output) {}

    @BeforeAll
    static void start(@TempDir Path temporary) throws IOException, InterruptedException, SQLException {
        programs = DebianPackages.require(MaintenanceTest::found, "postgresql-*-repack");
        directory = temporary;
        port = PackagedService.freePort();
        if (DebianPackages.isRoot()) {
            Shell.in(directory).run("chown", "postgres", directory.toString());
        }
        asPostgres("initdb", "--pgdata=data", "--auth=trust", "--username=postgres", "--no-sync");
        asPostgres(
                "pg_ctl",
                "--pgdata=data",
                "--log=log",
                "--wait",
                "--options=-p %d -k %s -c listen_addresses=127.0.0.1 -c fsync=off -c autovacuum=off"
                        .formatted(port, directory),
                "start");
        sql("postgres", "CREATE ROLE shipping_monitor LOGIN", "CREATE DATABASE shipping");
        Flyway.configure()
                .dataSource(url("shipping"), "postgres", null)
                .placeholders(Map.of("service_role", "none"))
                .load()
                .migrate();
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        if (directory != null) {
            asPostgres("pg_ctl", "--pgdata=data", "--mode=immediate", "stop");
        }
    }

    @Test
    void bloatedTableIsRepackedWhileInUse() throws Exception {
        psql("prepare.sql");
        bloat();
        String before = content();
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Integer> writing = CompletableFuture.supplyAsync(() -> write(over));

        Ended repacking = repack(Map.of());
        over.set(true);

        System.out.println(repacking.output());
        assertThat(repacking.code()).as(repacking.output()).isZero();
        Matcher row = row().matcher(repacking.output());
        assertThat(row.find()).isTrue();
        assertThat(Integer.parseInt(row.group(2))).isGreaterThan(Integer.parseInt(row.group(1)) / 3);
        assertThat(Integer.parseInt(row.group(3))).isLessThan(Integer.parseInt(row.group(1)) * 2 / 3);
        assertThat(writing.get()).isPositive();
        assertThat(content()).isEqualTo(before);
        assertThat(strings("SELECT extname FROM pg_extension")).doesNotContain("pg_repack");
        assertThat(strings("SELECT tgname FROM pg_trigger")).doesNotContain("repack_trigger");
        assertThat(repack(Map.of()).output()).contains("0 of them 20 % empty or more");
    }

    @Test
    void exporterCanReadStatistics() throws Exception {
        psql("prepare.sql");
        psql("prepare.sql");

        assertThat(strings("SELECT pg_has_role('shipping_monitor', 'pg_monitor', 'MEMBER')"))
                .containsExactly("t");
    }

    @Test
    void failureIsReported() throws Exception {
        Ended repacking = repack(Map.of("PGDATABASE", "nowhere"));

        assertThat(repacking.code()).isNotZero();
        assertThat(repacking.output()).containsPattern(FAILURE).doesNotContain("freed");
    }

    /** Creates four versions of each row, one of them live; a table of 20,000 shipments then has 30 MiB. */
    private static void bloat() throws SQLException {
        sql("shipping", """
                INSERT INTO shipment (id, client, state, carrier, service_code, service_name, ship_date, label_format, packages,
                    request_id, created_at, updated_at)
                SELECT 'VNT-1-' || i, 'shop', 'requested', 'ups', '03', 'Ground', '2026-01-01', 'PDF', '[]', 'r',
                    date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' + i * interval '1 second', now()
                FROM generate_series(1, 20000) i""");
        for (String state : List.of("purchasing", "created", "cancelled")) {
            sql("shipping", "UPDATE shipment SET order_id = id, state = '" + state + "'");
        }
        sql("shipping", "VACUUM ANALYZE shipment");
    }

    /** Updates one row, which is excluded from the comparison, until the end. */
    private static int write(AtomicBoolean over) {
        int written = 0;
        try (Connection session = DriverManager.getConnection(url("shipping"), "postgres", null);
                var change = session.prepareStatement("UPDATE shipment SET looks = looks + 1 WHERE id = 'VNT-1-1'")) {
            while (!over.get()) {
                written += change.executeUpdate();
            }
            return written;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Report line of this month's shipments: MiB before, MiB empty, the same after, and MiB freed. */
    private static Pattern row() {
        String month = YearMonth.now(ZoneOffset.UTC).toString().replace('-', '_');
        return Pattern.compile("(?m)^shipment_" + month + " +(\\d+) +(\\d+) +(\\d+) +(\\d+) +(\\d+)$");
    }

    private static String content() throws SQLException {
        return strings("SELECT md5(string_agg(s::text, ',' ORDER BY id)) FROM shipment s WHERE id <> 'VNT-1-1'")
                .getFirst();
    }

    private static Ended repack(Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder script =
                new ProcessBuilder("bash", FOLDER.resolve("repack.sh").toString());
        script.environment()
                .putAll(Map.of(
                        "PGHOST", "127.0.0.1",
                        "PGPORT", Integer.toString(port),
                        "PGUSER", "postgres",
                        "PGDATABASE", "shipping",
                        "REPACK_FROM_MIB", "1"));
        script.environment().putAll(environment);
        Process process = script.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    private static void psql(String file) throws IOException, InterruptedException {
        Shell.in(FOLDER)
                .run(
                        programs.resolve("psql").toString(),
                        "--no-psqlrc",
                        "--set=ON_ERROR_STOP=1",
                        "--file=" + file,
                        "postgresql://postgres@127.0.0.1:" + port + "/shipping");
    }

    private static void sql(String database, String... statements) throws SQLException {
        try (Connection session = DriverManager.getConnection(url(database), "postgres", null);
                var command = session.createStatement()) {
            for (String statement : statements) {
                command.execute(statement);
            }
        }
    }

    private static List<String> strings(String query) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection session = DriverManager.getConnection(url("shipping"), "postgres", null);
                var command = session.createStatement();
                ResultSet rows = command.executeQuery(query)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    private static String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private static void asPostgres(String program, String... arguments) throws IOException, InterruptedException {
        Stream<String> command =
                Stream.concat(Stream.of(programs.resolve(program).toString()), Stream.of(arguments));
        Shell.in(directory).run(Shell.asPostgres(command.toList()));
    }

    /** The newest PostgreSQL that has pg_repack. */
    private static Optional<Path> found() {
        Path versions = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(versions)) {
            return Optional.empty();
        }
        try (Stream<Path> all = Files.list(versions)) {
            return all.map(version -> version.resolve("bin"))
                    .filter(bin ->
                            Stream.of("initdb", "pg_repack").map(bin::resolve).allMatch(Files::isExecutable))
                    .max(Comparator.naturalOrder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
