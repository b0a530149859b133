package com.vantage.shipping.carrier.ups;

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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Maps UPS's error replies: by the code in body or headers first, then by HTTP status. */
final class UpsErrors {
    /** UPS documents no {@code Retry-After}; this is the first step of its recommended backoff. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final int LONGEST_TRANSACTION = 64;
    private static final int OK = 200;

    private static final String NO_REASON = "no reason given";
    private static final String SUCCESS = "1";
    private static final String STALE = "250002";
    private static final String THROTTLED = "10429";
    private static final Set<String> FORBIDDEN =
            Set.of("250003", "250004", "250005", "250007", "250009", "10401", "10403");
    private static final Set<String> PASSING = Set.of("250050", "20001", "120001", "190001");

    /** Codes for malformed requests, which are bugs of this adapter. */
    private static final Set<String> MALFORMED =
            Set.of("10001", "10002", "10003", "10006", "10013", "111546", "111549", "120702");

    private static final Map<Refusal, Set<String>> REFUSALS = Map.of(
            Refusal.INVALID_REQUEST,
            MALFORMED,
            Refusal.INVALID_ADDRESS,
            Set.of(
                    "110208", "110286", "111285", "111286", "118400", "120202", "120205", "120206", "120207", "120208",
                    "120302", "120303", "120304", "120305", "120306", "120307", "120308", "128400"),
            Refusal.NO_SERVICE,
            Set.of("111100", "111210", "111217", "120124", "120500"),
            Refusal.OVER_LIMIT,
            Set.of(
                    "111030", "111035", "111050", "111051", "111052", "111053", "111054", "111055", "111056", "111057",
                    "120601", "120602", "120609", "121050", "121055"),
            Refusal.ACCOUNT,
            Set.of("120100", "120413", "111580"),
            Refusal.CONFLICT,
            Set.of("120021"),
            Refusal.NOT_FOUND,
            Set.of("TV1002", "TW0001"));

    /** The header of a reply that is not an error. */
    record Head(
            @Nullable ResponseStatus responseStatus,
            @Nullable List<Alert> alert,
            @Nullable Transaction transactionReference) {}

    record ResponseStatus(@Nullable String code, @Nullable String description) {}

    record Alert(@Nullable String code, @Nullable String description) {}

    /** The transaction id, for UPS's support. */
    record Transaction(@Nullable String transactionIdentifier) {}

    /** The body of a reply with a success status. */
    interface Body {
        /** The top-level element of errors; absent from answers. */
        @Nullable
        JsonNode response();
    }

    /** Meanings of codes in one operation; empty for codes with their general meaning. */
    interface OwnCodes {
        OwnCodes NONE = (code, message) -> Optional.empty();

        Optional<RuntimeException> meaning(String code, String message);

        /** Meaning of HTTP 404 with an unlisted code or none. */
        default Refusal meaningOf404() {
            return Refusal.INVALID_REQUEST;
        }
    }

    private record Told(String code, String message) {
        private static Optional<Told> of(@Nullable String code, @Nullable String message) {
            String present = WireValues.nonBlank(code);
            String reason = WireValues.nonBlank(message);
            return Optional.ofNullable(present).map(known -> new Told(known, reason == null ? NO_REASON : reason));
        }

        private String sentence() {
            return message + " (" + code + ")";
        }
    }

    /**
     * Context of an error.
     *
     * @param pause Retry-After, if any
     * @param own codes of the operation
     */
    private record Circumstances(int status, @Nullable Duration pause, OwnCodes own) {}

    private UpsErrors() {}

    static RuntimeException read(UpsErrorReply reply, OwnCodes own, Clock clock) {
        Duration pause = RetryAfter.read(reply.retryAfter(), clock).orElse(null);
        return worst(told(reply), new Circumstances(reply.status(), pause, own));
    }

