package com.vantage.shipping.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The contents of a shipment across a customs border, in one currency, and what customs authorities want to know about it.
 *
 * @param incoterm by default {@link Incoterm#DAP}
 * @param itn number of the export's filing in the Automated Export System, such as {@code X20261124123456}
 * @param exportExemption section of the Foreign Trade Regulations (15 CFR 30) that exempts from filing, such as {@code 30.37(a)}
 * @param invoiceNumber of the commercial invoice
 */
public record CustomsDeclaration(
        ContentsType contentsType,
        List<Item> items,
        Incoterm incoterm,
        @Nullable String exporterTaxId,
        @Nullable String recipientTaxId,
        @Nullable String itn,
        @Nullable String exportExemption,
        @Nullable String invoiceNumber) {

    /** Value of equal goods above which their export must be filed. */
    private static final BigDecimal FILING_THRESHOLD = BigDecimal.valueOf(2_500);

    private static final String LOW_VALUE = "30.37(a)";
    private static final String TO_CANADA = "30.36";
    private static final String WITH_ISLANDS = "30.2(d)(2)";

    /** Territories whose trade with the US is not filed. */
    private static final Set<String> ISLANDS = Set.of("AS", "GU", "MP");

    public CustomsDeclaration {
        items = List.copyOf(items);
        // Quotes stored by earlier versions have none
        incoterm = incoterm == null ? Incoterm.DAP : incoterm;
        if (items.isEmpty()) {
            throw new IllegalArgumentException("at least one item is required");
        }
    }

    /** Contents without further details. */
    public CustomsDeclaration(ContentsType contentsType, List<Item> items) {
        this(contentsType, items, Incoterm.DAP, null, null, null, null, null);
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

        /** The weight of all articles. */
        public Optional<Weight> totalWeight() {
            return Optional.ofNullable(weight)
                    .map(single -> new Weight(single.ounces().multiply(BigDecimal.valueOf(quantity))));
        }
    }

    /** The value of all items. */
    public Money total() {
        return items.stream().map(Item::value).reduce(Money::plus).orElseThrow();
    }

    /** Whether these are documents without commercial value, which need no invoice. */
    public boolean documentsOnly() {
        return contentsType == ContentsType.DOCUMENTS;
    }

    /**
     * The stated exemption from filing the export, else the one that follows from places and values in USD. Empty if the export
     * must be filed.
     */
    public Optional<String> exemption(RateAddress origin, RateAddress destination) {
        if (exportExemption != null) {
            return Optional.of(exportExemption);
        }
        if (destination.country().equals("CA")) {
            return Optional.of(TO_CANADA);
        }
        if (ISLANDS.contains(origin.isoCountry()) || ISLANDS.contains(destination.isoCountry())) {
            return Optional.of(WITH_ISLANDS);
        }
        return isLowValue() ? Optional.of(LOW_VALUE) : Optional.empty();
    }

    /** The threshold is for each kind of goods. */
    private boolean isLowValue() {
        Map<String, BigDecimal> byKind = items.stream()
                .collect(Collectors.toMap(
                        item -> String.valueOf(item.hsCode()),
                        item -> item.value().amount(),
                        BigDecimal::add));
        return byKind.values().stream().allMatch(value -> value.compareTo(FILING_THRESHOLD) <= 0);
    }
}
