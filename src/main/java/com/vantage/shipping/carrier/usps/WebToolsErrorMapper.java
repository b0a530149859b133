package com.vantage.shipping.carrier.usps;

import static com.vantage.shipping.carrier.Outcome.Refusal.INVALID_ADDRESS;
import static com.vantage.shipping.carrier.Outcome.Refusal.INVALID_REQUEST;
import static com.vantage.shipping.carrier.Outcome.Refusal.NOT_FOUND;
import static com.vantage.shipping.carrier.Outcome.Refusal.OVER_LIMIT;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.CarrierUnavailableException;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.RetryAfter;
import com.vantage.shipping.carrier.WireValues;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Maps Web Tools' errors. Their codes are COM error numbers, either negative or hexadecimal in either case, and are
 * treated as strings.
 */
final class WebToolsErrorMapper {
    private static final Set<String> CREDENTIALS_REJECTED = Set.of("80040B1A", "80040B1C", "80040B20");
    private static final Pattern BROKEN = Pattern.compile("80040B(0[0-9A-F]|18)");

    /** Numbers of Web Tools' programs; others belong to the underlying platform. */
    private static final Pattern ABOUT_REQUEST = Pattern.compile("-214721[89]\\d{3}");

    private static final Map<String, Refusal> REFUSALS = refusals();

    /** Words in the messages of unlisted numbers. */
    private static final Pattern AUTHORIZATION = words("authorization|not authorized");

    private static final Pattern TEMPORARY = words("temporar");
    private static final Pattern NOT_LOCATED = words("could not locate|no record|unable to locate");
    private static final Pattern NOT_AVAILABLE = words("not (yet )?available");
    private static final Pattern ZIP = words("\\bzip");
    private static final Pattern WEIGHT = words("weight");

    /** Removes the user id, which is secret, from messages about a wrong user. */
    private static final Pattern USER = words("\\b(user(?:name|id)?)\\s+(?!is\\b)[^\\s.]+");

    /** An {@code Error} element: of the whole reply, a package or a tracking number. */
    record CarrierError(@Nullable String number, @Nullable String description) {
        static CarrierError orEmpty(@Nullable CarrierError error) {
            return error == null ? new CarrierError(null, null) : error;
        }

        String code() {
            String present = WireValues.nonBlank(number);
            return present == null ? "" : present.toUpperCase(Locale.ROOT);
        }

        String sentence() {
            String text = UspsHtmlTextConverter.toPlainText(description);
            return text == null ? "no reason given" : USER.matcher(text).replaceAll("$1");
        }
    }

    private WebToolsErrorMapper() {}

    /**
     * Maps the error of one package or tracking number; unknown errors concern that package or number.
     *
     * @param ifNotAvailable refusal for an unlisted "not available" error
     */
    static RuntimeException meaning(CarrierError error, Refusal ifNotAvailable) {
        return byNumberOrMessage(error, ifNotAvailable).orElseGet(() -> declined(INVALID_REQUEST, error));
    }

    /**
     * Maps an error in place of a whole reply.
     *
     * @param ifNotAvailable see {@link #meaning}
     */
    static RuntimeException replyError(CarrierError error, Refusal ifNotAvailable) {
        return byNumberOrMessage(error, ifNotAvailable)
                .orElseGet(() -> ABOUT_REQUEST.matcher(error.code()).matches()
                        ? declined(INVALID_REQUEST, error)
                        // A retry is useless, and BROKEN would be retried.
                        : unavailable(Failure.UNREADABLE, error));
    }

    private static Optional<RuntimeException> byNumberOrMessage(CarrierError error, Refusal ifNotAvailable) {
        return byNumber(error).or(() -> byMessage(error, ifNotAvailable));
    }

    /** The worst of several packages' errors: those that stop all calls precede invalid requests. */
    static Optional<RuntimeException> worst(List<CarrierError> errors, Refusal ifNotAvailable) {
        return errors.stream()
                .map(error -> meaning(error, ifNotAvailable))
                .min(Comparator.comparingInt(meaning -> meaning instanceof CarrierUnavailableException ? 0 : 1));
    }

    /** Whether a message means that the parcel is unknown. */
    static boolean isNotFoundMessage(String sentence) {
        return NOT_LOCATED.matcher(sentence).find();
    }

