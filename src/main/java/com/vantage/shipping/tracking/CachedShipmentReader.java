package com.vantage.shipping.tracking;

import com.vantage.shipping.carrier.SingleFlight;
import com.vantage.shipping.carrier.VertxContextExecutor;
import com.vantage.shipping.model.CancellationListener;
import com.vantage.shipping.model.ShipmentIdFormat;
import com.vantage.shipping.model.TrackableShipment;
import com.vantage.shipping.model.TrackableShipmentReader;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * Finds the shipments to track. Those that have labels are cached in Redis, so that they can be tracked while PostgreSQL is
 * unavailable, and are read again when they may have been cancelled.
 */
@Singleton
class CachedShipmentReader implements CancellationListener {
    private final TrackableShipmentReader source;
    private final TrackingCache cache;
    private final TrackingConfig config;
    private final SingleFlight<String, Optional<TrackableShipment>> inFlight = new SingleFlight<>();

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
                                .map(found -> found.filter(mayRead))
                                .call(this::store));
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

    private Uni<Optional<TrackableShipment>> read(String shipmentId) {
        return Uni.createFrom()
                .completionStage(() -> source.find(shipmentId))
                .ifNoItem()
                .after(config.databaseTimeout())
                .fail()
                .emitOn(VertxContextExecutor.current());
    }

    /** Caches shipments with labels only: others may get theirs at any moment. */
    private Uni<Void> store(Optional<TrackableShipment> found) {
        return found.filter(shipment -> !shipment.labels().isEmpty())
                .map(cache::storeShipment)
                .orElseGet(() -> Uni.createFrom().voidItem());
    }
}
