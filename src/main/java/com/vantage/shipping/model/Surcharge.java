package com.vantage.shipping.model;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An itemized part of a price, in the currency of that price. */
public record Surcharge(String code, String description, BigDecimal amount) {
    /** Descriptions of the prices of options, the same for all carriers. */
    public static final String SIGNATURE = "Signature";

    public static final String INSURANCE = "Insurance";
    public static final String SATURDAY_DELIVERY = "Saturday delivery";

    /** Adds up surcharges by code, such as the same fee of several packages, keeping the first description. */
    public static List<Surcharge> sumByCode(Stream<Surcharge> surcharges) {
        Map<String, Surcharge> byCode = new LinkedHashMap<>();
        surcharges.forEach(surcharge -> byCode.merge(surcharge.code(), surcharge, Surcharge::plus));
        return List.copyOf(byCode.values());
    }

    /** The sum with another surcharge of the same code; keeps this description. */
    public Surcharge plus(Surcharge other) {
        return new Surcharge(code, description, amount.add(other.amount));
    }
}
