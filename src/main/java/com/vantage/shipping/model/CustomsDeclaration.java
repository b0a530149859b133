package com.vantage.shipping.model;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The contents of a shipment across a customs border, in one currency. */
public record CustomsDeclaration(ContentsType contentsType, List<Item> items) {

    public CustomsDeclaration {
        items = List.copyOf(items);
        if (items.isEmpty()) {
            throw new IllegalArgumentException("at least one item is required");
        }
    }

    /**
     * Equal articles.
     *
     * @param hsCode of the Harmonized System, without dots
     * @param originCountry ISO 3166 alpha-2 code of the country of manufacture
     * @param weight of one article
     */
    public record Item(
            String description,
            int quantity,
            Money unitValue,
            @Nullable String hsCode,
            @Nullable String originCountry,
            @Nullable Weight weight) {

        /** The value of all articles. */
        public Money value() {
            return new Money(unitValue.amount().multiply(BigDecimal.valueOf(quantity)), unitValue.currency());
        }
    }

    /** The value of all items. */
    public Money total() {
        return items.stream().map(Item::value).reduce(Money::plus).orElseThrow();
    }
}
