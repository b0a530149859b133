package com.vantage.shipping.sandbox;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.LocalDate;

/** Deterministic prices and transit times by weight and distance. */
final class ZonePricing {
    private static final int ZONES = 8;

    /** Approximate centre of each area by the first digit of the ZIP code: degrees north and west. */
    private static final double[][] AREAS = {
        {42.4, 72.0},
        {41.0, 75.5},
        {37.5, 78.0},
        {31.5, 84.0},
        {39.5, 84.5},
        {44.0, 93.5},
        {39.5, 92.0},
        {32.0, 96.0},
        {38.5, 110.0},
        {38.0, 120.0}
    };

    private ZonePricing() {}

    /** The zone, from 2 (local) to 8 (coast to coast). */
    static int zone(String fromZip, String toZip) {
        double[] from = AREAS[fromZip.charAt(0) - '0'];
        double[] to = AREAS[toZip.charAt(0) - '0'];
        double north = (from[0] - to[0]) * 69;
        double west = (from[1] - to[1]) * 54;
        double miles = Math.hypot(north, west) + Math.abs(number(fromZip) - number(toZip)) % 100;
        return (int) Math.clamp(2 + miles / 300, 2, ZONES);
    }

    /** The zone of a country or US territory outside the 50 states: beyond those of the ZIP codes. */
    static int zoneAbroad(String country) {
        return switch (country) {
            case "CA", "PR" -> ZONES + 1;
            case "MX", "VI" -> ZONES + 2;
            default -> ZONES + 4;
        };
    }

    /**
     * The price of one parcel.
     *
     * @param base in dollars
     * @param perPound in dollars, in the nearest zone; three times that in the farthest
     */
    static BigDecimal price(double base, double perPound, double pounds, int zone) {
        double price = base + Math.max(1, pounds) * perPound * (1 + (zone - 2) / 3.0);
        return BigDecimal.valueOf(price).setScale(2, RoundingMode.HALF_UP);
    }

    /** Business days in transit by ground. */
    static int groundDays(int zone) {
        return Math.clamp(zone - 2, 1, 5);
    }

    /** The date so many business days later. */
    static LocalDate businessDaysAfter(LocalDate day, int days) {
        LocalDate found = day;
        for (int left = days; left > 0; ) {
            found = found.plusDays(1);
            if (found.getDayOfWeek() != DayOfWeek.SATURDAY && found.getDayOfWeek() != DayOfWeek.SUNDAY) {
                left--;
            }
        }
        return found;
    }

    private static int number(String zip) {
        return Integer.parseInt(zip.substring(1, 3));
    }
}
