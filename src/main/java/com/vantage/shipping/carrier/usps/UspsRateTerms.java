package com.vantage.shipping.carrier.usps;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The parts of a package's rate option that a label call must repeat to get its price. */
record UspsRateTerms(String rateIndicator, String processingCategory, String destinationEntryFacilityType) {
    private static final String PACKAGE_SEPARATOR = ",";
    private static final String WORD_SEPARATOR = "/";
    private static final Pattern FORM = Pattern.compile("[A-Z0-9]+/[A-Z_]+/[A-Z_]+");

    /** Formats the terms for a rate, in the order of the packages: {@code SP/MACHINABLE/NONE,DR/NONSTANDARD/NONE}. */
    static String format(List<UspsRateTerms> packageTerms) {
        return packageTerms.stream()
                .map(terms -> String.join(
                        WORD_SEPARATOR,
                        terms.rateIndicator(),
                        terms.processingCategory(),
                        terms.destinationEntryFacilityType()))
                .collect(Collectors.joining(PACKAGE_SEPARATOR));
    }

    /** Parses terms; empty if there are none, or not one per package. */
    static List<UspsRateTerms> parse(@Nullable String text, int packages) {
        List<String> parts = Stream.ofNullable(text)
                .flatMap(Pattern.compile(PACKAGE_SEPARATOR)::splitAsStream)
                .toList();
        if (parts.size() != packages
                || !parts.stream().allMatch(part -> FORM.matcher(part).matches())) {
            return List.of();
        }
        return parts.stream().map(UspsRateTerms::parseOne).toList();
    }

    private static UspsRateTerms parseOne(String text) {
        String[] words = text.split(WORD_SEPARATOR, -1);
        return new UspsRateTerms(words[0], words[1], words[2]);
    }
}
