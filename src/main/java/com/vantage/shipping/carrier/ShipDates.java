package com.vantage.shipping.carrier;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;

/** Which day it is for the carriers, who mean the sender's: the East Coast's, where a day begins first. */
public final class ShipDates {
    private static final ZoneId EAST_COAST = ZoneId.of("America/New_York");

    private ShipDates() {}

    /** Whether a parcel can be handed over then: no carrier looks further ahead than UPS, which does so for 60 days. */
    public static boolean isShipDate(LocalDate day, Clock clock) {
        LocalDate today = today(clock);
        return !day.isBefore(today) && !day.isAfter(today.plusDays(60));
    }

    public static LocalDate today(Clock clock) {
        return LocalDate.ofInstant(clock.instant(), EAST_COAST);
    }
}
