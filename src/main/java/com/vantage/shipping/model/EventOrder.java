package com.vantage.shipping.model;

import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The order of a parcel's events, of which some may have happened at a wall-clock time whose zone nobody knows. */
public final class EventOrder {
    private EventOrder() {}

    /**
     * A wall-clock time and an instant cannot be compared: an event without zone or time of day keeps the place that the
     * carrier gives it. The others are sorted by instant among themselves; those of the same instant keep their order.
     *
     * @param listed as the carrier lists them, the newest first
     */
    public static <E> List<E> newestFirst(List<E> listed, Function<E, Optional<EventTime>> time) {
        Function<E, Optional<Instant>> instant = event -> time.apply(event).flatMap(EventTime::instant);
        Iterator<E> sorted = listed.stream()
                .filter(event -> instant.apply(event).isPresent())
                .sorted(Comparator.comparing((E event) -> instant.apply(event).orElseThrow())
                        .reversed())
                .iterator();
        return listed.stream()
                .map(event -> instant.apply(event).isPresent() ? sorted.next() : event)
                .toList();
    }
}
