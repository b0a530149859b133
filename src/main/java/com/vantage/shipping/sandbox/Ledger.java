package com.vantage.shipping.sandbox;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the simulated carriers sold: the truth that nobody needs to ask the service for. */
public final class Ledger {
    private final Clock clock;
    private final List<Sale> sales = new CopyOnWriteArrayList<>();

    /**
     * One label.
     *
     * @param shipment the carrier's number of the whole that it is part of
     * @param reference ours, as it was sent
     */
    public record Sale(
            String carrier,
            String shipment,
            String trackingNumber,
            String reference,
            String service,
            Place from,
            Place to,
            Instant at) {}

    record Place(String city, String state, String zip) {}

    Ledger(Clock clock) {
        this.clock = clock;
    }

    Sale sell(
            String carrier,
            String shipment,
            String trackingNumber,
            String reference,
            String service,
            Place from,
            Place to) {
        Sale sale = new Sale(carrier, shipment, trackingNumber, reference, service, from, to, clock.instant());
        sales.add(sale);
        return sale;
    }

    public List<Sale> sales() {
        return List.copyOf(sales);
    }

    Optional<Sale> byTrackingNumber(String carrier, String trackingNumber) {
        return sales.stream()
                .filter(sale ->
                        sale.carrier().equals(carrier) && sale.trackingNumber().equals(trackingNumber))
                .findFirst();
    }
}
