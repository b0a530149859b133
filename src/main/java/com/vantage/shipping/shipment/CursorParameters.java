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
     * @param deprecatedName of the deprecated parameter, whose values come from the deprecated response field {@code next}
     * @param parser returns empty for an invalid text
     * @throws ProblemException with {@link ProblemType#INVALID_REQUEST} if both are sent, or a text is invalid
     */
    static <T> Optional<T> parse(
            @Nullable String cursor,
            String deprecatedName,
            @Nullable String deprecated,
            Function<String, Optional<T>> parser) {
        if (cursor != null && deprecated != null) {
            throw ProblemType.INVALID_REQUEST.withDetail("send cursor or " + deprecatedName + ", not both");
        }
        if (deprecated != null) {
            return Optional.of(parser.apply(deprecated).orElseThrow(() -> invalidCursor(deprecatedName, "next")));
        }
        return parse(cursor, parser);
    }

    /**
     * The position sent by a caller; empty if none was sent.
     *
     * @param parser returns empty for an invalid text
     * @throws ProblemException with {@link ProblemType#INVALID_REQUEST} if the text is invalid
     */
    static <T> Optional<T> parse(@Nullable String cursor, Function<String, Optional<T>> parser) {
        return Optional.ofNullable(cursor)
                .map(text -> parser.apply(text).orElseThrow(() -> invalidCursor("cursor", "next_cursor")));
    }

    private static ProblemException invalidCursor(String parameter, String field) {
        return ProblemType.INVALID_REQUEST.withDetail(parameter + " must be the " + field + " of an earlier response");
    }
}
