package com.vantage.shipping.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.migration.PartitionIndexes;
import com.vantage.shipping.sandbox.LoopbackPostgres;
import io.vertx.core.Vertx;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Applies migrations while the previous version buys and reads. */
class MigrationTest {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicLong written = new AtomicLong();

    @SuppressWarnings("NullAway.Init")
    private EmbeddedPostgres postgres;

    @BeforeEach
    void startWithTheFirstVersion() throws IOException {
        postgres = LoopbackPostgres.start(Map.of());
        flyway("1").migrate();
    }

    @AfterEach
    void stopAll() throws IOException {
        postgres.close();
        vertx.close();
    }

    /** Open transactions keep their locks during the migration. */
    @Test
    void migrationDoesNotBlockPreviousVersion() throws Exception {
        MigrationInfo[] later = flyway("latest").info().pending();
        assertThat(later).isNotEmpty();
        try (Session reader = session();
                Session writer = session()) {
            reader.run("BEGIN; SELECT count(*) FROM shipment; SELECT count(*) FROM shipment_event");
            writer.run("BEGIN; SELECT * FROM shipment FOR UPDATE");
            CompletableFuture<Void> buying = CompletableFuture.runAsync(this::buyAndBuy);
            try {
                for (MigrationInfo migration : later) {
                    awaitMore(buying);
                    flyway(migration.getVersion().getVersion()).migrate();
                    awaitMore(buying);
                }
            } finally {
                stop.set(true);
            }
            buying.join();
            assertThat(indexesToMake(reader)).isEmpty();
            reader.run("SELECT count(*) FROM label; COMMIT");
            writer.run("COMMIT");
        }
    }

    @Test
    void existingAndFuturePartitionsGetIndexes() {
        flyway("latest").migrate();
        try (Session session = session()) {
            session.run("SELECT make_shipment_months('2091-05-01', 1)");

            assertThat(indexesToMake(session)).isEmpty();
        }
    }

    /** State after a killed migration: one index is invalid, one not attached. */
    @Test
    void killedMigrationIsCompletedByTheNext() {
        flyway("latest").migrate();
        try (Session session = session()) {
            String month = session.run("SELECT min(inhrelid::regclass::text) FROM pg_inherits "
                            + "WHERE inhparent = 'shipment'::regclass")
                    .iterator()
                    .next()
                    .getString(0);
            session.run("DROP INDEX shipment_of_carrier; DROP INDEX shipment_of_client_and_carrier");
            session.run("CREATE INDEX shipment_of_carrier ON ONLY shipment (carrier, created_at DESC, id DESC)");
            session.run("CREATE INDEX shipment_of_client_and_carrier ON ONLY shipment "
                    + "(client, carrier, created_at DESC, id DESC)");
            session.run("CREATE INDEX " + month + "_shipment_of_carrier ON " + month
                    + " (carrier, created_at DESC, id DESC)");
            session.run("CREATE INDEX " + month + "_shipment_of_client_and_carrier ON " + month
                    + " (client, carrier, created_at DESC, id DESC)");
            session.run("UPDATE pg_index SET indisvalid = false WHERE indexrelid = '" + month
                    + "_shipment_of_carrier'::regclass");
            assertThat(indexesToMake(session)).isNotEmpty();

            flyway("latest").migrate();

            assertThat(indexesToMake(session)).isEmpty();
        }
    }

    private static List<String> indexesToMake(Session session) {
        List<String> names = new ArrayList<>();
        session.run("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid")
                .forEach(row -> names.add(row.getString(0)));
        return names;
    }

    private void buyAndBuy() {
        try (Session session = session()) {
            GrowthCreate purchase = new GrowthCreate(session, false);
            while (!stop.get()) {
                purchase.waitedFor();
                written.incrementAndGet();
            }
        }
    }

    private void awaitMore(CompletableFuture<Void> buying) throws InterruptedException {
        long before = written.get();
        while (written.get() < before + 3) {
            assertThat(buying).isNotCompletedExceptionally();
            Thread.sleep(5);
        }
    }

    private Flyway flyway(String target) {
        return Flyway.configure()
                .dataSource(postgres.getPostgresDatabase())
                .locations("classpath:db/migration")
                .placeholders(Map.of("service_role", "none"))
                .target(target)
                .callbacks(new PartitionIndexes())
                .load();
    }

    private Session session() {
        return new Session(vertx, postgres.getPort(), "postgres");
    }
}
