package com.vantage.shipping.shipment;

import com.vantage.shipping.api.problem.ProblemException;
import com.vantage.shipping.api.problem.ProblemType;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the cursor of a page, from {@code cursor} or from the deprecated parameter of earlier versions. */
final class CursorParameters {
    private CursorParameters() {}

    /**
     * The position sent by a caller; empty if none was sent.
     *
     * @param formerName of the deprecated parameter, whose values come from the deprecated response field {@code next}
     * @param read returns empty for an invalid text
     * @throws ProblemException with {@link ProblemType#INVALID_REQUEST} if both are sent, or a text is invalid
     */
    static <T> Optional<T> start(
            @Nullable String cursor, String formerName, @Nullable String former, Function<String, Optional<T>> read) {
        if (cursor != null && former != null) {
            throw ProblemType.INVALID_REQUEST.withDetail("send cursor or " + formerName + ", not both");
        }
        if (former != null) {
            return Optional.of(read.apply(former).orElseThrow(() -> notAPlace(formerName, "next")));
        }
        return start(cursor, read);
    }

    /**
     * The position sent by a caller; empty if none was sent.
     *
     * @param read returns empty for an invalid text
     * @throws ProblemException with {@link ProblemType#INVALID_REQUEST} if the text is invalid
     */
    static <T> Optional<T> start(@Nullable String cursor, Function<String, Optional<T>> read) {
        return Optional.ofNullable(cursor)
                .map(text -> read.apply(text).orElseThrow(() -> notAPlace("cursor", "next_cursor")));
    }

    private static ProblemException notAPlace(String parameter, String field) {
        return ProblemType.INVALID_REQUEST.withDetail(parameter + " must be the " + field + " of an earlier response");
    }
}
