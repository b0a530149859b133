package com.vantage.shipping.model;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.Set;

/**
 * The eleven federal holidays of the United States (5 U.S.C. 6103), and the days off in lieu: Friday for a holiday on Saturday,
 * Monday for one on Sunday.
 */
public final class FederalHolidays {
    /** New Year's Day, Juneteenth, Independence Day, Veterans Day, Christmas Day. */
    private static final Set<MonthDay> FIXED =
            Set.of(MonthDay.of(1, 1), MonthDay.of(6, 19), MonthDay.of(7, 4), MonthDay.of(11, 11), MonthDay.of(12, 25));

    private FederalHolidays() {}

    /** Whether this day is a holiday or the day off in lieu of one. */
    public static boolean isOn(LocalDate day) {
        return isFixed(day)
                || isMovable(day)
                || (day.getDayOfWeek() == DayOfWeek.FRIDAY && isFixed(day.plusDays(1)))
                || (day.getDayOfWeek() == DayOfWeek.MONDAY && isFixed(day.minusDays(1)));
    }

    private static boolean isFixed(LocalDate day) {
        return FIXED.contains(MonthDay.from(day));
    }

    private static boolean isMovable(LocalDate day) {
        int week = (day.getDayOfMonth() - 1) / 7 + 1;
        boolean isMonday = day.getDayOfWeek() == DayOfWeek.MONDAY;
        return switch (day.getMonth()) {
            case JANUARY, FEBRUARY -> isMonday && week == 3; // Martin Luther King, Washington
            case MAY -> isMonday && day.plusWeeks(1).getMonth() != day.getMonth(); // Memorial Day
            case SEPTEMBER -> isMonday && week == 1; // Labor Day
            case OCTOBER -> isMonday && week == 2; // Columbus Day
            case NOVEMBER -> day.getDayOfWeek() == DayOfWeek.THURSDAY && week == 4; // Thanksgiving Day
            default -> false;
        };
    }
}
