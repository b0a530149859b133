package com.vantage.shipping.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Labels sold by the simulated carriers, independent of the service's own records. */
public final class SoldLabels {
    private static final ScopedValue<Duration> DELAY = ScopedValue.newInstance();

    private final Clock clock;
    private final List<Sale> sales = new CopyOnWriteArrayList<>();
    private final Map<Sale, Instant> cancelled = new ConcurrentHashMap<>();

    /**
     * A sold label.
     *
     * @param shipment the carrier's shipment number
     * @param reference as sent by the service
     * @param at time from which the sale is visible
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

    /** State and postal code are empty in countries without. */
    record Place(String city, String state, String zip) {
        /** For labels: {@code Toronto, ON M5V 3L9}. */
        String line() {
            return (city + (state.isEmpty() ? " " : ", " + state + " ") + zip).strip();
        }
    }

    SoldLabels(Clock clock) {
        this.clock = clock;
    }

    /** Runs a delayed answer: its sales become visible at the end of the delay. */
    static <T> T sellAfter(Duration delay, Supplier<T> reply) {
        return ScopedValue.where(DELAY, delay).call(reply::get);
    }

    Sale sell(
            String carrier,
            String shipment,
            String trackingNumber,
            String reference,
            String service,
            Place from,
            Place to) {
        Instant at = clock.instant().plus(DELAY.orElse(Duration.ZERO));
        Sale sale = new Sale(carrier, shipment, trackingNumber, reference, service, from, to, at);
        sales.add(sale);
        return sale;
    }

    public List<Sale> sales() {
        return sold().toList();
    }

    private Stream<Sale> sold() {
        return sales.stream().filter(sale -> !sale.at().isAfter(clock.instant()));
    }

    /** Voids a label; no effect if it was voided before. */
    void cancel(Sale sale) {
        cancelled.putIfAbsent(sale, clock.instant());
    }

    /** When the label was voided, if it was. */
    public Optional<Instant> cancelledAt(Sale sale) {
        return Optional.ofNullable(cancelled.get(sale));
    }

    /** All sales of a carrier with this reference, including voided ones. */
    List<Sale> byReference(String carrier, String reference) {
        return sold().filter(sale ->
                        sale.carrier().equals(carrier) && sale.reference().equals(reference))
                .toList();
    }

    List<Sale> byShipment(String carrier, String shipment) {
        return sold().filter(sale ->
                        sale.carrier().equals(carrier) && sale.shipment().equals(shipment))
                .toList();
    }

    Optional<Sale> byTrackingNumber(String carrier, String trackingNumber) {
        return sold().filter(sale ->
                        sale.carrier().equals(carrier) && sale.trackingNumber().equals(trackingNumber))
                .findFirst();
    }
}
