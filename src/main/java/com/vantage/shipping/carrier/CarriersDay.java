package com.vantage.shipping.carrier;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;

/** Which day it is for the carriers, who mean the sender's: the East Coast's, where a day begins first. */
public final class CarriersDay {
    private static final ZoneId EAST_COAST = ZoneId.of("America/New_York");

    private CarriersDay() {}

    public static LocalDate today(Clock clock) {
        return LocalDate.ofInstant(clock.instant(), EAST_COAST);
    }
}
