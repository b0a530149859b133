package com.vantage.shipping.sandbox;

import java.time.Clock;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Set;

/** Days on which drivers of the simulated carriers come. */
final class PickupDays {
    private static final ZoneId EAST_COAST = ZoneId.of("America/New_York");

    private PickupDays() {}

    static LocalDate today(Clock clock) {
        return LocalDate.now(clock.withZone(EAST_COAST));
    }

    static boolean isPast(LocalDate day, Clock clock) {
        return day.isBefore(today(clock));
    }

    static boolean isWeekend(LocalDate day) {
        return Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY).contains(day.getDayOfWeek());
    }
}
