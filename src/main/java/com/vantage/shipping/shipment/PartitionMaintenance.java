package com.vantage.shipping.shipment;

import com.vantage.shipping.api.problem.StoreFailures;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Maintains the tables: creates monthly partitions ahead, drops old ones, deletes expired idempotency keys, old manifests and pickups. All
 * replicas run it; a job that another has done has no effect.
 */
@ApplicationScoped
class PartitionMaintenance {
    /** The previous month, for slow clocks, the current one, and three ahead: time enough to notice failures. */
    private static final int MONTH_COUNT = 5;

    private static final int BATCH_SIZE = 500;

    private static final DateTimeFormatter PARTITION_MONTH = DateTimeFormatter.ofPattern("uuuu_MM", Locale.ROOT);

    private final ShipmentTransactions database;
    private final IdempotencyStore keys;
    private final ManifestRepository manifests;
    private final PickupRepository pickups;
    private final PurchaseConfig config;
    private final Clock clock;
    private volatile @Nullable YearMonth newest;

    PartitionMaintenance(
            ShipmentTransactions database,
            IdempotencyStore keys,
            ManifestRepository manifests,
            PickupRepository pickups,
            PurchaseConfig config,
            Clock clock,
            MeterRegistry meters) {
        this.database = database;
        this.keys = keys;
        this.manifests = manifests;
        this.pickups = pickups;
        this.config = config;
        this.clock = clock;
        Gauge.builder("partitions.ahead", this, PartitionMaintenance::monthsAhead)
                .description("Months after this one for which every partitioned table has a partition")
                .register(meters);
    }

    /** A failed task does not prevent the others. */
    Uni<Void> maintain() {
        return logFailure("create partitions ahead", createPartitions())
                .chain(() -> logFailure("find the newest partitions", findNewest()))
                .chain(() -> logFailure("drop old partitions", dropOldPartitions()))
                .chain(() -> logFailure("delete expired idempotency keys", deleteOldKeys()))
                .chain(() -> logFailure("delete old manifests", deleteOldManifests()))
                .chain(() -> logFailure("delete old pickups", deleteOldPickups()));
    }

    Uni<List<String>> createPartitions() {
        return database.execute(queries -> queries.createPartitions(today().minusMonths(1), MONTH_COUNT))
                .invoke(created -> created.forEach(table -> Log.infof("Created partition %s", table)));
    }

    /** Also if another replica created them, or none could. */
    Uni<String> findNewest() {
        return database.execute(ShipmentQueries::findNewestMonth)
                .invoke(month -> newest = YearMonth.parse(month, PARTITION_MONTH));
    }

    private double monthsAhead() {
        YearMonth month = newest;
        return month == null ? Double.NaN : ChronoUnit.MONTHS.between(YearMonth.from(today()), month);
    }

    /** Drops one partition at a time. If one is locked, the next round drops the rest. */
    Uni<List<String>> dropOldPartitions() {
        LocalDate before = oldestMonth();
        return Multi.createBy()
                .repeating()
                .uni(() -> database.execute(queries -> queries.dropPartitions(before)))
                .whilst(dropped -> !dropped.isEmpty())
                .onItem()
                .<String>disjoint()
                .invoke(table -> Log.infof("Dropped partition %s", table))
                .onFailure(StoreFailures::isLocked)
                .invoke(e ->
                        Log.infof("Could not drop an old partition, which is locked; will retry: %s", e.getMessage()))
                .onFailure(StoreFailures::isLocked)
                .recoverWithCompletion()
                .collect()
                .asList();
    }

    Uni<Integer> deleteOldKeys() {
        Instant before = clock.instant().minus(config.keyRetention());
        return inBatches(() -> keys.deleteOld(before, BATCH_SIZE));
    }

    /** Manifests are kept as long as the shipments that are in them. */
    Uni<Integer> deleteOldManifests() {
        return inBatches(() -> manifests.deleteOld(startOfOldestMonth(), BATCH_SIZE));
    }

    Uni<Integer> deleteOldPickups() {
        return inBatches(() -> pickups.deleteOld(startOfOldestMonth(), BATCH_SIZE));
    }

    /** In batches, so that locks are short. */
    private static Uni<Integer> inBatches(Supplier<Uni<Integer>> batch) {
        return Multi.createBy()
                .repeating()
                .uni(batch::get)
                .whilst(deleted -> deleted == BATCH_SIZE)
                .collect()
                .with(Collectors.summingInt(Integer::intValue));
    }

    private static Uni<Void> logFailure(String task, Uni<?> work) {
        return work.onFailure()
                .invoke(e -> Log.errorf("Could not %s; will retry: %s", task, e.getMessage()))
                .onFailure()
                .recoverWithItem(() -> null)
                .replaceWithVoid();
    }

    /** The oldest month that is kept. */
    private LocalDate oldestMonth() {
        return today().withDayOfMonth(1).minusMonths(config.retentionMonths());
    }

    private Instant startOfOldestMonth() {
        return oldestMonth().atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
