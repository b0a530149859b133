package com.vantage.shipping.carrier;

import com.vantage.shipping.model.FederalHolidays;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.UsTimeZones;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Valid ship dates: local dates at the origin, which is in the US. If its ZIP code may lie in two time zones, a date is accepted until it
 * has ended in both, and the default has ended in neither.
 */
@ApplicationScoped
public class ShipDateRules {
    /** UPS's limit; no other carrier accepts later dates. */
    private static final int MAX_DAYS_AHEAD = 60;

    private final Clock clock;

    public ShipDateRules(Clock clock) {
        this.clock = clock;
    }

    /** The current date at the origin. */
    public LocalDate today(RateAddress origin) {
        return days(origin).min(Comparator.naturalOrder()).orElseThrow();
    }

    /** The default ship date: today at the origin, or the next day that is neither a Sunday nor a federal holiday. */
    public LocalDate next(RateAddress origin) {
        LocalDate today = days(origin).max(Comparator.naturalOrder()).orElseThrow();
        return Stream.iterate(today, day -> day.plusDays(1))
                .filter(ShipDateRules::isWorkingDay)
                .findFirst()
                .orElseThrow();
    }

    /** The error text for an invalid ship date; empty if it is valid. */
    public Optional<String> error(LocalDate day, RateAddress origin) {
        LocalDate first = today(origin);
        LocalDate last = first.plusDays(MAX_DAYS_AHEAD);
        return day.isBefore(first) || day.isAfter(last)
                ? Optional.of("must be a date from " + first + " (today at the origin) to " + last)
                : Optional.empty();
    }

    private Stream<LocalDate> days(RateAddress origin) {
        return UsTimeZones.ofZip(origin.zip5()).stream().map(zone -> LocalDate.ofInstant(clock.instant(), zone));
    }

    private static boolean isWorkingDay(LocalDate day) {
        return day.getDayOfWeek() != DayOfWeek.SUNDAY && !FederalHolidays.isOn(day);
    }
}
