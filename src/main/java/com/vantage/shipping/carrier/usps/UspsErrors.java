package com.vantage.shipping.carrier.usps;

import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.carrier.CarrierDeclined;
import com.vantage.shipping.carrier.CarrierUnavailable;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.RetryAfter;
import com.vantage.shipping.carrier.StaleToken;
import com.vantage.shipping.carrier.Wire;
import com.vantage.shipping.carrier.WireJson;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** USPS's error replies in our words: by the six-digit code in the body first, then by the status. */
final class UspsErrors {
    /** USPS holds a parcel whose postage is forged and shows nothing of its way: an answer to tracking, not a no. */
    static final class FraudulentPostage extends RuntimeException {
        private static final long serialVersionUID = 1L;

        FraudulentPostage(String carriersWords) {
            super(carriersWords, null, false, false);
        }
    }

    /** As OAuth writes them: {@code invalid_client}. Gateways put a status's words in the same place: {@code Not Found}. */
    private static final Pattern TOKEN_ERROR = Pattern.compile("[a-z]+(_[a-z]+)+");

    /** @param code six digits; absent if USPS gives none */
    private record Told(@Nullable String code, String message) {
        String sentence() {
            return code == null ? message : message + " (" + code + ")";
        }
    }

    /** @param retryAfter how long USPS wants to be left alone, where it says so */
    private record Reply(int status, Optional<Duration> retryAfter, Instant now) {}

    private UspsErrors() {}

    static RuntimeException read(int status, @Nullable String retryAfter, @Nullable String body) {
        return read(status, retryAfter, body, Clock.systemUTC());
    }

    static RuntimeException read(int status, @Nullable String retryAfter, @Nullable String body, Clock clock) {
        JsonNode root = WireJson.tree(body);
        JsonNode error = root.path("error");
        Reply reply = new Reply(status(error, status), RetryAfter.read(retryAfter, clock), clock.instant());
        if (error.isTextual()) {
            return ofTokenEndpoint(
                    reply, error.asText(), root.path("error_description").asText(""));
        }
        return told(error).stream()
                .map(told -> meaning(told, reply))
                .min(Comparator.comparingInt(UspsErrors::severity))
                .orElseGet(() -> withoutReason(reply));
    }

    /** Of several errors the worst counts: what stops us altogether, then what is wrong with the request. */
    private static int severity(RuntimeException meaning) {
        return switch (meaning) {
            case StaleToken stale -> 0;
            case CarrierUnavailable unavailable -> 1;
            default -> 2;
        };
    }

    private static RuntimeException meaning(Told told, Reply reply) {
        if (UspsErrorCodes.isFraud(told.code())) {
            return new FraudulentPostage(told.sentence());
        }
        if (UspsErrorCodes.isPassing(told.code())) {
            return unavailable(Failure.BROKEN, told.sentence(), reply);
        }
        Optional<Refusal> refusal = UspsErrorCodes.refusal(told.code());
        if (refusal.isPresent()) {
            return declined(refusal.get(), told, reply);
        }
        return byStatus(reply, told.sentence()).orElseGet(() -> declined(Refusal.INVALID_REQUEST, told, reply));
    }

    private static CarrierDeclined declined(Refusal refusal, Told told, Reply reply) {
        String code = told.code();
        return new CarrierDeclined(refusal, code == null ? Integer.toString(reply.status()) : code, told.message());
    }

    /** {@code {"error":"invalid_client","error_description":"…"}}; only a gateway calls a token of ours invalid so. */
    private static RuntimeException ofTokenEndpoint(Reply reply, String error, String description) {
        String sentence = description.isBlank() ? error : error + ": " + description;
        if (reply.status() == 429
                || reply.status() >= 500
                || !TOKEN_ERROR.matcher(error).matches()) {
            return withoutReason(reply);
        }
        return error.equals("invalid_token")
                ? new StaleToken(sentence)
                : new CarrierUnavailable(Failure.REFUSED_US, sentence);
    }

    /** What comes without USPS's error body comes from a gateway before it, whatever its status. */
    private static RuntimeException withoutReason(Reply reply) {
        String sentence = "HTTP " + reply.status() + " without a reason";
        return byStatus(reply, sentence).orElseGet(() -> unavailable(Failure.BROKEN, sentence, reply));
    }

    /** Empty for a status that says no more than that something is wrong with the request. */
    private static Optional<RuntimeException> byStatus(Reply reply, String sentence) {
        return switch (reply.status()) {
            case 401 -> Optional.of(new StaleToken(sentence));
            case 403 -> Optional.of(new CarrierUnavailable(Failure.REFUSED_US, sentence));
            case 404 -> Optional.of(new CarrierDeclined(Refusal.NOT_FOUND, "404", sentence));
            case 429 -> Optional.of(throttled(reply, sentence));
            default ->
                reply.status() >= 500 ? Optional.of(unavailable(Failure.BROKEN, sentence, reply)) : Optional.empty();
        };
    }

    /** The allowance is counted by the hour. */
    private static CarrierUnavailable throttled(Reply reply, String sentence) {
        Instant nextHour = reply.now().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        Duration pause = reply.retryAfter().orElseGet(() -> Duration.between(reply.now(), nextHour));
        return new CarrierUnavailable(Failure.THROTTLED_US, sentence, pause, null);
    }

    private static CarrierUnavailable unavailable(Failure failure, String sentence, Reply reply) {
        return new CarrierUnavailable(failure, sentence, reply.retryAfter().orElse(null), null);
    }

    /** The body names the status too, and knows it better than a gateway that passed the body on. */
    private static int status(JsonNode error, int status) {
        int named = error.path("code").asInt(status);
        return named >= 400 && named < 600 ? named : status;
    }

    /** {@code error.errors[]}, else the error itself. */
    private static List<Told> told(JsonNode error) {
        String message = text(error, "message");
        List<Told> told = new ArrayList<>();
        JsonNode errors = error.path("errors");
        for (JsonNode one : errors.isObject() ? List.of(errors) : errors) {
            told.add(told(one, text(error, "code"), message));
        }
        if (told.isEmpty() && error.isObject()) {
            told.add(told(error, text(error, "code"), message));
        }
        return told;
    }

    /** @param code of the error around it: the status as a rule, but not always */
    private static Told told(JsonNode one, String code, String message) {
        String title = text(one, "title");
        String detail = text(one, "detail");
        String found = Wire.firstPresent(
                UspsErrorCodes.find(text(one, "code"), title, detail, message), UspsErrorCodes.find(code));
        String sentence = Wire.firstPresent(Wire.presentText(detail), Wire.presentText(title), message);
        return new Told(found, UspsErrorCodes.withoutCode(String.valueOf(sentence)));
    }

    /** Pieces of web pages, here too. */
    private static String text(JsonNode parent, String name) {
        String plain = UspsText.plain(parent.path(name).asText(""));
        return plain == null ? "" : plain;
    }
}
