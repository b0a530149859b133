package com.vantage.shipping.shipment;

import com.vantage.shipping.access.Departure;
import com.vantage.shipping.problem.StoreFailure;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Keeps the tables in shape while they are used: makes the months to come, drops those that are too old, forgets old keys.
 * Every replica does it; what one has done the others find done.
 */
@ApplicationScoped
class Upkeep {
    /** After which a start that fails by a port has failed. */
    private static final Duration A_MOMENT = Duration.ofSeconds(2);

    /** The month before, for clocks that go slow, this one, and three to come: time enough to notice that it fails. */
    private static final int MONTHS = 5;

    private static final int KEYS_AT_ONCE = 500;

    private final Database database;
    private final SchemaCheck schema;
    private final IdempotencyKeys keys;
    private final Reconciler reconciler;
    private final UnsettledPurchases unsettled;
    private final PurchasesConfig config;
    private final Clock clock;
    private final Departure departure;
    private final Scheduler scheduler;
    private final Vertx vertx;

    Upkeep(
            Database database,
            SchemaCheck schema,
            IdempotencyKeys keys,
            Reconciler reconciler,
            UnsettledPurchases unsettled,
            PurchasesConfig config,
            Clock clock,
            Departure departure,
            Scheduler scheduler,
            Vertx vertx) {
        this.database = database;
        this.schema = schema;
        this.keys = keys;
        this.reconciler = reconciler;
        this.unsettled = unsettled;
        this.config = config;
        this.clock = clock;
        this.departure = departure;
        this.scheduler = scheduler;
        this.vertx = vertx;
    }

    void begin(@ObservesAsync HttpServerStart started) {
        beginSoon();
    }

    void begin(@ObservesAsync HttpsServerStart started) {
        beginSoon();
    }

    /** The scheduler waits for this: a replica that cannot start says why, and nothing else. */
    private void beginSoon() {
        vertx.setTimer(A_MOMENT.toMillis(), now -> scheduler.resume());
    }

    @Scheduled(every = "${shipping.purchases.pace:5s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> reconcile() {
        return whenUseful(reconciler.round().chain(unsettled::refresh));
    }

    /** Also at the start, which may be the first one in a month that nobody made. What fails does not keep the rest from it. */
    @Scheduled(every = "${shipping.purchases.upkeep:1h}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> tidy() {
        return whenUseful(safely("make months ahead", makeMonths())
                .chain(() -> safely("drop old months", dropMonths()))
                .chain(() -> safely("forget old keys", forgetKeys())));
    }

    /** A replica that goes begins nothing new, and ends what it has begun. Without a schema there is nothing to work on. */
    private Uni<Void> whenUseful(Uni<Void> round) {
        return departure.isUnderWay() || !schema.isUsable() ? Uni.createFrom().voidItem() : departure.waitsFor(round);
    }

    Uni<List<String>> makeMonths() {
        return database.statement(queries -> queries.makeMonths(today().minusMonths(1), MONTHS))
                .invoke(made -> made.forEach(table -> Log.infof("%s is made", table)));
    }

    /** One table after the other. Whoever is in the way of one is not troubled: the next round has the rest. */
    Uni<List<String>> dropMonths() {
        LocalDate before = today().withDayOfMonth(1).minusMonths(config.keepMonths());
        return Multi.createBy()
                .repeating()
                .uni(() -> database.statement(queries -> queries.dropMonth(before)))
                .whilst(dropped -> !dropped.isEmpty())
                .onItem()
                .<String>disjoint()
                .invoke(table -> Log.infof("%s is dropped", table))
                .onFailure(StoreFailure::isLocked)
                .invoke(e -> Log.infof("An old month is in use, and is dropped later: %s", e.getMessage()))
                .onFailure(StoreFailure::isLocked)
                .recoverWithCompletion()
                .collect()
                .asList();
    }

    /** In batches, so that no lock is held for long. */
    Uni<Integer> forgetKeys() {
        Instant before = clock.instant().minus(config.keepKeys());
        return Multi.createBy()
                .repeating()
                .uni(() -> keys.forget(before, KEYS_AT_ONCE))
                .whilst(gone -> gone == KEYS_AT_ONCE)
                .collect()
                .with(Collectors.summingInt(Integer::intValue));
    }

    private static Uni<Void> safely(String what, Uni<?> work) {
        return work.onFailure()
                .invoke(e -> Log.errorf("Could not %s, which is tried again: %s", what, e.getMessage()))
                .onFailure()
                .recoverWithItem(() -> null)
                .replaceWithVoid();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
