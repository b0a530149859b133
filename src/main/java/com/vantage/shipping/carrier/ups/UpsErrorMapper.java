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
final class UpsErrorMapper {
    /** UPS documents no {@code Retry-After}; this is the first step of its recommended backoff. */
    private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(1);

    private static final int MAX_TRANSACTION_LENGTH = 64;
    private static final int OK = 200;

    private static final String NO_REASON = "no reason given";
    private static final String SUCCESS = "1";
    private static final String TOKEN_REJECTED = "250002";
    private static final String RATE_LIMITED = "10429";
    private static final Set<String> FORBIDDEN =
            Set.of("250003", "250004", "250005", "250007", "250009", "10401", "10403");
    private static final Set<String> TRANSIENT = Set.of("250050", "20001", "120001", "190001");

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

    private record CarrierError(String code, String message) {
        private static Optional<CarrierError> of(@Nullable String code, @Nullable String message) {
            String presentCode = WireValues.nonBlank(code);
            String reason = WireValues.nonBlank(message);
            return Optional.ofNullable(presentCode)
                    .map(knownCode -> new CarrierError(knownCode, reason == null ? NO_REASON : reason));
        }

        private String sentence() {
            return message + " (" + code + ")";
        }
    }

    /**
     * Context of an error.
     *
     * @param retryAfter Retry-After, if any
     * @param ownCodes codes of the operation
     */
    private record ErrorContext(int status, @Nullable Duration retryAfter, OwnCodes ownCodes) {}

    private UpsErrorMapper() {}

    static RuntimeException read(UpsErrorReplyException reply, OwnCodes ownCodes, Clock clock) {
        Duration retryAfter = RetryAfter.read(reply.retryAfter(), clock).orElse(null);
        return worst(parseErrors(reply), new ErrorContext(reply.status(), retryAfter, ownCodes));
    }

    /** Maps errors of the token request. A refusal there concerns our credentials, never the caller's request. */
    static RuntimeException readToken(UpsErrorReplyException reply, Clock clock) {
        RuntimeException exception = read(reply, OwnCodes.NONE, clock);
        return exception instanceof CarrierUnavailableException
                ? exception
                : new CarrierUnavailableException(
                        Failure.CREDENTIALS_REJECTED, String.valueOf(exception.getMessage()), null, exception);
    }

    /** Throws if a reply with a success status contains an error. */
    static void requireNoError(Body body, OwnCodes ownCodes) {
        List<CarrierError> errors = body.response() == null ? List.of() : errorsOf(body.response());
        if (!errors.isEmpty()) {
            throw worst(errors, new ErrorContext(OK, null, ownCodes));
        }
    }

    /**
     * Throws if an answer reports no success: as refusal if one of its alerts is one, else as unreadable, since the
     * effect is unknown.
     */
    static void requireSuccess(@Nullable Head head, OwnCodes ownCodes) {
        denial(head).ifPresent(denial -> {
            throw refusal(head, ownCodes).orElseGet(() -> unreadable(denial, head));
        });
    }

    /**
     * Same for a purchase: with results something may have been bought whatever the alerts say; without, nothing was.
     */
    static void requireSold(@Nullable Head head, boolean hasResults) {
        denial(head).ifPresent(denial -> {
            throw hasResults
                    ? unreadable(denial, head)
                    : refusal(head, OwnCodes.NONE).orElseGet(() -> declined(Refusal.INVALID_REQUEST, denial));
        });
    }

    /** UPS's transaction id, for its support; {@code -} if absent. */
    static String transaction(@Nullable Head head) {
        Transaction reference = head == null ? null : head.transactionReference();
        String id = reference == null ? null : WireValues.nonBlank(reference.transactionIdentifier());
        return id == null ? "-" : WireValues.truncate(id.replaceAll("[^\\p{Graph}]", "?"), MAX_TRANSACTION_LENGTH);
    }

    private static Optional<CarrierError> denial(@Nullable Head head) {
        return Optional.ofNullable(head)
                .map(Head::responseStatus)
                .filter(status -> !SUCCESS.equals(WireValues.nonBlank(status.code())))
                .map(status -> new CarrierError(String.valueOf(status.code()), String.valueOf(status.description())));
    }

    private static RuntimeException unreadable(CarrierError denial, @Nullable Head head) {
        return new CarrierUnavailableException(
                Failure.UNREADABLE,
                "HTTP 200 without success: " + denial.sentence() + ", transaction " + transaction(head));
    }

    private static Optional<RuntimeException> refusal(@Nullable Head head, OwnCodes ownCodes) {
        return WireValues.orEmpty(head == null ? null : head.alert()).stream()
                .flatMap(alert -> CarrierError.of(alert.code(), alert.description()).stream())
                .flatMap(alert -> refusal(alert, ownCodes).stream())
                .min(Comparator.comparingInt(UpsErrorMapper::severity));
    }

