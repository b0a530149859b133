package com.vantage.shipping.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The wall-clock time where something happened, and its offset from UTC where the carrier tells it.
 *
 * @param dateOnly whether the carrier tells the day and no time of day; {@code local} is its midnight then
 */
public record EventTime(LocalDateTime local, @Nullable ZoneOffset offset, boolean dateOnly) {

    public EventTime(LocalDateTime local, @Nullable ZoneOffset offset) {
        this(local, offset, false);
    }

    public static EventTime at(Instant instant) {
        return new EventTime(LocalDateTime.ofInstant(instant, ZoneOffset.UTC), ZoneOffset.UTC);
    }

    /** A day whose time of day the carrier does not tell. */
    public static EventTime on(LocalDate day) {
        return new EventTime(day.atStartOfDay(), null, true);
    }

    public boolean zoneKnown() {
        return offset != null;
    }

    /** Empty if the zone or the time of day is not known: such a time cannot be compared with an instant. */
    public Optional<Instant> instant() {
        return dateOnly ? Optional.empty() : Optional.ofNullable(offset).map(local::toInstant);
    }

    /**
     * ISO 8601: with the offset, or without any if the zone is not known (never a {@code Z} that nobody said); the date alone
     * if the time of day is not known.
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
