package com.vantage.shipping.shipment;

import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the tables in shape while they are used: makes the months to come, drops those that are too old, forgets old keys.
 * Every replica does it; what one has done the others find done.
 */
@ApplicationScoped
class Upkeep {
    /** The month before, for clocks that go slow, this one, and three to come: time enough to notice that it fails. */
    private static final int MONTHS = 5;

    private static final int KEYS_AT_ONCE = 500;

    private final Database database;
    private final IdempotencyKeys keys;
    private final Reconciler reconciler;
    private final UnsettledPurchases unsettled;
    private final PurchasesConfig config;
    private final Clock clock;

    Upkeep(
            Database database,
            IdempotencyKeys keys,
            Reconciler reconciler,
            UnsettledPurchases unsettled,
            PurchasesConfig config,
            Clock clock) {
        this.database = database;
        this.keys = keys;
        this.reconciler = reconciler;
        this.unsettled = unsettled;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(every = "${shipping.purchases.pace:5s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> reconcile() {
        return reconciler.round().chain(unsettled::refresh);
    }

    /** Also at the start, which may be the first one in a month that nobody made. */
    @Scheduled(every = "${shipping.purchases.upkeep:1h}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> tidy() {
        return makeMonths()
                .chain(this::dropMonths)
                .chain(this::forgetKeys)
                .onFailure()
                .invoke(e -> Log.errorf("The tables are not kept in shape: %s", e.getMessage()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    Uni<List<String>> makeMonths() {
        return months("SELECT make_shipment_months($1, $2)", Tuple.of(today().minusMonths(1), MONTHS), "made");
    }

    Uni<List<String>> dropMonths() {
        LocalDate before = today().withDayOfMonth(1).minusMonths(config.keepMonths());
        return months("SELECT drop_shipment_months($1)", Tuple.of(before), "dropped");
    }

    /** In batches, so that no lock is held for long. */
    Uni<Integer> forgetKeys() {
        var before = ShipmentRepository.utc(clock.instant().minus(config.keepKeys()));
        return keys.forget(before, KEYS_AT_ONCE)
                .flatMap(gone -> gone < KEYS_AT_ONCE
                        ? Uni.createFrom().item(gone)
                        : forgetKeys().map(more -> gone + more));
    }

    private Uni<List<String>> months(String sql, Tuple parameters, String what) {
        return database.query(sql, parameters).map(rows -> {
            List<String> tables = new ArrayList<>();
            rows.forEach(row -> tables.add(row.getString(0)));
            if (!tables.isEmpty()) {
                Log.infof("%s: %s", what, String.join(", ", tables));
            }
            return tables;
        });
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
