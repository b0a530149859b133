package com.vantage.shipping.shipment;

import com.vantage.shipping.carrier.Carriers;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** How many purchases came to which state, as this replica wrote it down. */
@ApplicationScoped
class PurchaseCounts {
    private final Carriers carriers;
    private final MeterRegistry meters;

    PurchaseCounts(Carriers carriers, MeterRegistry meters) {
        this.carriers = carriers;
        this.meters = meters;
    }

    /** From nought on: a counter that appears with its first purchase hides it from whoever asks for the increase. */
    void register(@Observes StartupEvent start) {
        carriers.all().forEach(carrier -> {
            for (ShipmentState state : ShipmentState.values()) {
                counter(carrier.code().value(), state);
            }
        });
    }

    /** It is in its state now, and was not before. */
    void reached(Shipment shipment) {
        counter(shipment.carrier().value(), shipment.state()).increment();
    }

    private Counter counter(String carrier, ShipmentState state) {
        return Counter.builder("purchases.transitions")
                .description("Purchases that came to a state")
                .tag("carrier", carrier)
                .tag("state", state.word())
                .register(meters);
    }
}
