package com.vantage.shipping.shipment;

import com.vantage.shipping.api.problem.ProblemException;
import com.vantage.shipping.api.problem.ProblemType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Range of creation times.
 *
 * @param from inclusive
 * @param to exclusive
 */
record CreationTimeRange(Instant from, Instant to) {
    static final Instant END_OF_TIME = Instant.parse("9999-01-01T00:00:00Z");

    /**
     * A date, or a time as in RFC 3339. A blank is accepted for the plus sign, as a plus sign in a query decodes to a
     * blank.
     */
    static final String DATE_OR_TIME =
            "^\\d{4}-\\d{2}-\\d{2}([Tt]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?([Zz]|[+ -]\\d{2}:\\d{2}))?$";

    static final String NOT_A_TIME = "must be a date such as 2026-11-24 or a time such as 2026-11-24T11:08:32Z";

    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    /**
     * Parses the range sent by a caller.
     *
     * @param from null for no lower limit
     * @param to null for no upper limit
     * @throws ProblemException with {@link ProblemType#INVALID_REQUEST} if one is invalid, or the range is empty
     */
    static CreationTimeRange of(@Nullable String from, @Nullable String to) {
        CreationTimeRange range = new CreationTimeRange(
                from == null ? Instant.EPOCH : parse("created_from", from),
                to == null ? END_OF_TIME : parse("created_to", to));
        if (!range.from().isBefore(range.to())) {
            throw ProblemType.INVALID_REQUEST.withDetail("created_from must be before created_to");
        }
        return range;
    }

    private static Instant parse(String parameter, String text) {
        try {
            return DATE.matcher(text).matches()
                    ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                    : OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
        } catch (DateTimeException noSuchTime) {
            throw ProblemType.INVALID_REQUEST.withDetail(parameter + " " + NOT_A_TIME);
        }
    }
}
