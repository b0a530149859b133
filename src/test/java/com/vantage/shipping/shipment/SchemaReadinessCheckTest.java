package com.vantage.shipping.shipment;

import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.support.LogCapture;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs against a real PostgreSQL, with a new database for each test. */
class SchemaReadinessCheckTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String STRANGER = "stranger";
    private static final String MISSING = "ERROR database has no schema: run `migrate`";

    private static EmbeddedPostgres postgres;
    private static Vertx vertx;
    private static MigrationVersion newest;

    private final String database = "schema_" + UUID.randomUUID().toString().replace("-", "");
    private final LogCapture log = LogCapture.of(SchemaReadinessCheck.class);

    @BeforeAll
    static void startPostgres() throws IOException, SQLException {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("listen_addresses", "127.0.0.1")
                .start();
        vertx = Vertx.vertx();
        sql("postgres", "CREATE ROLE " + STRANGER + " LOGIN");
        newest = Arrays.stream(flyway("postgres", "latest").info().all())
                .map(MigrationInfo::getVersion)
                .reduce((before, after) -> after)
                .orElseThrow();
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        vertx.closeAndAwait();
        postgres.close();
    }

    @BeforeEach
    void newDatabase() throws SQLException {
        sql("postgres", "CREATE DATABASE " + database);
    }

    @AfterEach
    void stopListening() {
        log.close();
    }

    @Test
    void replicaIsNotReadyBeforeFirstCheck() {
        assertThat(check("postgres").call().getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void missingSchemaIsLoggedOnceAndNotReady() {
        SchemaReadinessCheck check = check("postgres");

        look(check);
        look(check);

        assertThat(log.lines()).containsExactly(MISSING);
        assertThat(state(check)).isEqualTo("DOWN missing");
        assertThat(check.isUsable()).isFalse();
    }

    @Test
    void migrationMakesTheReplicaReady() {
        SchemaReadinessCheck check = check("postgres");
        look(check);

        flyway(database, "latest").migrate();
        look(check);

        assertThat(log.lines()).containsExactly(MISSING, "INFO database schema is at version " + newest);
        assertThat(state(check)).isEqualTo("UP current");
        assertThat(check.isUsable()).isTrue();
    }

    @Test
    void currentSchemaIsNotLogged() {
        flyway(database, "latest").migrate();

        assertThat(state(look(check("postgres")))).isEqualTo("UP current");
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void olderSchemaIsNotReady() {
        flyway(database, "1").migrate();
        SchemaReadinessCheck check = look(check("postgres"));

        assertThat(state(check)).isEqualTo("DOWN older");
        assertThat(check.isUsable()).isFalse();
        assertThat(log.lines())
                .containsExactly("ERROR database schema is at version 1, older than this service's " + newest
                        + ": run `migrate`");
    }

    /** The previous version keeps serving while the next one's migration runs. */
    @Test
    void newerSchemaIsReady() throws SQLException {
        flyway(database, "latest").migrate();
        sql(database, "UPDATE flyway_schema_history SET version = '999' WHERE version = '" + newest + "'");
        SchemaReadinessCheck check = look(check("postgres"));

        assertThat(state(check)).isEqualTo("UP newer");
        assertThat(check.isUsable()).isTrue();
        assertThat(log.lines())
                .containsExactly("WARN database schema is at version 999, newer than this service's " + newest);
    }

    @Test
    void failedMigrationIsIgnored() throws SQLException {
        flyway(database, "latest").migrate();
        sql(database, "UPDATE flyway_schema_history SET success = false WHERE version = '" + newest + "'");

        assertThat(state(look(check("postgres")))).isEqualTo("DOWN older");
    }

    /** A role whose rights were granted by hand may lack this one. */
    @Test
    void unreadableVersionIsReady() {
        flyway(database, "latest").migrate();
        SchemaReadinessCheck check = look(check(STRANGER));

        assertThat(state(check)).isEqualTo("UP unreadable");
        assertThat(log.lines()).singleElement().asString().startsWith("WARN database schema version cannot be read: ");
    }

    @Test
    void unreachableDatabaseIsReady() {
        SchemaReadinessCheck check =
                look(new SchemaReadinessCheck(pool("postgres://postgres@127.0.0.1:1/postgres"), newest));

        assertThat(state(check)).isEqualTo("UP unreachable");
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void readyReplicaStaysReady() throws SQLException {
        flyway(database, "latest").migrate();
        SchemaReadinessCheck check = look(check("postgres"));

        sql(database, "DROP TABLE flyway_schema_history");
        look(check);

        assertThat(state(check)).isEqualTo("UP missing");
        assertThat(log.lines()).containsExactly(MISSING);
    }

    private SchemaReadinessCheck check(String role) {
        return new SchemaReadinessCheck(
                pool("postgres://" + role + "@127.0.0.1:" + postgres.getPort() + "/" + database), newest);
    }

    private static Pool pool(String address) {
        return PgBuilder.pool(builder -> builder.using(vertx).connectingTo(address));
    }

    private static SchemaReadinessCheck look(SchemaReadinessCheck check) {
        check.check().await().atMost(PATIENCE);
        return check;
    }

    private static String state(SchemaReadinessCheck check) {
        HealthCheckResponse health = check.call();
        return health.getStatus() + " " + health.getData().orElseThrow().get("state");
    }

    private static Flyway flyway(String database, String target) {
        return Flyway.configure()
                .dataSource(postgres.getDatabase("postgres", database))
                .locations("classpath:db/migration")
                .placeholders(Map.of("service_role", "none"))
                .target(target)
                .load();
    }

    private static void sql(String database, String statement) throws SQLException {
        try (Connection session = postgres.getDatabase("postgres", database).getConnection();
                Statement command = session.createStatement()) {
            command.execute(statement);
        }
    }
}
