package com.vantage.shipping.carrier.usps;

import com.vantage.shipping.carrier.WireValues;
import com.vantage.shipping.carrier.usps.UspsTrackingMapper.Scan;
import com.vantage.shipping.model.EventTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the time of a scan, which USPS states in three fields, one of them with a wrong zone. */
final class UspsScanTimeParser {
    private static final Pattern ZONE = Pattern.compile("\\s*(Z|\\+00:?00)$");
    private static final Pattern CLOCK_OFFSET = Pattern.compile("([+-]?)(\\d{1,2}):?(\\d{2})");
    private static final Pattern MINUTES_OFFSET = Pattern.compile("[+-]?\\d{1,3}");

    /** Offsets up to this number are hours: no zone is so few minutes from UTC. */
    private static final int MAX_OFFSET_HOURS = 14;

    private UspsScanTimeParser() {}

    /**
     * {@code GMTTimestamp} is the instant, and {@code GMTOffset} the offset of local time. {@code eventTimestamp} is
     * local time, without zone or with a wrong {@code Z}, or only a date.
     */
    static Optional<EventTime> of(Scan scan) {
        Instant instant = local(scan.gmtTimestamp())
                .map(gmt -> gmt.toInstant(ZoneOffset.UTC))
                .orElse(null);
        ZoneOffset offset = offset(scan.gmtOffset());
        if (instant != null) {
            return Optional.of(
                    offset == null
                            ? EventTime.at(instant)
                            : new EventTime(LocalDateTime.ofInstant(instant, offset), offset));
        }
        return local(scan.eventTimestamp())
                .map(local -> new EventTime(local, offset))
                .or(() -> day(scan.eventTimestamp()).map(EventTime::on));
    }

    private static Optional<LocalDateTime> local(@Nullable String text) {
        String nonBlankText = WireValues.nonBlank(text);
        if (nonBlankText == null) {
            return Optional.empty();
        }
        String zoneless = ZONE.matcher(nonBlankText).replaceFirst("");
        try {
            return Optional.of(LocalDateTime.parse(zoneless.replace(' ', 'T')));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** A date without time: {@code 2026-12-04}. */
    private static Optional<LocalDate> day(@Nullable String text) {
        try {
            return Optional.ofNullable(WireValues.nonBlank(text)).map(LocalDate::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** {@code -05:00}, {@code -7:00}, or minutes: {@code -420}. */
    private static @Nullable ZoneOffset offset(@Nullable String text) {
        String nonBlankText = String.valueOf(WireValues.nonBlank(text));
        try {
            if (MINUTES_OFFSET.matcher(nonBlankText).matches()) {
                int number = Integer.parseInt(nonBlankText);
                return ZoneOffset.ofTotalSeconds(number * (Math.abs(number) <= MAX_OFFSET_HOURS ? 3600 : 60));
            }
            Matcher clock = CLOCK_OFFSET.matcher(nonBlankText);
            if (!clock.matches()) {
                return null;
            }
            int minutes = Integer.parseInt(clock.group(2)) * 60 + Integer.parseInt(clock.group(3));
            return ZoneOffset.ofTotalSeconds((clock.group(1).equals("-") ? -minutes : minutes) * 60);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
