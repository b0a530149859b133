package com.vantage.shipping.model;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** A parcel's weight, in avoirdupois ounces. */
public record Weight(BigDecimal ounces) {
    private static final BigDecimal OUNCES_PER_POUND = BigDecimal.valueOf(16);

    public Weight {
        if (ounces.signum() <= 0) {
            throw new IllegalArgumentException("a weight must be greater than 0 oz");
        }
    }

    public static Weight ofOunces(double ounces) {
        return new Weight(BigDecimal.valueOf(ounces));
    }

    /** Pounds, rounded up to so many decimals: carriers charge extra for under-declared weights. */
    public BigDecimal pounds(int decimals) {
        return ounces.divide(OUNCES_PER_POUND, MathContext.DECIMAL64).setScale(decimals, RoundingMode.CEILING);
    }

    public Weight plus(Weight other) {
        return new Weight(ounces.add(other.ounces));
    }
}
