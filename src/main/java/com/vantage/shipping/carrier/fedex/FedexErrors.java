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
final class FedexErrors {
    /** The window of FedEx's rate limit; its 429 has no Retry-After. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    /** How long FedEx blocks an address after too many token requests. */
    private static final Duration BLOCKED = Duration.ofMinutes(10);

    private static final int LONGEST_PRINTED = 64;

    private static final List<Row> BY_CODE = List.of(
            row(FedexErrors::stale, "NOT.AUTHORIZED.ERROR", "LOGIN.REAUTHENTICATE.ERROR"),
            row(FedexErrors::refused, "FORBIDDEN.ERROR", "UNAUTHORIZED.USAGE", "SHIPMENT.USER.UNAUTHORIZED"),
            // "Service" means FedEx's web service here, not a shipping service.
            row(FedexErrors::broken, "INTERNAL.SERVER.ERROR", "SYSTEM.UNEXPECTED.ERROR", "SERVICE.UNAVAILABLE.ERROR"),
            row(FedexErrors::broken, "*SYSTEM.UNAVAILABLE*", "*.TIMEOUT*"),
            row(FedexErrors::wrongAddress, "NOT.FOUND.ERROR"),
            row(declined(Refusal.NOT_FOUND), "TRACKING.TRACKINGNUMBER.NOTFOUND", "TRACKING.DATA.NOTFOUND"),
            row(declined(Refusal.NOT_FOUND), "TRACKING.REFERENCENUMBER.NOTFOUND", "TRACKINGNUMBER.ENTERED.INVALID"),
            row(declined(Refusal.INVALID_REQUEST), "TRACKING.TRACKINGNUMBER.EMPTY", "TRACKING.TRACKINGNUMBER.INVALID"),
            row(
                    declined(Refusal.CONFLICT),
                    "SHIPMENT.ALREADY.CANCELLED",
                    "*TENDERED*",
                    "*CANCEL*NOT*ALLOWED*",
                    "*NOT*CANCEL*"),
            row(declined(Refusal.ACCOUNT), "ACCOUNT.NUMBER.MISMATCH", "ACCOUNTNUMBER.REGISTRATION.REQUIRED"),
            row(declined(Refusal.NO_SERVICE), "RATE.LOCATION.NOSERVICE", "RECIPIENT.COUNTRY.UNSERVICED"),
            row(declined(Refusal.NO_SERVICE), "ORIGINZIPCODE.SERVICE.ERROR", "SERVICETYPE.NOT.ALLOWED"),
            row(declined(Refusal.NO_SERVICE), "SERVICE.PACKAGECOMBINATION.INVALID"),
            row(declined(Refusal.OVER_LIMIT), "*WEIGHT*EXCEEDS*", "*WEIGHT*INVALID*", "*DIMENSION*"),
            row(declined(Refusal.INVALID_ADDRESS), "*POSTALCODE*INVALID*", "*STATE*INVALID*", "*ADDRESS*INVALID*"),
            row(declined(Refusal.INVALID_ADDRESS), "*POSTALCITY*MISMATCH*"),
            row(declined(Refusal.INVALID_REQUEST), "*PHONENUMBER*INVALID*", "*MAXCHAREXCEEDED*", "RATE.*INVALID*"));

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

    private record Told(String code, String message) {
        private static Told of(@Nullable String code, @Nullable String message, String otherwise) {
            String known = nonBlank(code);
            String reason = nonBlank(message);
            return new Told(known == null ? otherwise : known, reason == null ? "no reason given" : reason);
        }

        private String sentence() {
            return message + " (" + code + ")";
        }
    }

    private record Row(Pattern codes, Function<Told, RuntimeException> meaning) {}

    private FedexErrors() {}

    static RuntimeException read(Reply reply, Clock clock) {
        JsonNode transaction = WireJson.tree(reply.body()).path("transactionId");
        Log.infof("FedEx answered HTTP %d in its transaction %s", reply.status(), printable(transaction.asText("-")));
        return told(reply).stream()
                .map(error -> byCode(error).orElseGet(() -> byStatus(reply, error, clock)))
                .min(Comparator.comparingInt(FedexErrors::severity))
                .orElseGet(() -> byStatus(reply, Told.of(null, null, code(reply)), clock));
    }

    /** Maps errors of the token request. A refusal there concerns our credentials, never the caller's request. */
    static RuntimeException readToken(Reply reply, Clock clock) {
        if (reply.status() == 403 && told(reply).isEmpty()) {
            Duration pause = RetryAfter.read(reply.retryAfter(), clock).orElse(BLOCKED);
            return throttled("FedEx blocks our IP address after too many token requests", pause);
        }
        RuntimeException meaning = read(reply, clock);
        return meaning instanceof CarrierUnavailableException
                ? meaning
                : new CarrierUnavailableException(
                        Failure.CREDENTIALS_REJECTED, String.valueOf(meaning.getMessage()), null, meaning);
    }

