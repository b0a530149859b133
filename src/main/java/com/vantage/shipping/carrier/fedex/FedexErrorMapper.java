package com.vantage.shipping.carrier.fedex;

import static com.vantage.shipping.carrier.WireValues.nonBlank;

import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.CarrierUnavailableException;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.RetryAfter;
import com.vantage.shipping.carrier.TokenRejectedException;
import com.vantage.shipping.carrier.WireJson;
import com.vantage.shipping.carrier.WireValues;
import io.quarkus.logging.Log;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Maps FedEx's error replies: by the code in the body first, then by HTTP status. */
final class FedexErrorMapper {
    /** The window of FedEx's rate limit; its 429 has no Retry-After. */
    private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(10);

    /** How long FedEx blocks an address after too many token requests. */
    private static final Duration BLOCK_DURATION = Duration.ofMinutes(10);

    private static final int MAX_LOGGED_LENGTH = 64;

    private static final List<Rule> RULES = List.of(
            rule(FedexErrorMapper::tokenRejected, "NOT.AUTHORIZED.ERROR", "LOGIN.REAUTHENTICATE.ERROR"),
            rule(
                    FedexErrorMapper::credentialsRejected,
                    "FORBIDDEN.ERROR",
                    "UNAUTHORIZED.USAGE",
                    "SHIPMENT.USER.UNAUTHORIZED"),
            // "Service" means FedEx's web service here, not a shipping service.
            rule(
                    FedexErrorMapper::broken,
                    "INTERNAL.SERVER.ERROR",
                    "SYSTEM.UNEXPECTED.ERROR",
                    "SERVICE.UNAVAILABLE.ERROR"),
            rule(FedexErrorMapper::broken, "*SYSTEM.UNAVAILABLE*", "*.TIMEOUT*"),
            rule(FedexErrorMapper::pathNotFound, "NOT.FOUND.ERROR"),
            rule(declined(Refusal.NOT_FOUND), "TRACKING.TRACKINGNUMBER.NOTFOUND", "TRACKING.DATA.NOTFOUND"),
            rule(declined(Refusal.NOT_FOUND), "TRACKING.REFERENCENUMBER.NOTFOUND", "TRACKINGNUMBER.ENTERED.INVALID"),
            rule(declined(Refusal.INVALID_REQUEST), "TRACKING.TRACKINGNUMBER.EMPTY", "TRACKING.TRACKINGNUMBER.INVALID"),
            rule(
                    declined(Refusal.CONFLICT),
                    "SHIPMENT.ALREADY.CANCELLED",
                    "*TENDERED*",
                    "*CANCEL*NOT*ALLOWED*",
                    "*NOT*CANCEL*",
                    "PICKUP.NUMBER.EXPIRED"),
            rule(declined(Refusal.NOT_FOUND), "PICKUP.*NOT*FOUND*"),
            rule(declined(Refusal.ACCOUNT), "ACCOUNT.NUMBER.MISMATCH", "ACCOUNTNUMBER.REGISTRATION.REQUIRED"),
            rule(declined(Refusal.NO_SERVICE), "RATE.LOCATION.NOSERVICE", "RECIPIENT.COUNTRY.UNSERVICED"),
            rule(declined(Refusal.NO_SERVICE), "ORIGINZIPCODE.SERVICE.ERROR", "SERVICETYPE.NOT.ALLOWED"),
            rule(declined(Refusal.NO_SERVICE), "SERVICE.PACKAGECOMBINATION.INVALID"),
            rule(declined(Refusal.OVER_LIMIT), "*WEIGHT*EXCEEDS*", "*WEIGHT*INVALID*", "*DIMENSION*"),
            rule(declined(Refusal.INVALID_ADDRESS), "*POSTALCODE*INVALID*", "*STATE*INVALID*", "*ADDRESS*INVALID*"),
            rule(declined(Refusal.INVALID_ADDRESS), "*POSTALCITY*MISMATCH*"),
            rule(declined(Refusal.INVALID_REQUEST), "*PHONENUMBER*INVALID*", "*MAXCHAREXCEEDED*", "RATE.*INVALID*"));