    /** Maps another status than 200, which comes from gateways, usually in outages. */
    static RuntimeException statusError(int status, @Nullable String retryAfter, @Nullable String body) {
        return WebToolsResponse.error(body)
                .flatMap(WebToolsErrorMapper::byNumber)
                .orElseGet(() -> withoutReason(status, retryAfter));
    }

    private static RuntimeException withoutReason(int status, @Nullable String retryAfter) {
        String sentence = "HTTP " + status + " without a reason";
        if (UspsErrorMapper.blamesRequest(status)) {
            return new CarrierDeclinedException(INVALID_REQUEST, Integer.toString(status), sentence);
        }
        Failure failure =
                switch (status) {
                    case 401, 403 -> Failure.CREDENTIALS_REJECTED;
                    case 429 -> Failure.RATE_LIMITED;
                    default -> Failure.BROKEN;
                };
        Duration delay = RetryAfter.read(retryAfter, Clock.systemUTC()).orElse(null);
        return new CarrierUnavailableException(failure, sentence, delay, null);
    }

    /** Empty for unlisted numbers. */
    private static Optional<RuntimeException> byNumber(CarrierError error) {
        String code = error.code();
        if (CREDENTIALS_REJECTED.contains(code)) {
            return Optional.of(unavailable(Failure.CREDENTIALS_REJECTED, error));
        }
        if (BROKEN.matcher(code).matches()) {
            return Optional.of(unavailable(Failure.BROKEN, error));
        }
        return Optional.ofNullable(REFUSALS.get(code)).map(refusal -> declined(refusal, error));
    }

    private static Optional<RuntimeException> byMessage(CarrierError error, Refusal ifNotAvailable) {
        String sentence = error.sentence();
        if (AUTHORIZATION.matcher(sentence).find()) {
            return Optional.of(unavailable(Failure.CREDENTIALS_REJECTED, error));
        }
        if (TEMPORARY.matcher(sentence).find()) {
            return Optional.of(unavailable(Failure.BROKEN, error));
        }
        return refusal(sentence, ifNotAvailable).map(refusal -> declined(refusal, error));
    }

    private static Optional<Refusal> refusal(String sentence, Refusal ifNotAvailable) {
        if (NOT_LOCATED.matcher(sentence).find()) {
            return Optional.of(NOT_FOUND);
        }
        if (NOT_AVAILABLE.matcher(sentence).find()) {
            return Optional.of(ifNotAvailable);
        }
        if (ZIP.matcher(sentence).find()) {
            return Optional.of(INVALID_ADDRESS);
        }
        return WEIGHT.matcher(sentence).find() ? Optional.of(OVER_LIMIT) : Optional.empty();
    }

    private static CarrierUnavailableException unavailable(Failure failure, CarrierError error) {
        String code = error.code();
        return new CarrierUnavailableException(
                failure, code.isEmpty() ? error.sentence() : error.sentence() + " (" + code + ")");
    }

    private static CarrierDeclinedException declined(Refusal refusal, CarrierError error) {
        String code = error.code();
        return new CarrierDeclinedException(refusal, code.isEmpty() ? "ERROR" : code, error.sentence());
    }

    private static Map<String, Refusal> refusals() {
        Map<String, Refusal> refusals = new HashMap<>();
        put(refusals, INVALID_REQUEST, "80040B19 -2147219067");
        put(refusals, INVALID_REQUEST, "-2147219487 -2147219428 -2147219101 -2147218040 -2147219303 -2147219040");
        put(refusals, INVALID_ADDRESS, "-2147219498 -2147219497 -2147219433 -2147219100 -2147219099");
        put(refusals, INVALID_ADDRESS, "-2147219401 -2147219400");
        put(refusals, OVER_LIMIT, "-2147219500 -2147219499 -2147219085");
        put(refusals, NOT_FOUND, "-2147219302 -2147219301 -2147219283");
        return refusals;
    }

    private static void put(Map<String, Refusal> refusals, Refusal refusal, String numbers) {
        for (String number : numbers.split(" ", -1)) {
            refusals.put(number, refusal);
        }
    }

    private static Pattern words(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }
}
