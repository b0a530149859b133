package com.vantage.shipping.sandbox;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.LocalDate;

/** Prices of options, in dollars, and when Saturday deliveries arrive. */
final class OptionPrices {
    static final BigDecimal SIGNATURE = new BigDecimal("6.15");
    static final BigDecimal ADULT_SIGNATURE = new BigDecimal("7.70");
    static final BigDecimal SATURDAY_DELIVERY = new BigDecimal("16.00");

    private static final BigDecimal INSURANCE_PER_HUNDRED = new BigDecimal("1.30");
    private static final BigDecimal MIN_INSURANCE = new BigDecimal("3.90");

    private OptionPrices() {}

    /** The price for each hundred dollars or part of it; the first hundred is free. */
    static BigDecimal insurance(BigDecimal value) {
        BigDecimal hundreds = value.divide(BigDecimal.valueOf(100), 0, RoundingMode.CEILING);
        return hundreds.compareTo(BigDecimal.ONE) <= 0
                ? BigDecimal.ZERO
                : INSURANCE_PER_HUNDRED.multiply(hundreds).max(MIN_INSURANCE);
    }

    /** Whether a service of so many days arrives on a Saturday. */
    static boolean arrivesOnSaturday(LocalDate sent, int days) {
        return sent.plusDays(days).getDayOfWeek() == DayOfWeek.SATURDAY;
    }
}
