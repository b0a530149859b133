package com.vantage.shipping.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A local time, with its offset from UTC if the carrier states it.
 *
 * @param dateOnly whether only the date is known; {@code local} is then its midnight
 */
public record EventTime(LocalDateTime local, @Nullable ZoneOffset offset, boolean dateOnly) {

    public EventTime(LocalDateTime local, @Nullable ZoneOffset offset) {
        this(local, offset, false);
    }

    public static EventTime at(Instant instant) {
        return new EventTime(LocalDateTime.ofInstant(instant, ZoneOffset.UTC), ZoneOffset.UTC);
    }

    /** A date without time. */
    public static EventTime on(LocalDate day) {
        return new EventTime(day.atStartOfDay(), null, true);
    }

    public boolean zoneKnown() {
        return offset != null;
    }

    /** The instant; empty if the zone or the time of day is unknown. */
    public Optional<Instant> instant() {
        return dateOnly ? Optional.empty() : Optional.ofNullable(offset).map(local::toInstant);
    }

    /**
     * ISO 8601 text: without offset if the zone is unknown, never with an invented {@code Z}; the date only if the time
     * of day is unknown.
     */
    public String text() {
        if (dateOnly) {
            return local.toLocalDate().toString();
        }
        return offset != null
                ? DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(local.atOffset(offset))
                : DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(local);
    }
}
