package com.vantage.shipping.model;

import java.util.Optional;
import java.util.regex.Pattern;

/** The province or territory of a Canadian postal code, by its first letter. */
public final class CanadianProvinces {
    /** Source: Canada Post, Addressing Guidelines, forward sortation areas. X is shared by two territories. */
    private static final PostalCodeTable PROVINCES = new PostalCodeTable("""
            AB T
            BC V
            MB R
            NB E
            NL A
            NS B
            NT X
            NU X0A X0B X0C
            ON K L M N P
            PE C
            QC G H J
            SK S
            YT Y
            """);

    private static final Pattern AREA = Pattern.compile("[A-Z]\\d[A-Z].*");

    private CanadianProvinces() {}

    /** Whether it is the code of a province or territory. */
    public static boolean isCode(String code) {
        return PROVINCES.hasName(code);
    }

    /** @param postalCode as {@code A1A 1A1}; empty for others */
    static Optional<String> of(String postalCode) {
        return AREA.matcher(postalCode).matches()
                ? PROVINCES.find(postalCode.substring(0, 3), postalCode.substring(0, 1)).stream()
                        .findFirst()
                : Optional.empty();
    }
}
