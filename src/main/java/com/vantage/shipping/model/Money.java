package com.vantage.shipping.model;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** An amount with two decimals and its ISO 4217 currency. */
public record Money(BigDecimal amount, String currency) implements Comparable<Money> {
    public Money {
        if (!isCurrency(currency)) {
            throw new IllegalArgumentException("not a currency: " + currency);
        }
        amount = amount.setScale(2, RoundingMode.HALF_UP);
    }

    public static Money usd(String amount) {
        return new Money(new BigDecimal(amount), "USD");
    }

    /** Whether a code has the form of ISO 4217: three capital letters. */
    public static boolean isCurrency(String code) {
        return code.length() == 3
                && isCapital(code.charAt(0))
                && isCapital(code.charAt(1))
                && isCapital(code.charAt(2));
    }

    private static boolean isCapital(char letter) {
        return letter >= 'A' && letter <= 'Z';
    }

    /** @throws IllegalArgumentException if the other is in another currency */
    public Money plus(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("cannot add " + other.currency + " to " + currency);
        }
        return new Money(amount.add(other.amount), currency);
    }

    @Override
    public int compareTo(Money other) {
        int byCurrency = currency.compareTo(other.currency);
        return byCurrency != 0 ? byCurrency : amount.compareTo(other.amount);
    }
}
