package com.vantage.shipping.sandbox;

import com.vantage.shipping.sandbox.SoldLabels.Place;
import com.vantage.shipping.sandbox.SoldLabels.Sale;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** The simulated transport of a sold parcel, which takes a few minutes from label to delivery. */
final class ParcelJourney {
    private final SoldLabels soldLabels;
    private final Clock clock;
    private final Duration step;

    /** The stations of every journey, with their number of steps after the sale. */
    enum Station {
        LABEL_CREATED(0),
        PICKED_UP(1),
        DEPARTED(2),
        ARRIVED(4),
        OUT_FOR_DELIVERY(6),
        DELIVERED(8),
        /** The label was voided before pickup. */
        CANCELLED(0);

        private final int steps;

        Station(int steps) {
            this.steps = steps;
        }
    }

    record Stop(Station station, Instant at, Place place) {}

    /** @param step time between stations */
    ParcelJourney(SoldLabels soldLabels, Clock clock, Duration step) {
        this.soldLabels = soldLabels;
        this.clock = clock;
        this.step = step;
    }

    /** The stops so far, oldest first. */
    List<Stop> stopsSoFar(Sale sale) {
        return soldLabels
                .cancelledAt(sale)
                .map(at -> List.of(
                        new Stop(Station.LABEL_CREATED, sale.at(), sale.from()),
                        new Stop(Station.CANCELLED, at, sale.from())))
                .orElseGet(() -> passedStops(sale));
    }

    /** After pickup no carrier voids a label. */
    boolean isPickedUp(Sale sale) {
        return stopsSoFar(sale).stream().anyMatch(stop -> stop.station() == Station.PICKED_UP);
    }

    Instant arrival(Sale sale) {
        return sale.at().plus(step.multipliedBy(Station.DELIVERED.steps));
    }

    private List<Stop> passedStops(Sale sale) {
        return Stream.of(Station.values())
                .filter(station -> station != Station.CANCELLED)
                .map(station ->
                        new Stop(station, sale.at().plus(step.multipliedBy(station.steps)), place(sale, station)))
                .filter(stop -> !stop.at().isAfter(clock.instant()))
                .toList();
    }

    private static Place place(Sale sale, Station station) {
        return switch (station) {
            case LABEL_CREATED, PICKED_UP, DEPARTED, CANCELLED -> sale.from();
            case ARRIVED, OUT_FOR_DELIVERY, DELIVERED -> sale.to();
        };
    }
}