    /**
     * The reason why a successful reply lacks the result; empty if it has none. Notes are ignored.
     *
     * @param unlisted meaning of unlisted codes
     * @param notices errors and alerts of the reply
     */
    @SafeVarargs
    static Optional<RuntimeException> reason(Refusal unlisted, @Nullable List<Notice>... notices) {
        return Stream.of(notices)
                .map(WireValues::orEmpty)
                .flatMap(List::stream)
                .filter(Notice::isReason)
                .map(notice -> Told.of(notice.code(), notice.message(), unlisted.name()))
                .map(told -> byCode(told).orElseGet(() -> declined(unlisted).apply(told)))
                .min(Comparator.comparingInt(FedexErrors::severity))
                // A new token is fetched only for replies with status 401.
                .map(meaning -> meaning instanceof TokenRejectedException
                        ? new CarrierUnavailableException(
                                Failure.CREDENTIALS_REJECTED, String.valueOf(meaning.getMessage()))
                        : meaning);
    }

    /** Makes a text from FedEx safe for the log: without line breaks, and truncated. */
    static String printable(@Nullable String text) {
        return WireValues.truncate(String.valueOf(text).replaceAll("[^\\p{Graph}]", "?"), LONGEST_PRINTED);
    }

    /** Order of several errors: first those that stop all calls. */
    private static int severity(RuntimeException meaning) {
        return switch (meaning) {
            case TokenRejectedException stale -> 0;
            case CarrierUnavailableException unavailable -> 1;
            default -> 2;
        };
    }

    private static Optional<RuntimeException> byCode(Told error) {
        return BY_CODE.stream()
                .filter(row -> row.codes().matcher(error.code()).matches())
                .findFirst()
                .map(row -> row.meaning().apply(error));
    }

    private static RuntimeException byStatus(Reply reply, Told error, Clock clock) {
        return switch (reply.status()) {
            case 401 -> stale(error);
            case 403 -> refused(error);
            case 404 -> wrongAddress(error);
            case 429 -> throttled(error.sentence(), pause(reply, clock));
            default ->
                isRefusal(reply.status()) ? declined(Refusal.INVALID_REQUEST).apply(error) : broken(error);
        };
    }

    /**
     * Whether a request's content can cause this status. Gateways in front of FedEx refuse requests too, without
     * FedEx's body.
     */
    private static boolean isRefusal(int status) {
        return status >= 400 && status < 500 && status != 408;
    }

    private static TokenRejectedException stale(Told error) {
        return new TokenRejectedException(error.sentence());
    }

    private static CarrierUnavailableException refused(Told error) {
        return new CarrierUnavailableException(Failure.CREDENTIALS_REJECTED, error.sentence());
    }

    private static CarrierUnavailableException broken(Told error) {
        return new CarrierUnavailableException(Failure.BROKEN, error.sentence());
    }

    private static CarrierDeclinedException wrongAddress(Told error) {
        Log.errorf("FedEx API path not found: %s", error.sentence());
        return new CarrierDeclinedException(Refusal.INVALID_REQUEST, error.code(), error.message());
    }

    private static Function<Told, RuntimeException> declined(Refusal refusal) {
        return error -> new CarrierDeclinedException(refusal, error.code(), error.message());
    }

    private static CarrierUnavailableException throttled(String sentence, Duration pause) {
        return new CarrierUnavailableException(Failure.RATE_LIMITED, sentence, pause, null);
    }

    /** The daily quota resets at midnight GMT, which FedEx states only in the message. */
    private static Duration pause(Reply reply, Clock clock) {
        return RetryAfter.read(reply.retryAfter(), clock)
                .orElseGet(() ->
                        String.valueOf(reply.body()).toUpperCase(Locale.ROOT).contains("12:00AM GMT")
                                ? untilMidnight(clock.instant())
                                : PAUSE);
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
    private static List<Told> told(Reply reply) {
        JsonNode root = WireJson.tree(reply.body());
        JsonNode errors = root.path("errors");
        Stream<JsonNode> listed = errors.isObject() ? Stream.of(errors) : errors.valueStream();
        return Stream.concat(
                        listed.map(error -> new Notice(text(error.path("code")), text(error.path("message")), null)),
                        Stream.of(new Notice(text(root.path("error")), text(root.path("error_detail")), null)))
                .filter(Notice::isReason)
                .map(notice -> Told.of(notice.code(), notice.message(), code(reply)))
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
    private static Row row(Function<Told, RuntimeException> meaning, String... codes) {
        String pattern = Stream.of(codes).map(FedexErrors::pattern).collect(Collectors.joining("|"));
        return new Row(Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), meaning);
    }

    private static String pattern(String code) {
        return code.contains("*") ? code.replace(".", "\\.").replace("*", ".*") : code.replace(".", "\\.") + "(\\..*)?";
    }
}
