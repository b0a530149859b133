package com.vantage.shipping.tracking;

import com.vantage.shipping.carrier.Contexts;
import com.vantage.shipping.carrier.SharedCalls;
import com.vantage.shipping.model.CancellationListener;
import com.vantage.shipping.model.ShipmentId;
import com.vantage.shipping.model.TrackedShipment;
import com.vantage.shipping.model.TrackedShipmentSource;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * Reads shipments as tracking sees them. One that has labels is read once and kept, and so is known while PostgreSQL is
 * away; it is read again when it may have been cancelled.
 */
@ApplicationScoped
class TrackedShipments implements CancellationListener {
    private final TrackedShipmentSource source;
    private final TrackingCache cache;
    private final TrackingConfig config;
    private final SharedCalls<String, Optional<TrackedShipment>> reads = new SharedCalls<>();

    TrackedShipments(TrackedShipmentSource source, TrackingCache cache, TrackingConfig config) {
        this.source = source;
        this.cache = cache;
        this.config = config;
    }

    /**
     * The shipment, if this caller may see it. Fails soon when PostgreSQL is away.
     *
     * <p>Callers who ask at once share one read. Another's is looked for wherever one that is not is looked for, and not kept:
     * else the time would tell that it is there.
     */
    Uni<Optional<TrackedShipment>> find(String shipmentId, Predicate<TrackedShipment> maySee) {
        if (!ShipmentId.isOne(shipmentId)) {
            return Uni.createFrom().item(Optional.empty());
        }
        return cache.findShipment(shipmentId)
                .map(kept -> kept.filter(maySee))
                .flatMap(own -> own.isPresent()
                        ? Uni.createFrom().item(own)
                        : reads.join(shipmentId, () -> read(shipmentId))
                                .map(found -> found.filter(maySee))
                                .call(this::keep));
    }

    /** Reads again what is kept of a shipment, in case that it was cancelled. Never fails. */
    Uni<Void> refresh(String shipmentId) {
        return read(shipmentId)
                .call(this::keep)
                .replaceWithVoid()
                .onFailure()
                .invoke(e -> Log.debugf("Could not read whether %s was cancelled: %s", shipmentId, e.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    @Override
    public CompletionStage<Void> cancelled(String shipmentId) {
        return refresh(shipmentId).subscribeAsCompletionStage();
    }

    private Uni<Optional<TrackedShipment>> read(String shipmentId) {
        return Uni.createFrom()
                .completionStage(() -> source.find(shipmentId))
                .ifNoItem()
                .after(config.databasePatience())
                .fail()
                .emitOn(Contexts.here());
    }

    /** One without labels may get them any moment. */
    private Uni<Void> keep(Optional<TrackedShipment> found) {
        return found.filter(shipment -> !shipment.labels().isEmpty())
                .map(cache::keepShipment)
                .orElseGet(() -> Uni.createFrom().voidItem());
    }
}
