package com.vantage.shipping.carrier.usps;

import com.vantage.shipping.carrier.WireValues;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Delivery commitment in rate options and labels. The schedule is an older name for the expected date. */
record UspsDeliveryCommitment(
        @Nullable String name,
        @Nullable String scheduleDeliveryDate,
        @Nullable String expectedDeliveryDate,
        @Nullable Boolean guaranteedDelivery) {
    private static final int LENGTH_OF_A_DATE = "2026-12-01".length();

    /**
     * {@code 2 Days} or {@code 2-Day}; other values mean no commitment: {@code NO STD}, {@code MILITARY}, {@code DPO}.
     */
    private static final Pattern DAYS = Pattern.compile("(\\d{1,2})[- ]?day", Pattern.CASE_INSENSITIVE);

    static Optional<Integer> days(@Nullable UspsDeliveryCommitment commitment) {
        return Optional.ofNullable(commitment)
                .map(UspsDeliveryCommitment::name)
                .map(DAYS::matcher)
                .filter(Matcher::find)
                .map(found -> Integer.valueOf(found.group(1)));
    }

    static Optional<LocalDate> date(@Nullable UspsDeliveryCommitment commitment) {
        return commitment == null
                ? Optional.empty()
                : date(commitment.expectedDeliveryDate()).or(() -> date(commitment.scheduleDeliveryDate()));
    }

    static boolean isGuaranteed(@Nullable UspsDeliveryCommitment commitment) {
        return commitment != null && Boolean.TRUE.equals(commitment.guaranteedDelivery());
    }

    /** The latest of several packages; absent if any has none. */
    static <T extends Comparable<? super T>> @Nullable T latest(Stream<Optional<T>> values) {
        List<Optional<T>> present = values.toList();
        return present.stream().allMatch(Optional::isPresent)
                ? present.stream()
                        .flatMap(Optional::stream)
                        .max(Comparator.naturalOrder())
                        .orElse(null)
                : null;
    }

    /** The local date of a date or timestamp; a trailing {@code Z} is meaningless. */
    static Optional<LocalDate> date(@Nullable String text) {
        String present = WireValues.nonBlank(text);
        if (present == null || present.length() < LENGTH_OF_A_DATE) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(present.substring(0, LENGTH_OF_A_DATE)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