    /** An unparsed error reply. */
    record Reply(
            int status,
            @Nullable String retryAfter,
            @Nullable String body) {}

    /**
     * An error or alert in a reply.
     *
     * @param alertType of an alert: {@code NOTE}, {@code WARNING}, {@code ERROR}
     */
    record Notice(
            @Nullable String code,
            @Nullable String message,
            @Nullable String alertType) {
        private boolean isReason() {
            return (nonBlank(code) != null || nonBlank(message) != null)
                    && !"NOTE".equalsIgnoreCase(nonBlank(alertType));
        }
    }

    private record CarrierError(String code, String message) {
        private static CarrierError of(@Nullable String code, @Nullable String message, String defaultCode) {
            String presentCode = nonBlank(code);
            String reason = nonBlank(message);
            return new CarrierError(
                    presentCode == null ? defaultCode : presentCode, reason == null ? "no reason given" : reason);
        }

        private String sentence() {
            return message + " (" + code + ")";
        }
    }

    private record Rule(Pattern codes, Function<CarrierError, RuntimeException> mapping) {}

    private FedexErrorMapper() {}

    static RuntimeException read(Reply reply, Clock clock) {
        JsonNode transaction = WireJson.tree(reply.body()).path("transactionId");
        Log.infof("FedEx answered HTTP %d in its transaction %s", reply.status(), printable(transaction.asText("-")));
        return parseErrors(reply).stream()
                .map(error -> byCode(error).orElseGet(() -> byStatus(reply, error, clock)))
                .min(Comparator.comparingInt(FedexErrorMapper::severity))
                .orElseGet(() -> byStatus(reply, CarrierError.of(null, null, code(reply)), clock));
    }

    /** Maps errors of the token request. A refusal there concerns our credentials, never the caller's request. */
    static RuntimeException readToken(Reply reply, Clock clock) {
        if (reply.status() == 403 && parseErrors(reply).isEmpty()) {
            Duration retryAfter = RetryAfter.read(reply.retryAfter(), clock).orElse(BLOCK_DURATION);
            return rateLimited("FedEx blocks our IP address after too many token requests", retryAfter);
        }
        RuntimeException exception = read(reply, clock);
        return exception instanceof CarrierUnavailableException
                ? exception
                : new CarrierUnavailableException(
                        Failure.CREDENTIALS_REJECTED, String.valueOf(exception.getMessage()), null, exception);
    }

    /**
     * The reason why a successful reply lacks the result; empty if it has none. Notes are ignored.
     *
     * @param defaultRefusal meaning of unlisted codes
     * @param notices errors and alerts of the reply
     */
    @SafeVarargs
    static Optional<RuntimeException> reason(Refusal defaultRefusal, @Nullable List<Notice>... notices) {
        return Stream.of(notices)
                .map(WireValues::orEmpty)
                .flatMap(List::stream)
                .filter(Notice::isReason)
                .map(notice -> CarrierError.of(notice.code(), notice.message(), defaultRefusal.name()))
                .map(error ->
                        byCode(error).orElseGet(() -> declined(defaultRefusal).apply(error)))
                .min(Comparator.comparingInt(FedexErrorMapper::severity))
                // A new token is fetched only for replies with status 401.
                .map(exception -> exception instanceof TokenRejectedException
                        ? new CarrierUnavailableException(
                                Failure.CREDENTIALS_REJECTED, String.valueOf(exception.getMessage()))
                        : exception);
    }

    /** Makes a text from FedEx safe for the log: without line breaks, and truncated. */
    static String printable(@Nullable String text) {
        return WireValues.truncate(String.valueOf(text).replaceAll("[^\\p{Graph}]", "?"), MAX_LOGGED_LENGTH);
    }

    /** Order of several errors: first those that stop all calls. */
    private static int severity(RuntimeException exception) {
        return switch (exception) {
            case TokenRejectedException rejected -> 0;
            case CarrierUnavailableException unavailable -> 1;
            default -> 2;
        };
    }

