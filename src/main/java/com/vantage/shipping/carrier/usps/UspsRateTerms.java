package com.vantage.shipping.carrier.usps;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The parts of a package's rate option that a label call must repeat to get its price. */
record UspsRateTerms(String rateIndicator, String processingCategory, String destinationEntryFacilityType) {
    private static final String BETWEEN_PACKAGES = ",";
    private static final String BETWEEN_WORDS = "/";
    private static final Pattern FORM = Pattern.compile("[A-Z0-9]+/[A-Z_]+/[A-Z_]+");

    /** Formats the terms for a rate, in the order of the packages: {@code SP/MACHINABLE/NONE,DR/NONSTANDARD/NONE}. */
    static String text(List<UspsRateTerms> ofPackages) {
        return ofPackages.stream()
                .map(terms -> String.join(
                        BETWEEN_WORDS,
                        terms.rateIndicator(),
                        terms.processingCategory(),
                        terms.destinationEntryFacilityType()))
                .collect(Collectors.joining(BETWEEN_PACKAGES));
    }

    /** Parses terms; empty if there are none, or not one per package. */
    static List<UspsRateTerms> read(@Nullable String text, int packages) {
        List<String> each = Stream.ofNullable(text)
                .flatMap(Pattern.compile(BETWEEN_PACKAGES)::splitAsStream)
                .toList();
        if (each.size() != packages
                || !each.stream().allMatch(one -> FORM.matcher(one).matches())) {
            return List.of();
        }
        return each.stream().map(UspsRateTerms::readOne).toList();
    }

    private static UspsRateTerms readOne(String text) {
        String[] words = text.split(BETWEEN_WORDS, -1);
        return new UspsRateTerms(words[0], words[1], words[2]);
    }
}
