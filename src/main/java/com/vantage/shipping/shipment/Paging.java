package com.vantage.shipping.shipment;

import com.vantage.shipping.problem.Problem;
import com.vantage.shipping.problem.ProblemException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads where a page begins: from {@code cursor}, or from the parameter that an earlier version of the API had instead. */
final class Paging {
    private Paging() {}

    /**
     * The place that a caller sends; empty if it sends none.
     *
     * @param formerName of the deprecated parameter, whose values are the answer's deprecated field {@code next}
     * @param read empty if the text is no place
     * @throws ProblemException with {@link Problem#INVALID_REQUEST} if both are sent, or a text that is no place
     */
    static <T> Optional<T> start(
            @Nullable String cursor, String formerName, @Nullable String former, Function<String, Optional<T>> read) {
        if (cursor != null && former != null) {
            throw Problem.INVALID_REQUEST.because("send cursor or " + formerName + ", not both");
        }
        if (former != null) {
            return Optional.of(read.apply(former).orElseThrow(() -> notAPlace(formerName, "next")));
        }
        return start(cursor, read);
    }

    /**
     * The place that a caller sends; empty if it sends none.
     *
     * @param read empty if the text is no place
     * @throws ProblemException with {@link Problem#INVALID_REQUEST} if it is a text that is no place
     */
    static <T> Optional<T> start(@Nullable String cursor, Function<String, Optional<T>> read) {
        return Optional.ofNullable(cursor)
                .map(text -> read.apply(text).orElseThrow(() -> notAPlace("cursor", "next_cursor")));
    }

    private static ProblemException notAPlace(String parameter, String field) {
        return Problem.INVALID_REQUEST.because(parameter + " must be the " + field + " of an earlier answer");
    }
}
