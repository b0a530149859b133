package com.vantage.shipping.model;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The clock on the wall where something happened, and its offset from UTC where the carrier tells it. */
public record EventTime(LocalDateTime local, @Nullable ZoneOffset offset) {

    public static EventTime at(Instant instant) {
        return new EventTime(LocalDateTime.ofInstant(instant, ZoneOffset.UTC), ZoneOffset.UTC);
    }

    public boolean zoneKnown() {
        return offset != null;
    }

    /** For sorting only: a time without a zone is compared as if it were UTC. */
    public Instant roughly() {
        return local.toInstant(offset != null ? offset : ZoneOffset.UTC);
    }

    /** ISO 8601 with the offset, or without any if it is not known: never a {@code Z} that nobody said. */
    public String text() {
        return offset != null
                ? DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(local.atOffset(offset))
                : DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(local);
    }
}