    /** Maps errors of the token request. A refusal there concerns our credentials, never the caller's request. */
    static RuntimeException readToken(UpsErrorReply reply, Clock clock) {
        RuntimeException meaning = read(reply, OwnCodes.NONE, clock);
        return meaning instanceof CarrierUnavailableException
                ? meaning
                : new CarrierUnavailableException(
                        Failure.CREDENTIALS_REJECTED, String.valueOf(meaning.getMessage()), null, meaning);
    }

    /** Throws if a reply with a success status contains an error. */
    static void requireNoError(Body body, OwnCodes own) {
        List<Told> told = body.response() == null ? List.of() : errors(body.response());
        if (!told.isEmpty()) {
            throw worst(told, new Circumstances(OK, null, own));
        }
    }

    /**
     * Throws if an answer reports no success: as refusal if one of its alerts is one, else as unreadable, since the
     * effect is unknown.
     */
    static void requireSuccess(@Nullable Head head, OwnCodes own) {
        denial(head).ifPresent(denial -> {
            throw refusal(head, own).orElseGet(() -> unknown(denial, head));
        });
    }

    /**
     * Same for a purchase: with results something may have been bought whatever the alerts say; without, nothing was.
     */
    static void requireSold(@Nullable Head head, boolean hasResults) {
        denial(head).ifPresent(denial -> {
            throw hasResults
                    ? unknown(denial, head)
                    : refusal(head, OwnCodes.NONE).orElseGet(() -> declined(Refusal.INVALID_REQUEST, denial));
        });
    }

    /** UPS's transaction id, for its support; {@code -} if absent. */
    static String transaction(@Nullable Head head) {
        Transaction told = head == null ? null : head.transactionReference();
        String id = told == null ? null : WireValues.nonBlank(told.transactionIdentifier());
        return id == null ? "-" : WireValues.truncate(id.replaceAll("[^\\p{Graph}]", "?"), LONGEST_TRANSACTION);
    }

    private static Optional<Told> denial(@Nullable Head head) {
        return Optional.ofNullable(head)
                .map(Head::responseStatus)
                .filter(status -> !SUCCESS.equals(WireValues.nonBlank(status.code())))
                .map(status -> new Told(String.valueOf(status.code()), String.valueOf(status.description())));
    }

    private static RuntimeException unknown(Told denial, @Nullable Head head) {
        return new CarrierUnavailableException(
                Failure.UNREADABLE,
                "HTTP 200 without success: " + denial.sentence() + ", transaction " + transaction(head));
    }

    private static Optional<RuntimeException> refusal(@Nullable Head head, OwnCodes own) {
        return WireValues.orEmpty(head == null ? null : head.alert()).stream()
                .flatMap(alert -> Told.of(alert.code(), alert.description()).stream())
                .flatMap(alert -> refusal(alert, own).stream())
                .min(Comparator.comparingInt(UpsErrors::severity));
    }

    /** Order of several errors: first those that stop all calls, then conflicts, then invalid requests. */
    private static int severity(RuntimeException meaning) {
        return switch (meaning) {
            case TokenRejectedException stale -> 0;
            case CarrierUnavailableException unavailable ->
                unavailable.failure() == Failure.CREDENTIALS_REJECTED ? 1 : 2;
            case CarrierDeclinedException declined -> severity(declined.refusal());
            default -> Integer.MAX_VALUE;
        };
    }

    private static int severity(Refusal refusal) {
        return switch (refusal) {
            case CONFLICT -> 3;
            case INVALID_REQUEST, INVALID_ADDRESS, OVER_LIMIT, ACCOUNT, FUNDS -> 4;
            case NO_SERVICE, NOT_FOUND -> 5;
        };
    }

    private static RuntimeException worst(List<Told> told, Circumstances circumstances) {
        return told.stream()
                .map(error -> refusal(error, circumstances.own()).orElseGet(() -> meaning(error, circumstances)))
                .min(Comparator.comparingInt(UpsErrors::severity))
                .orElseThrow();
    }

