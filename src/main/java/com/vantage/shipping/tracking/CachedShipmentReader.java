package com.vantage.shipping.tracking;

import com.vantage.shipping.api.DataSourceHeader;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.carrier.SingleFlight;
import com.vantage.shipping.carrier.VertxContextExecutor;
import com.vantage.shipping.model.CancellationListener;
import com.vantage.shipping.model.ShipmentIdFormat;
import com.vantage.shipping.model.TrackableShipment;
import com.vantage.shipping.model.TrackableShipmentReader;
import com.vantage.shipping.model.TrackableShipmentReader.Found;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * Finds the shipments to track. Those that have labels are cached in Redis, so that they can be tracked while PostgreSQL is
 * unavailable, and are read again when they may have been cancelled.
 */
@Singleton
class CachedShipmentReader implements CancellationListener {
    private static final Duration REPLICA_RETRY_AFTER = Duration.ofSeconds(2);

    private final TrackableShipmentReader source;
    private final TrackingCache cache;
    private final TrackingConfig config;
    private final SingleFlight<String, Found> inFlight = new SingleFlight<>();

    CachedShipmentReader(TrackableShipmentReader source, TrackingCache cache, TrackingConfig config) {
        this.source = source;
        this.cache = cache;
        this.config = config;
    }

    /**
     * Finds a shipment, if the caller may see it. Fails after a short timeout if PostgreSQL is unavailable.
     *
     * <p>Concurrent callers share one read. Shipments of other clients are looked up in the same places as missing ones and are
     * not cached, so that the response time does not reveal them.
     */
    Uni<Optional<TrackableShipment>> find(String shipmentId, Predicate<TrackableShipment> mayRead) {
        if (!ShipmentIdFormat.isValid(shipmentId)) {
            return Uni.createFrom().item(Optional.empty());
        }
        return cache.findShipment(shipmentId)
                .map(cached -> cached.filter(mayRead))
                .flatMap(own -> own.isPresent()
                        ? Uni.createFrom().item(own)
                        : inFlight.join(shipmentId, () -> read(shipmentId))
                                .map(found -> visible(found, mayRead))
                                .invoke(found -> DataSourceHeader.mark(found.isFromReplica()))
                                .call(this::store)
                                .map(Found::shipment));
    }

    /** At a replica, a shipment that the caller may not see is unavailable like one that the replica does not have. */
    private static Found visible(Found found, Predicate<TrackableShipment> mayRead) {
        Optional<TrackableShipment> visible = found.shipment().filter(mayRead);
        if (found.isFromReplica() && visible.isEmpty()) {
            throw ProblemType.STORAGE_UNAVAILABLE
                    .withDetail("this shipment cannot be looked up at the moment; try again")
                    .retryAfter(REPLICA_RETRY_AFTER);
        }
        return new Found(visible, found.isFromReplica());
    }

    /** Refreshes the cached shipment, in case it was cancelled. Never fails. */
    Uni<Void> refresh(String shipmentId) {
        return read(shipmentId)
                .call(this::store)
                .replaceWithVoid()
                .onFailure()
                .invoke(e -> Log.debugf("Could not refresh shipment %s: %s", shipmentId, e.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    @Override
    public CompletionStage<Void> onCancelled(String shipmentId) {
        return refresh(shipmentId).subscribeAsCompletionStage();
    }

    private Uni<Found> read(String shipmentId) {
        return Uni.createFrom()
                .completionStage(() -> source.find(shipmentId))
                .ifNoItem()
                .after(config.databaseTimeout())
                .fail()
                .emitOn(VertxContextExecutor.current());
    }

    /** Caches shipments of the primary with labels only: others may have changed or get their labels at any moment. */
    private Uni<Void> store(Found found) {
        return found.shipment()
                .filter(shipment -> !found.isFromReplica() && !shipment.labels().isEmpty())
                .map(cache::storeShipment)
                .orElseGet(() -> Uni.createFrom().voidItem());
    }
}
