package com.vantage.shipping.carrier.fedex;

import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.carrier.CarrierDeclined;
import com.vantage.shipping.carrier.CarrierUnavailable;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.RetryAfter;
import com.vantage.shipping.carrier.StaleToken;
import com.vantage.shipping.carrier.Wire;
import com.vantage.shipping.carrier.WireJson;
import io.quarkus.logging.Log;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** FedEx's error replies in our words: by the code in the body first, then by the HTTP status. */
final class FedexErrors {
    /** The window that FedEx counts calls in; its 429 names no other pause. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    /** How long FedEx blocks an address that asked for too many tokens. */
    private static final Duration BLOCKED = Duration.ofMinutes(10);

    private static final int LONGEST_PRINTED = 64;

    private static final List<Row> BY_CODE = List.of(
            row(FedexErrors::stale, "NOT.AUTHORIZED.ERROR", "LOGIN.REAUTHENTICATE.ERROR"),
            row(FedexErrors::refused, "FORBIDDEN.ERROR", "UNAUTHORIZED.USAGE", "SHIPMENT.USER.UNAUTHORIZED"),
            // "Service" is FedEx's web service here, not something that carries parcels.
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
            row(declined(Refusal.INVALID_ADDRESS), "*POSTALCODE*INVALID*", "*STATE*INVALID*", "*ADDRESS*INVALID*"));

    /** An error reply as it came. */
    record Reply(
            int status,
            @Nullable String retryAfter,
            @Nullable String body) {}

    private record Told(String code, String message) {
        private String sentence() {
            return message + " (" + code + ")";
        }
    }

    private record Row(Pattern codes, Function<Told, RuntimeException> meaning) {}

    private FedexErrors() {}

    static RuntimeException read(Reply reply, Clock clock) {
        JsonNode transaction = WireJson.tree(reply.body()).path("transactionId");
        Log.infof("FedEx answered HTTP %d in its transaction %s", reply.status(), printable(transaction.asText("-")));
        return told(reply.body()).stream()
                .map(error -> byCode(error).orElseGet(() -> byStatus(reply, error, clock)))
                .min(Comparator.comparingInt(FedexErrors::severity))
                .orElseGet(() -> byStatus(reply, clock, "HTTP " + reply.status() + " without a reason"));
    }

    /** What the token call says. A no there is about our credentials, never about what a caller asked for. */
    static RuntimeException readToken(Reply reply, Clock clock) {
        if (reply.status() == 403 && told(reply.body()).isEmpty()) {
            Duration pause = RetryAfter.read(reply.retryAfter(), clock).orElse(BLOCKED);
            return throttled("our address is blocked for asking for too many tokens", pause);
        }
        RuntimeException meaning = read(reply, clock);
        return meaning instanceof CarrierUnavailable
                ? meaning
                : new CarrierUnavailable(Failure.REFUSED_US, String.valueOf(meaning.getMessage()), null, meaning);
    }

    /** An error inside a reply that is none. */
    static RuntimeException read(@Nullable String code, @Nullable String message) {
        Told error = new Told(String.valueOf(code), message == null ? "no reason given" : message);
        return byCode(error).orElseGet(() -> declined(Refusal.INVALID_REQUEST).apply(error));
    }

    /** Of FedEx's, for our log: without line ends, and not endless. */
    static String printable(@Nullable String text) {
        return Wire.cut(String.valueOf(text).replaceAll("[^\\p{Graph}]", "?"), LONGEST_PRINTED);
    }

    static boolean isNotFound(Throwable meaning) {
        return meaning instanceof CarrierDeclined declined && declined.refusal() == Refusal.NOT_FOUND;
    }

    /** Of several errors the worst counts: what stops us altogether, then what is wrong with the request. */
    private static int severity(RuntimeException meaning) {
        return switch (meaning) {
            case StaleToken stale -> 0;
            case CarrierUnavailable unavailable -> 1;
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
        int status = reply.status();
        return status >= 500 || status == 401 || status == 403 || status == 429
                ? byStatus(reply, clock, error.sentence())
                : declined(Refusal.INVALID_REQUEST).apply(error);
    }

    private static RuntimeException byStatus(Reply reply, Clock clock, String sentence) {
        return switch (reply.status()) {
            case 401 -> new StaleToken(sentence);
            case 403 -> new CarrierUnavailable(Failure.REFUSED_US, sentence);
            case 404 -> wrongAddress(new Told("404", sentence));
            case 429 -> throttled(sentence, pause(reply, clock));
            // What comes without FedEx's error body comes from a gateway before it, whatever its status.
            default -> new CarrierUnavailable(Failure.BROKEN, sentence);
        };
    }

    private static StaleToken stale(Told error) {
        return new StaleToken(error.sentence());
    }

    private static CarrierUnavailable refused(Told error) {
        return new CarrierUnavailable(Failure.REFUSED_US, error.sentence());
    }

    private static CarrierUnavailable broken(Told error) {
        return new CarrierUnavailable(Failure.BROKEN, error.sentence());
    }

    private static CarrierDeclined wrongAddress(Told error) {
        Log.errorf("FedEx has nothing at the address that we called: %s", error.sentence());
        return new CarrierDeclined(Refusal.INVALID_REQUEST, error.code(), error.message());
    }

    private static Function<Told, RuntimeException> declined(Refusal refusal) {
        return error -> new CarrierDeclined(refusal, error.code(), error.message());
    }

    private static CarrierUnavailable throttled(String sentence, Duration pause) {
        return new CarrierUnavailable(Failure.THROTTLED_US, sentence, pause, null);
    }

    /** The quota of the day ends at midnight, which FedEx tells in its sentence only. */
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

    /** {@code errors[]}; one call alone writes {@code error} and {@code error_detail}. */
    private static List<Told> told(@Nullable String body) {
        JsonNode root = WireJson.tree(body);
        List<Told> told = new ArrayList<>();
        JsonNode errors = root.path("errors");
        for (JsonNode error : errors.isObject() ? List.of(errors) : errors) {
            add(told, error.path("code"), error.path("message"));
        }
        add(told, root.path("error"), root.path("error_detail"));
        return told;
    }

    private static void add(List<Told> told, JsonNode code, JsonNode message) {
        if (!code.asText("").isBlank()) {
            told.add(new Told(code.asText(), message.asText("no reason given")));
        }
    }

    /** @param codes whole codes, which may have gained a suffix; or with {@code *} for whatever may stand there */
    private static Row row(Function<Told, RuntimeException> meaning, String... codes) {
        String pattern = Stream.of(codes).map(FedexErrors::pattern).collect(Collectors.joining("|"));
        return new Row(Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), meaning);
    }

    private static String pattern(String code) {
        return code.contains("*") ? code.replace(".", "\\.").replace("*", ".*") : code.replace(".", "\\.") + "(\\..*)?";
    }
}
