package com.vantage.shipping.shipment;

import com.vantage.shipping.carrier.Carriers;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Counts purchases by the state they reached, as written by this replica. */
@ApplicationScoped
class PurchaseMetrics {
    private final Carriers carriers;
    private final MeterRegistry meters;

    PurchaseMetrics(Carriers carriers, MeterRegistry meters) {
        this.carriers = carriers;
        this.meters = meters;
    }

    /** Registers all counters at 0: a counter that first appears with a value hides that increase. */
    void register(@Observes StartupEvent start) {
        carriers.all().forEach(carrier -> {
            for (PurchaseState state : PurchaseState.values()) {
                counter(carrier.code().value(), state);
            }
        });
    }

    /** Counts a shipment that has just reached its state. */
    void countTransition(Shipment shipment) {
        counter(shipment.carrier().value(), shipment.state()).increment();
    }

    private Counter counter(String carrier, PurchaseState state) {
        return Counter.builder("purchases.transitions")
                .description("Purchases that reached a state")
                .tag("carrier", carrier)
                .tag("state", state.code())
                .register(meters);
    }
}