    private static Optional<RuntimeException> byCode(CarrierError error) {
        return RULES.stream()
                .filter(rule -> rule.codes().matcher(error.code()).matches())
                .findFirst()
                .map(rule -> rule.mapping().apply(error));
    }

    private static RuntimeException byStatus(Reply reply, CarrierError error, Clock clock) {
        return switch (reply.status()) {
            case 401 -> tokenRejected(error);
            case 403 -> credentialsRejected(error);
            case 404 -> pathNotFound(error);
            case 429 -> rateLimited(error.sentence(), retryAfter(reply, clock));
            default ->
                blamesRequest(reply.status())
                        ? declined(Refusal.INVALID_REQUEST).apply(error)
                        : broken(error);
        };
    }

    /**
     * Whether a request's content can cause this status. Gateways in front of FedEx refuse requests too, without
     * FedEx's body.
     */
    private static boolean blamesRequest(int status) {
        return status >= 400 && status < 500 && status != 408;
    }

    private static TokenRejectedException tokenRejected(CarrierError error) {
        return new TokenRejectedException(error.sentence());
    }

    private static CarrierUnavailableException credentialsRejected(CarrierError error) {
        return new CarrierUnavailableException(Failure.CREDENTIALS_REJECTED, error.sentence());
    }

    private static CarrierUnavailableException broken(CarrierError error) {
        return new CarrierUnavailableException(Failure.BROKEN, error.sentence());
    }

    private static CarrierDeclinedException pathNotFound(CarrierError error) {
        Log.errorf("FedEx API path not found: %s", error.sentence());
        return new CarrierDeclinedException(Refusal.INVALID_REQUEST, error.code(), error.message());
    }

    private static Function<CarrierError, RuntimeException> declined(Refusal refusal) {
        return error -> new CarrierDeclinedException(refusal, error.code(), error.message());
    }

    private static CarrierUnavailableException rateLimited(String sentence, Duration retryAfter) {
        return new CarrierUnavailableException(Failure.RATE_LIMITED, sentence, retryAfter, null);
    }

    /** The daily quota resets at midnight GMT, which FedEx states only in the message. */
    private static Duration retryAfter(Reply reply, Clock clock) {
        return RetryAfter.read(reply.retryAfter(), clock)
                .orElseGet(() ->
                        String.valueOf(reply.body()).toUpperCase(Locale.ROOT).contains("12:00AM GMT")
                                ? untilMidnight(clock.instant())
                                : DEFAULT_RETRY_AFTER);
    }

    private static Duration untilMidnight(Instant now) {
        return Duration.between(
                now,
                now.atOffset(ZoneOffset.UTC)
                        .toLocalDate()
                        .plusDays(1)
                        .atStartOfDay()
                        .toInstant(ZoneOffset.UTC));
    }

    /** {@code errors[]}; one operation uses {@code error} and {@code error_detail}. */
    private static List<CarrierError> parseErrors(Reply reply) {
        JsonNode root = WireJson.tree(reply.body());
        JsonNode errors = root.path("errors");
        Stream<JsonNode> listed = errors.isObject() ? Stream.of(errors) : errors.valueStream();
        return Stream.concat(
                        listed.map(error -> new Notice(text(error.path("code")), text(error.path("message")), null)),
                        Stream.of(new Notice(text(root.path("error")), text(root.path("error_detail")), null)))
                .filter(Notice::isReason)
                .map(notice -> CarrierError.of(notice.code(), notice.message(), code(reply)))
                .toList();
    }

    private static String text(JsonNode node) {
        return node.asText("");
    }

    /** The code for errors without one. */
    private static String code(Reply reply) {
        return "http_" + reply.status();
    }

    /** @param codes exact codes, which match with suffixes too, or patterns with {@code *} as wildcard */
    private static Rule rule(Function<CarrierError, RuntimeException> mapping, String... codes) {
        String pattern = Stream.of(codes).map(FedexErrorMapper::pattern).collect(Collectors.joining("|"));
        return new Rule(Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), mapping);
    }

    private static String pattern(String code) {
        return code.contains("*") ? code.replace(".", "\\.").replace("*", ".*") : code.replace(".", "\\.") + "(\\..*)?";
    }
}
