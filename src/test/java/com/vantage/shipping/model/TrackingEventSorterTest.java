package com.vantage.shipping.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrackingEventSorterTest {
    private static final EventTime CHICAGO = zoned("2026-12-03T09:30:00-06:00");
    private static final EventTime NEWARK_BEFORE = zoned("2026-12-03T10:15:00-05:00");

    @Test
    void eventsWithZoneAreSortedByInstant() {
        assertThat(newestFirst(NEWARK_BEFORE, CHICAGO)).containsExactly(CHICAGO, NEWARK_BEFORE);
    }

    @Test
    void eventWithoutZoneKeepsCarriersPosition() {
        EventTime unzoned = new EventTime(LocalDateTime.parse("2026-12-03T01:00:00"), null);

        assertThat(newestFirst(unzoned, NEWARK_BEFORE, CHICAGO)).containsExactly(unzoned, CHICAGO, NEWARK_BEFORE);
        assertThat(newestFirst(NEWARK_BEFORE, unzoned, CHICAGO)).containsExactly(CHICAGO, unzoned, NEWARK_BEFORE);
    }

    @Test
    void eventWithoutTimeKeepsCarriersPosition() {
        EventTime day = EventTime.on(LocalDate.parse("2026-12-03"));

        assertThat(newestFirst(day, CHICAGO)).containsExactly(day, CHICAGO);
    }

    @Test
    void simultaneousEventsKeepTheirOrder() {
        EventTime same = zoned("2026-12-03T10:30:00-05:00");

        assertThat(newestFirst(same, CHICAGO)).containsExactly(same, CHICAGO);
        assertThat(newestFirst(CHICAGO, same)).containsExactly(CHICAGO, same);
    }

    private static List<EventTime> newestFirst(EventTime... listed) {
        return TrackingEventSorter.newestFirst(List.of(listed), Optional::of);
    }

    private static EventTime zoned(String text) {
        OffsetDateTime at = OffsetDateTime.parse(text);
        return new EventTime(at.toLocalDateTime(), at.getOffset());
    }
}
