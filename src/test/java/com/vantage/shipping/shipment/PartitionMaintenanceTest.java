package com.vantage.shipping.shipment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vantage.shipping.support.ApiTest;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PartitionMaintenanceTest extends ApiTest {
    private static final List<String> TABLES =
            List.of("shipment", "label", "shipment_event", "shipment_detail", "shipment_document", "audit_entry");
    private static final YearMonth PAST = YearMonth.of(2019, 3);
    private static final YearMonth FUTURE = YearMonth.of(2091, 5);

    private final YearMonth thisMonth = YearMonth.now(ZoneOffset.UTC);

    @Inject
    PartitionMaintenance maintenance;

    @Inject
    IdempotencyStore keys;

    @Inject
    MeterRegistry meters;

    @Inject
    AgroalDataSource database;

    @BeforeEach
    void deleteTestPartitionsAndKeys() throws SQLException {
        try (Connection session = database.getConnection()) {
            for (YearMonth month : List.of(PAST, FUTURE)) {
                run(session, dropSql(month));
            }
            run(session, "DELETE FROM idempotency_key WHERE client = 'upkeep'");
        }
    }

    @Test
    void partitionsAreCreatedAheadOnce() throws SQLException {
        YearMonth farthest = thisMonth.plusMonths(3);
        sql(dropSql(farthest));

        List<String> created = await(maintenance.createPartitions());
        List<String> createdAgain = await(maintenance.createPartitions());

        assertThat(created).containsExactlyInAnyOrderElementsOf(tables(farthest));
        assertThat(createdAgain).isEmpty();
        assertThat(months("shipment")).contains(table("shipment", thisMonth.minusMonths(1)), created.getFirst());
    }

    /** The month that all tables have counts, also if another replica created it. */
    @Test
    void monthsAheadAreExported() throws SQLException {
        await(maintenance.maintain());
        assertThat(meters.get("partitions.ahead").gauge().value()).isEqualTo(3);

        sql("DROP TABLE " + table("label", thisMonth.plusMonths(3)));
        await(maintenance.findNewest());
        assertThat(meters.get("partitions.ahead").gauge().value()).isEqualTo(2);

        await(maintenance.maintain());
    }

    @Test
    void partitionIsCreatedDuringWrites() throws SQLException {
        try (Connection writer = database.getConnection()) {
            writer.setAutoCommit(false);
            insertShipment(writer, "VNT-9-1", OffsetDateTime.now(ZoneOffset.UTC));

            sql(createSql(FUTURE));
            insertShipment(writer, "VNT-9-2", OffsetDateTime.now(ZoneOffset.UTC));

            assertThat(months("label")).contains(table("label", FUTURE));
            writer.rollback();
        }
    }

    @Test
    void replicasDoNotBlockEachOther() throws SQLException {
        try (Connection other = database.getConnection()) {
            other.setAutoCommit(false);
            run(other, createSql(FUTURE));

            sql(createSql(FUTURE));
            other.commit();
        }

        assertThat(months("shipment")).contains(table("shipment", FUTURE));
    }

    @Test
    void oldPartitionsAreDroppedAndNewerKept() throws SQLException {
        sql(createSql(PAST));
        fill(PAST);
        YearMonth kept = thisMonth.minusMonths(24);
        sql(createSql(kept));
        fill(kept);

        List<String> dropped = await(maintenance.dropOldPartitions());

        assertThat(dropped)
                .containsExactly(
                        "shipment_event_2019_03",
                        "shipment_document_2019_03",
                        "shipment_detail_2019_03",
                        "shipment_2019_03",
                        "label_2019_03",
                        "audit_entry_2019_03");
        assertThat(months("shipment")).contains(table("shipment", kept)).doesNotContain("shipment_2019_03");
        assertThat(count("SELECT count(*) FROM shipment WHERE client = 'upkeep'"))
                .isEqualTo(1);
        assertThat(count("SELECT count(*) FROM label WHERE shipment_id = 'VNT-1-1'"))
                .isEqualTo(1);
        sql(dropSql(kept));
    }

    @Test
    void lockedPartitionIsDroppedLater() throws SQLException {
        sql(createSql(PAST));
        fill(PAST);
        try (Connection reader = database.getConnection()) {
            reader.setAutoCommit(false);
            run(reader, "SELECT * FROM shipment WHERE id = 'VNT-1-1'");
            run(reader, "SELECT * FROM shipment_event WHERE shipment_id = 'VNT-1-1'");
            long begun = System.nanoTime();

            List<String> dropped = await(maintenance.dropOldPartitions());

            assertThat(dropped).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
            assertThat(months("shipment")).contains("shipment_2019_03");
            reader.commit();
        }
        assertThat(count("SELECT count(*) FROM shipment WHERE client = 'upkeep'"))
                .isEqualTo(1);

        assertThat(await(maintenance.dropOldPartitions())).containsAll(tables(PAST));
    }

    @Test
    void dropDoesNotBlockOthersForLong() throws SQLException {
        sql(createSql(PAST));
        try (Connection reader = database.getConnection()) {
            reader.setAutoCommit(false);
            run(reader, "SELECT * FROM shipment_event LIMIT 1");
            var drop = maintenance.dropOldPartitions().subscribeAsCompletionStage();
            List<Long> waits = new ArrayList<>();
            while (!drop.isDone()) {
                long begun = System.nanoTime();
                sql("INSERT INTO shipment_event (created_at, client, shipment_id, state, shipment) "
                        + "VALUES (now(), 'upkeep', 'VNT-1-9', 'created', '{}')");
                waits.add((System.nanoTime() - begun) / 1_000_000);
            }

            assertThat(waits).allSatisfy(wait -> assertThat(wait).isLessThan(90));
            reader.rollback();
        }
    }

    @Test
    void keysAreDeletedDespiteLockedPartition() throws SQLException {
        sql(createSql(PAST));
        insertKey("old", 31);
        try (Connection reader = database.getConnection()) {
            reader.setAutoCommit(false);
            run(reader, "SELECT * FROM shipment_event LIMIT 1");

            await(maintenance.maintain());

            reader.rollback();
        }

        assertThat(count("SELECT count(*) FROM idempotency_key WHERE client = 'upkeep'"))
                .isZero();
    }

    @Test
    void lastMonthIsNeverDropped() throws SQLException {
        sql(createSql(PAST));
        await(maintenance.createPartitions());

        List<String> dropped = new ArrayList<>();
        for (String table = dropBefore("2999-01-01"); table != null; table = dropBefore("2999-01-01")) {
            dropped.add(table);
        }

        assertThat(dropped).containsAll(tables(PAST));
        assertThat(months("shipment"))
                .contains(table("shipment", thisMonth.minusMonths(1)), table("shipment", thisMonth));
    }

    @Test
    void oldKeysAreDeletedInBatches() throws SQLException {
        sql("""
                INSERT INTO idempotency_key (client, key, body_hash, claimed_by, shipment_id, created_at)
                SELECT 'upkeep', 'old ' || i, '', gen_random_uuid(), 'VNT-1-' || i, now() - interval '31 days'
                FROM generate_series(1, 1500) AS i""");
        insertKey("young", 29);
        Instant monthAgo = Instant.now().minus(Duration.ofDays(30));

        assertThat(await(keys.deleteOld(monthAgo, 500))).isEqualTo(500);
        assertThat(await(maintenance.deleteOldKeys())).isEqualTo(1000);

        assertThat(count("SELECT count(*) FROM idempotency_key WHERE client = 'upkeep' AND key = 'young'"))
                .isEqualTo(1);
        assertThat(count("SELECT count(*) FROM idempotency_key WHERE client = 'upkeep'"))
                .isEqualTo(1);
    }

    @Test
    void roleWithoutCreateRightMaintainsPartitions() throws SQLException {
        try (Connection session = database.getConnection()) {
            actAsService(session);

            run(session, createSql(PAST));
            insertShipment(session, "VNT-1-1", PAST.atDay(3).atTime(12, 0).atOffset(ZoneOffset.UTC));
            run(session, "SELECT drop_shipment_month('2020-01-01') FROM generate_series(1, 3)");
            run(session, "DELETE FROM idempotency_key WHERE client = 'upkeep'");

            session.rollback();
        }
    }

    @Test
    void otherRolesCannotDropPartitions() throws SQLException {
        try (Connection session = database.getConnection()) {
            session.setAutoCommit(false);
            run(session, "CREATE ROLE passer_by; SET LOCAL ROLE passer_by");

            assertThatThrownBy(() -> run(session, "SELECT drop_shipment_month('2020-01-01')"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("permission denied");

            session.rollback();
        }
    }

    @Test
    void temporaryTableDoesNotReplacePartition() throws SQLException {
        try (Connection session = database.getConnection()) {
            actAsService(session);
            run(session, "CREATE TEMPORARY TABLE " + table("shipment", FUTURE) + " (id text)");

            run(session, createSql(FUTURE));
            insertShipment(session, "VNT-1-1", FUTURE.atDay(3).atTime(12, 0).atOffset(ZoneOffset.UTC));

            session.rollback();
        }
    }

    /** Gives the session the rights of the service's role (docs/database.md), until it is rolled back. */
    private static void actAsService(Connection session) throws SQLException {
        session.setAutoCommit(false);
        run(session, """
                CREATE ROLE shipping_app;
                GRANT SELECT, INSERT, UPDATE, DELETE ON shipment, label, shipment_event, idempotency_key TO shipping_app;
                GRANT SELECT, INSERT, UPDATE, DELETE ON shipment_detail, shipment_document TO shipping_app;
                GRANT SELECT, INSERT ON audit_entry TO shipping_app;
                GRANT USAGE ON SEQUENCE shipment_number, shipment_event_number, audit_entry_number TO shipping_app;
                GRANT EXECUTE ON FUNCTION make_shipment_months, drop_shipment_month TO shipping_app;
                SET LOCAL ROLE shipping_app""");
    }

    private void fill(YearMonth month) throws SQLException {
        try (Connection session = database.getConnection()) {
            insertShipment(session, "VNT-1-1", month.atDay(1).atStartOfDay().atOffset(ZoneOffset.UTC));
        }
    }

    /** Inserts a shipment with a label and an event. */
    private static void insertShipment(Connection session, String id, OffsetDateTime at) throws SQLException {
        run(session, """
                INSERT INTO shipment (id, client, state, carrier, service_code, service_name, ship_date, label_format,
                    packages, request_id, created_at, updated_at)
                VALUES ('%1$s', 'upkeep', 'created', 'ups', '03', 'Ground', '2026-01-01', 'PDF', '[]', 'r', '%2$s', '%2$s');
                INSERT INTO label (shipment_id, created_at, package, format, image) VALUES ('%1$s', '%2$s', 1, 'PDF', '');
                INSERT INTO shipment_event (created_at, client, shipment_id, state, shipment)
                VALUES ('%2$s', 'upkeep', '%1$s', 'created', '{}')""".formatted(id, at));
    }

    private void insertKey(String key, int days) throws SQLException {
        sql("""
                INSERT INTO idempotency_key (client, key, body_hash, claimed_by, shipment_id, created_at)
                VALUES ('upkeep', '%s', '', gen_random_uuid(), 'VNT-1-1', now() - interval '%d days')""".formatted(key, days));
    }

    private static <T> T await(Uni<T> work) {
        return work.await().atMost(Duration.ofSeconds(10));
    }

    private static String createSql(YearMonth month) {
        return "SELECT make_shipment_months('%s', 1)".formatted(month.atDay(1));
    }

    private static String dropSql(YearMonth month) {
        return "DROP TABLE IF EXISTS " + String.join(", ", tables(month));
    }

    private static List<String> tables(YearMonth month) {
        return TABLES.stream().map(parent -> table(parent, month)).toList();
    }

    private static String table(String parent, YearMonth month) {
        return "%s_%04d_%02d".formatted(parent, month.getYear(), month.getMonthValue());
    }

    private List<String> months(String parent) throws SQLException {
        return Stream.of(String.valueOf(text("SELECT string_agg(inhrelid::regclass::text, ' ') FROM pg_inherits "
                                + "WHERE inhparent = '" + parent + "'::regclass"))
                        .split(" "))
                .toList();
    }

    private @Nullable String dropBefore(String date) throws SQLException {
        return text("SELECT drop_shipment_month('" + date + "')");
    }

    private int count(String sql) throws SQLException {
        return Integer.parseInt(String.valueOf(text(sql)));
    }

    private @Nullable String text(String sql) throws SQLException {
        try (Connection session = database.getConnection();
                Statement statement = session.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private void sql(String sql) throws SQLException {
        try (Connection session = database.getConnection()) {
            run(session, sql);
        }
    }

    private static void run(Connection session, String sql) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute(sql);
        }
    }
}
