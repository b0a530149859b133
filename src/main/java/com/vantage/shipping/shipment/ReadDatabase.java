package com.vantage.shipping.shipment;

import com.vantage.shipping.api.DataSourceHeader;
import com.vantage.shipping.api.problem.StoreFailures;
import com.vantage.shipping.carrier.VertxContextExecutor;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.hibernate.orm.PersistenceUnit;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Reads from the primary, and from a replica while the primary does not answer. The first read that gets no answer in time
 * switches all reads to the replica; a check every second switches them back. Only for responses to callers: a replica may lag,
 * so nothing that changes a shipment or buys a label may rely on it.
 */
@ApplicationScoped
class ReadDatabase {
    /** Data source and persistence unit of the replicas. */
    static final String REPLICA = "replica";

    private static final Duration REPLICA_TIMEOUT = Duration.ofSeconds(2);

    private final ShipmentTransactions primary;
    private final Optional<Mutiny.SessionFactory> replica;
    private final ReadReplicaConfig config;
    private final MeterRegistry meters;
    private final AtomicBoolean isPrimaryAnswering = new AtomicBoolean(true);
    private final AtomicBoolean isReplicaAnswering = new AtomicBoolean(true);

    /** What was read, and from which server. */
    record ReadResult<T>(T value, boolean isFromReplica) {}

    /** Results of reads from the replica. */
    private enum Result {
        ANSWERED,
        NOT_FOUND,
        FAILED
    }

    ReadDatabase(
            ShipmentTransactions primary,
            @PersistenceUnit(REPLICA) Instance<Mutiny.SessionFactory> replica,
            ReadReplicaConfig config,
            MeterRegistry meters) {
        this.primary = primary;
        this.replica = config.readUrl().map(url -> replica.get());
        this.config = config;
        this.meters = meters;
        Gauge.builder("database.replica.available", this::replicaAvailable)
                .description("1 while a replica answers, 0 while none does, NaN if none is configured")
                .register(meters);
    }

    private double replicaAvailable() {
        if (replica.isEmpty()) {
            return Double.NaN;
        }
        return isReplicaAnswering.get() ? 1 : 0;
    }

    /**
     * Reads, and marks the response if the answer is a replica's.
     *
     * @param query may be executed repeatedly
     * @param isFound whether a replica's answer is complete. Otherwise the primary is asked, with retries until it answers: the
     *     replica may not have the rows yet
     */
    <T> Uni<T> read(Function<ShipmentQueries, Uni<T>> query, Predicate<T> isFound) {
        return read(query, isFound, () -> primary.execute(query))
                .invoke(answer -> DataSourceHeader.mark(answer.isFromReplica()))
                .map(ReadResult::value);
    }

    /** Reads without retries; accepts any answer of a replica and does not mark the response. */
    <T> Uni<ReadResult<T>> readOnce(Function<ShipmentQueries, Uni<T>> query) {
        return read(query, any -> true, () -> primary.executeOnce(query));
    }

    /** Whether reads come from the primary at the moment. */
    boolean isPrimaryAnswering() {
        return isPrimaryAnswering.get();
    }

    private <T> Uni<ReadResult<T>> read(
            Function<ShipmentQueries, Uni<T>> query, Predicate<T> isFound, Supplier<Uni<T>> lastResort) {
        return replica.map(sessions -> Uni.createFrom().deferred(() -> {
                    Executor context = VertxContextExecutor.current();
                    Uni<ReadResult<T>> fromReplica = fromReplica(sessions, query, isFound, context)
                            .flatMap(
                                    found -> found.map(value -> Uni.createFrom().item(new ReadResult<>(value, true)))
                                            .orElseGet(() -> fromPrimary(lastResort.get())));
                    return isPrimaryAnswering.get()
                            ? fromPrimary(primary.executeOnce(query))
                                    .ifNoItem()
                                    .after(config.readTimeout())
                                    .failWith(() -> noAnswerWithin(config.readTimeout()))
                                    .emitOn(context)
                                    .onFailure(StoreFailures::isTransient)
                                    .invoke(this::switchToReplica)
                                    .onFailure(StoreFailures::isTransient)
                                    .recoverWithUni(fromReplica)
                            : fromReplica;
                }))
                .orElseGet(() -> fromPrimary(lastResort.get()));
    }

    private static <T> Uni<ReadResult<T>> fromPrimary(Uni<T> read) {
        return read.map(value -> new ReadResult<>(value, false));
    }

    /** Empty if the replica fails or has not all rows. */
    private <T> Uni<Optional<T>> fromReplica(
            Mutiny.SessionFactory sessions,
            Function<ShipmentQueries, Uni<T>> query,
            Predicate<T> isFound,
            Executor context) {
        return askReplica(sessions, query)
                .emitOn(context)
                .map(value -> Optional.of(value).filter(isFound))
                .invoke(found -> count(found.isPresent() ? Result.ANSWERED : Result.NOT_FOUND))
                .onFailure()
                .invoke(failure -> {
                    count(Result.FAILED);
                    Log.debugf("Replica cannot answer: %s", failure.getMessage());
                })
                .onFailure()
                .recoverWithItem(Optional.empty());
    }

    private static <T> Uni<T> askReplica(Mutiny.SessionFactory sessions, Function<ShipmentQueries, Uni<T>> query) {
        return ShipmentTransactions.executeOnce(sessions, query)
                .ifNoItem()
                .after(REPLICA_TIMEOUT)
                .failWith(() -> noAnswerWithin(REPLICA_TIMEOUT));
    }

    private static TimeoutException noAnswerWithin(Duration timeout) {
        return new TimeoutException("no answer within " + timeout.toMillis() + " ms");
    }

    private void count(Result result) {
        Counter.builder("database.replica.reads")
                .description("Reads from a replica while the primary did not answer")
                .tag("result", result.name().toLowerCase(Locale.ROOT))
                .register(meters)
                .increment();
    }

    private void switchToReplica(Throwable failure) {
        if (isPrimaryAnswering.compareAndSet(true, false)) {
            Log.warnf("Reads come from the replica, since the primary does not answer: %s", failure.getMessage());
        }
    }

    /** Switches reads back once the primary answers and is not a standby that is still to be promoted. Never fails. */
    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> checkPrimary() {
        if (isPrimaryAnswering.get()) {
            return Uni.createFrom().voidItem();
        }
        return primary.execute(ShipmentQueries::isStandby)
                .invoke(isStandby -> {
                    if (!isStandby && isPrimaryAnswering.compareAndSet(false, true)) {
                        Log.info("Reads come from the primary again");
                    }
                })
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> Log.debugf("Primary still does not answer: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    /** Notices a replica that is missing before it is needed. Never fails. */
    @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> checkReplica() {
        return replica.map(sessions -> askReplica(sessions, ShipmentQueries::isStandby)
                        .invoke(isStandby -> isReplicaAnswering.set(true))
                        .replaceWithVoid()
                        .onFailure()
                        .invoke(this::noteUnavailableReplica)
                        .onFailure()
                        .recoverWithNull())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private void noteUnavailableReplica(Throwable failure) {
        if (isReplicaAnswering.compareAndSet(true, false)) {
            Log.warnf("Replica does not answer; reads depend on the primary: %s", failure.getMessage());
        }
    }
}
