package com.vantage.shipping.shipment;

import com.vantage.shipping.api.GracefulShutdown;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Audit entries of label reads that a replica answers, kept in memory until the primary can store them. A process that is killed
 * meanwhile loses them; the request log has the reads, too.
 */
@ApplicationScoped
class AuditEntryBuffer {
    /** Two minutes of 80 label reads a second. */
    private static final int CAPACITY = 10_000;

    private static final int BATCH_SIZE = 500;
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(5);

    private final BlockingQueue<AuditEntry> entries = new ArrayBlockingQueue<>(CAPACITY);
    private final ShipmentTransactions database;
    private final GracefulShutdown shutdown;

    AuditEntryBuffer(ShipmentTransactions database, GracefulShutdown shutdown, MeterRegistry meters) {
        this.database = database;
        this.shutdown = shutdown;
        Gauge.builder("audit.pending", entries, BlockingQueue::size)
                .description("Audit entries that wait for the primary")
                .register(meters);
    }

    /** Returns whether the entry is kept; false if there are too many. */
    boolean add(AuditEntry entry) {
        return entries.offer(entry);
    }

    /** Stores a batch. Never fails. */
    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> store() {
        return entries.isEmpty()
                ? Uni.createFrom().voidItem()
                : shutdown.track(storeBatch())
                        .onFailure()
                        .invoke(failure -> Log.warnf(
                                "Could not store %d audit entries; will retry: %s",
                                entries.size(), failure.getMessage()))
                        .onFailure()
                        .recoverWithNull();
    }

    private Uni<Void> storeBatch() {
        List<AuditEntry> batch = entries.stream().limit(BATCH_SIZE).toList();
        return database.inTransaction(queries -> queries.session().insertAll(batch.toArray()))
                .invoke(() -> batch.forEach(stored -> entries.poll()));
    }

    /** The last attempt, after {@link GracefulShutdown} and before the database connections are closed. */
    void storeAll(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE + 1) ShutdownEvent event) {
        try {
            while (!entries.isEmpty()) {
                storeBatch().await().atMost(SHUTDOWN_TIMEOUT);
            }
        } catch (RuntimeException e) {
            Log.errorf("%d label reads are missing in the audit trail: %s", entries.size(), e.getMessage());
        }
    }
}
