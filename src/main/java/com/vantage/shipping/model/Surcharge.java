package com.vantage.shipping.model;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A part of a price that has a name of its own, in the currency of that price. */
public record Surcharge(String code, String description, BigDecimal amount) {
    /** One for each code, such as the same fee of several packages: its amounts added up, with its first description. */
    public static List<Surcharge> summed(Stream<Surcharge> surcharges) {
        Map<String, Surcharge> byCode = new LinkedHashMap<>();
        surcharges.forEach(surcharge -> byCode.merge(surcharge.code(), surcharge, Surcharge::plus));
        return List.copyOf(byCode.values());
    }

    private Surcharge plus(Surcharge other) {
        return new Surcharge(code, description, amount.add(other.amount));
    }
}
