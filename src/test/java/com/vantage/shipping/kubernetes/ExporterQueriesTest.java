package com.vantage.shipping.kubernetes;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.vantage.shipping.sandbox.LoopbackPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The exporter's queries, with its rights, on a PostgreSQL that archives and makes backups. */
class ExporterQueriesTest {
    private static JsonNode queries;
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws IOException, SQLException {
        queries = new YAMLMapper()
                .readTree(Path.of("k8s/database/exporter-queries.yaml").toFile());
        postgres = LoopbackPostgres.start(Map.of("archive_mode", "on", "archive_command", "true"));
        execute("CREATE ROLE shipping_monitor", "GRANT pg_monitor TO shipping_monitor");
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Test
    void ageIsThatOfTheLastCompletedBackup() throws SQLException {
        assertThat(backupAges()).isEmpty();

        execute("SELECT pg_backup_start('test', true)", "SELECT pg_backup_stop()");

        await().atMost(30, SECONDS).until(() -> backupAges().size() == 1);
        assertThat(backupAges().getFirst()).isBetween(0.0, 60.0);
    }

    private static List<Double> backupAges() throws SQLException {
        try (Connection session = postgres.getPostgresDatabase().getConnection();
                Statement statement = session.createStatement()) {
            statement.execute("SET ROLE shipping_monitor");
            List<Double> ages = new ArrayList<>();
            try (ResultSet rows =
                    statement.executeQuery(queries.at("/shipping_backup/query").textValue())) {
                while (rows.next()) {
                    ages.add(rows.getDouble("age_seconds"));
                }
            }
            return ages;
        }
    }

    /** In one session, which a backup needs. */
    private static void execute(String... commands) throws SQLException {
        try (Connection session = postgres.getPostgresDatabase().getConnection();
                Statement statement = session.createStatement()) {
            for (String command : commands) {
                statement.execute(command);
            }
        }
    }
}