    /** Order of several errors: first those that stop all calls, then conflicts, then invalid requests. */
    private static int severity(RuntimeException exception) {
        return switch (exception) {
            case TokenRejectedException rejected -> 0;
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

    private static RuntimeException worst(List<CarrierError> errors, ErrorContext context) {
        return errors.stream()
                .map(error -> refusal(error, context.ownCodes()).orElseGet(() -> meaning(error, context)))
                .min(Comparator.comparingInt(UpsErrorMapper::severity))
                .orElseThrow();
    }

    /** Maps by the code alone. */
    private static Optional<RuntimeException> refusal(CarrierError error, OwnCodes ownCodes) {
        return ownCodes.meaning(error.code(), error.message()).or(() -> REFUSALS.entrySet().stream()
                .filter(entry -> entry.getValue().contains(error.code()))
                .findFirst()
                .map(entry -> declined(entry.getKey(), error)));
    }

    private static CarrierDeclinedException declined(Refusal refusal, CarrierError error) {
        if (MALFORMED.contains(error.code())) {
            Log.errorf("UPS rejected a request as malformed: %s", error.sentence());
        }
        return new CarrierDeclinedException(refusal, error.code(), error.message());
    }

    private static RuntimeException meaning(CarrierError error, ErrorContext context) {
        String code = error.code();
        if (code.equals(TOKEN_REJECTED)) {
            return new TokenRejectedException(error.sentence());
        }
        if (FORBIDDEN.contains(code)) {
            return new CarrierUnavailableException(Failure.CREDENTIALS_REJECTED, error.sentence());
        }
        if (TRANSIENT.contains(code)) {
            return broken(error, context);
        }
        return code.equals(RATE_LIMITED) ? rateLimited(error, context) : byStatus(error, context);
    }

    /**
     * Maps an unlisted code, or a status without code. Most statuses below 500 can be caused by the content of a
     * request, including those of a gateway that knows none of UPS's codes (400, 413, 414, 431), and say nothing about
     * UPS's health.
     */
    private static RuntimeException byStatus(CarrierError error, ErrorContext context) {
        return switch (context.status()) {
            case 401 -> new TokenRejectedException(error.sentence());
            case 403 -> new CarrierUnavailableException(Failure.CREDENTIALS_REJECTED, error.sentence());
            case 404 -> declined(context.ownCodes().meaningOf404(), error);
            case 408 -> broken(error, context);
            case 429 -> rateLimited(error, context);
            default -> context.status() >= 500 ? broken(error, context) : declined(Refusal.INVALID_REQUEST, error);
        };
    }

    private static CarrierUnavailableException broken(CarrierError error, ErrorContext context) {
        return new CarrierUnavailableException(Failure.BROKEN, error.sentence(), context.retryAfter(), null);
    }

    private static CarrierUnavailableException rateLimited(CarrierError error, ErrorContext context) {
        Duration retryAfter = context.retryAfter();
        return new CarrierUnavailableException(
                Failure.RATE_LIMITED, error.sentence(), retryAfter == null ? DEFAULT_RETRY_AFTER : retryAfter, null);
    }

    /** Errors from the body, else the headers, else the status. */
    private static List<CarrierError> parseErrors(UpsErrorReplyException reply) {
        List<CarrierError> errors = parseErrors(WireJson.tree(reply.body()));
        return errors.isEmpty()
                ? List.of(CarrierError.of(reply.code(), reply.description())
                        .orElseGet(() -> new CarrierError("HTTP_" + reply.status(), NO_REASON)))
                : errors;
    }

    /** {@code response.errors[]}; some replies lack the wrapper, and old accounts get a {@code Fault}. */
    private static List<CarrierError> parseErrors(JsonNode root) {
        List<CarrierError> errors = new ArrayList<>(errorsOf(root.path("response")));
        errors.addAll(errorsOf(root));
        if (errors.isEmpty()) {
            root.findValues("PrimaryErrorCode").forEach(error -> add(errors, error, "Code", "Description"));
        }
        return errors;
    }

    /** UPS may send a list of one as its element. */
    private static List<CarrierError> errorsOf(JsonNode parent) {
        JsonNode nodes = parent.path("errors");
        List<CarrierError> errors = new ArrayList<>();
        (nodes.isObject() ? List.of(nodes) : nodes).forEach(error -> add(errors, error, "code", "message"));
        return errors;
    }

    private static void add(List<CarrierError> errors, JsonNode error, String codeName, String messageName) {
        CarrierError.of(error.path(codeName).asText(""), error.path(messageName).asText(""))
                .ifPresent(errors::add);
    }
}