    /** Maps by the code alone. */
    private static Optional<RuntimeException> refusal(Told error, OwnCodes own) {
        return own.meaning(error.code(), error.message()).or(() -> REFUSALS.entrySet().stream()
                .filter(row -> row.getValue().contains(error.code()))
                .findFirst()
                .map(row -> declined(row.getKey(), error)));
    }

    private static CarrierDeclinedException declined(Refusal refusal, Told error) {
        if (MALFORMED.contains(error.code())) {
            Log.errorf("UPS rejected a request as malformed: %s", error.sentence());
        }
        return new CarrierDeclinedException(refusal, error.code(), error.message());
    }

    private static RuntimeException meaning(Told error, Circumstances circumstances) {
        String code = error.code();
        if (code.equals(STALE)) {
            return new TokenRejectedException(error.sentence());
        }
        if (FORBIDDEN.contains(code)) {
            return new CarrierUnavailableException(Failure.CREDENTIALS_REJECTED, error.sentence());
        }
        if (PASSING.contains(code)) {
            return broken(error, circumstances);
        }
        return code.equals(THROTTLED) ? throttled(error, circumstances) : byStatus(error, circumstances);
    }

    /**
     * Maps an unlisted code, or a status without code. Most statuses below 500 can be caused by the content of a
     * request, including those of a gateway that knows none of UPS's codes (400, 413, 414, 431), and say nothing about
     * UPS's health.
     */
    private static RuntimeException byStatus(Told error, Circumstances circumstances) {
        return switch (circumstances.status()) {
            case 401 -> new TokenRejectedException(error.sentence());
            case 403 -> new CarrierUnavailableException(Failure.CREDENTIALS_REJECTED, error.sentence());
            case 404 -> declined(circumstances.own().meaningOf404(), error);
            case 408 -> broken(error, circumstances);
            case 429 -> throttled(error, circumstances);
            default ->
                circumstances.status() >= 500 ? broken(error, circumstances) : declined(Refusal.INVALID_REQUEST, error);
        };
    }

    private static CarrierUnavailableException broken(Told error, Circumstances circumstances) {
        return new CarrierUnavailableException(Failure.BROKEN, error.sentence(), circumstances.pause(), null);
    }

    private static CarrierUnavailableException throttled(Told error, Circumstances circumstances) {
        Duration pause = circumstances.pause();
        return new CarrierUnavailableException(
                Failure.RATE_LIMITED, error.sentence(), pause == null ? PAUSE : pause, null);
    }

    /** Errors from the body, else the headers, else the status. */
    private static List<Told> told(UpsErrorReply reply) {
        List<Told> told = told(WireJson.tree(reply.body()));
        return told.isEmpty()
                ? List.of(Told.of(reply.code(), reply.description())
                        .orElseGet(() -> new Told("HTTP_" + reply.status(), NO_REASON)))
                : told;
    }

    /** {@code response.errors[]}; some replies lack the wrapper, and old accounts get a {@code Fault}. */
    private static List<Told> told(JsonNode root) {
        List<Told> told = new ArrayList<>(errors(root.path("response")));
        told.addAll(errors(root));
        if (told.isEmpty()) {
            root.findValues("PrimaryErrorCode").forEach(error -> add(told, error, "Code", "Description"));
        }
        return told;
    }

    /** UPS may send a list of one as its element. */
    private static List<Told> errors(JsonNode parent) {
        JsonNode errors = parent.path("errors");
        List<Told> told = new ArrayList<>();
        (errors.isObject() ? List.of(errors) : errors).forEach(error -> add(told, error, "code", "message"));
        return told;
    }

    private static void add(List<Told> told, JsonNode error, String codeName, String messageName) {
        Told.of(error.path(codeName).asText(""), error.path(messageName).asText(""))
                .ifPresent(told::add);
    }
}
