package com.vantage.shipping.model;

import java.math.BigDecimal;
import java.util.Arrays;

/** A box's sides in inches, sorted longest first, which carriers' limits refer to. */
public record Dimensions(BigDecimal length, BigDecimal width, BigDecimal height) {
    public Dimensions {
        if (length.signum() <= 0 || width.signum() <= 0 || height.signum() <= 0) {
            throw new IllegalArgumentException("each side must be greater than 0 in");
        }
        BigDecimal[] sides = {length, width, height};
        Arrays.sort(sides);
        length = sides[2];
        width = sides[1];
        height = sides[0];
    }

    public static Dimensions ofInches(double length, double width, double height) {
        return new Dimensions(BigDecimal.valueOf(length), BigDecimal.valueOf(width), BigDecimal.valueOf(height));
    }

    /** Length plus girth, which is how carriers measure size. */
    public BigDecimal lengthAndGirth() {
        return width.add(height).multiply(BigDecimal.TWO).add(length);
    }

    /** Compares numerically: 12 equals 12.0. */
    public boolean isSameAs(Dimensions other) {
        return length.compareTo(other.length) == 0
                && width.compareTo(other.width) == 0
                && height.compareTo(other.height) == 0;
    }
}
