package com.vantage.shipping.model;

import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Orders a parcel's events, including those whose time zone is unknown. */
public final class TrackingEventSorter {
    private TrackingEventSorter() {}

    /**
     * Sorts events. A local time of unknown zone cannot be compared with an instant, so events without zone or time
     * keep the carrier's position; the others are sorted by instant among themselves, stably.
     *
     * @param listed as the carrier lists them, newest first
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
