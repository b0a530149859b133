package com.vantage.shipping.carrier.ups;

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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** UPS's error replies in our words: by the code in the body first, then by the HTTP status. */
final class UpsErrors {
    /** UPS documents no {@code Retry-After}; this is the first step of the pause that it asks for. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final int LONGEST_TRANSACTION = 64;

    private static final String STALE = "250002";
    private static final String THROTTLED = "10429";
    private static final Set<String> FORBIDDEN =
            Set.of("250003", "250004", "250005", "250007", "250009", "10401", "10403");
    private static final Set<String> PASSING = Set.of("250050", "20001", "120001", "190001");

    /** Not what a caller asked for is wrong here, but how we wrote it down. */
    private static final Set<String> MALFORMED = Set.of("10001", "10002", "10003", "10006", "10013", "120702");

    private static final Map<Refusal, Set<String>> REFUSALS = Map.of(
            Refusal.INVALID_REQUEST,
            MALFORMED,
            Refusal.INVALID_ADDRESS,
            Set.of(
                    "110208", "110286", "111285", "111286", "120202", "120205", "120206", "120207", "120208", "120302",
                    "120303", "120304", "120305", "120306", "120307", "120308"),
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

    /** An error reply as it came. */
    record Reply(
            int status,
            @Nullable String retryAfter,
            @Nullable String body) {}

    /** What stands before the answer in a reply that is none of these errors. */
    record Head(
            @Nullable ResponseStatus responseStatus,
            @Nullable Transaction transactionReference) {}

    /** What UPS's support wants to hear. */
    record Transaction(@Nullable String transactionIdentifier) {}

    record ResponseStatus(@Nullable String code, @Nullable String description) {}

    /** What some codes mean in one operation only; empty for one that means there what it means everywhere. */
    private interface OwnCodes {
        Optional<RuntimeException> meaning(String code, String message);
    }

    private static final OwnCodes NONE = (code, message) -> Optional.empty();

    private record Told(String code, String message) {
        private String sentence() {
            return message + " (" + code + ")";
        }
    }

    private UpsErrors() {}

    /** The same code does not mean the same thing everywhere. */
    static RuntimeException read(Reply reply, String path, Clock clock) {
        if (path.endsWith(UpsApi.TOKEN_PATH)) {
            return readToken(reply, clock);
        }
        if (path.endsWith(UpsApi.RECOVERY_PATH)) {
            return read(reply, clock, UpsRecovery::meaning);
        }
        return read(reply, clock, path.contains(UpsApi.VOID_PATH) ? UpsVoid::meaning : NONE);
    }

    private static RuntimeException read(Reply reply, Clock clock, OwnCodes own) {
        return told(reply.body()).stream()
                .map(error -> own.meaning(error.code(), error.message()).orElseGet(() -> meaning(error, reply, clock)))
                .min(Comparator.comparingInt(UpsErrors::severity))
                .orElseGet(() -> byStatus(reply, clock, "HTTP " + reply.status() + " without a reason"));
    }

    /** What the token call says. A no there is about our credentials, never about what a caller asked for. */
    private static RuntimeException readToken(Reply reply, Clock clock) {
        RuntimeException meaning = read(reply, clock, NONE);
        return meaning instanceof CarrierUnavailable
                ? meaning
                : new CarrierUnavailable(Failure.REFUSED_US, String.valueOf(meaning.getMessage()), null, meaning);
    }

    /** A failure can be a 200 too, and then says so here. */
    static void requireSuccess(@Nullable Head head) {
        ResponseStatus told = head == null ? null : head.responseStatus();
        if (told != null && !"1".equals(Wire.presentText(told.code()))) {
            throw new CarrierUnavailable(
                    Failure.UNREADABLE,
                    "HTTP 200 without success: " + told.description() + " (" + told.code() + "), transaction "
                            + transaction(head));
        }
    }

    /** Under which UPS finds what it did for us; {@code -} if it does not say. */
    static String transaction(@Nullable Head head) {
        Transaction told = head == null ? null : head.transactionReference();
        String id = told == null ? null : Wire.presentText(told.transactionIdentifier());
        return id == null ? "-" : Wire.cut(id.replaceAll("[^\\p{Graph}]", "?"), LONGEST_TRANSACTION);
    }

    /** Of several errors the worst counts: what stops us altogether, then what is done already, then what is wrong. */
    private static int severity(RuntimeException meaning) {
        return switch (meaning) {
            case StaleToken stale -> 0;
            case CarrierUnavailable unavailable -> unavailable.failure() == Failure.REFUSED_US ? 1 : 2;
            case CarrierDeclined declined -> severity(declined.refusal());
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

    private static RuntimeException meaning(Told error, Reply reply, Clock clock) {
        String code = error.code();
        if (code.equals(STALE)) {
            return new StaleToken(error.sentence());
        }
        if (FORBIDDEN.contains(code)) {
            return new CarrierUnavailable(Failure.REFUSED_US, error.sentence());
        }
        if (PASSING.contains(code)) {
            return broken(reply, clock, error.sentence());
        }
        if (code.equals(THROTTLED)) {
            return throttled(reply, clock, error.sentence());
        }
        return refusal(code)
                .<RuntimeException>map(refusal -> declined(refusal, error))
                .orElseGet(() -> ofUnlistedCode(error, reply, clock));
    }

    private static Optional<Refusal> refusal(String code) {
        return REFUSALS.entrySet().stream()
                .filter(row -> row.getValue().contains(code))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static RuntimeException ofUnlistedCode(Told error, Reply reply, Clock clock) {
        int status = reply.status();
        return status >= 500 || status == 401 || status == 403 || status == 429
                ? byStatus(reply, clock, error.sentence())
                : declined(Refusal.INVALID_REQUEST, error);
    }

    private static CarrierDeclined declined(Refusal refusal, Told error) {
        if (MALFORMED.contains(error.code())) {
            Log.errorf("UPS cannot read what we write: %s", error.sentence());
        }
        return new CarrierDeclined(refusal, error.code(), error.message());
    }

    private static RuntimeException byStatus(Reply reply, Clock clock, String sentence) {
        return switch (reply.status()) {
            case 401 -> new StaleToken(sentence);
            case 403 -> new CarrierUnavailable(Failure.REFUSED_US, sentence);
            case 429 -> throttled(reply, clock, sentence);
            // What comes without UPS's error body comes from a gateway before it, whatever its status.
            default -> broken(reply, clock, sentence);
        };
    }

    private static CarrierUnavailable broken(Reply reply, Clock clock, String sentence) {
        Duration pause = RetryAfter.read(reply.retryAfter(), clock).orElse(null);
        return new CarrierUnavailable(Failure.BROKEN, sentence, pause, null);
    }

    private static CarrierUnavailable throttled(Reply reply, Clock clock, String sentence) {
        Duration pause = RetryAfter.read(reply.retryAfter(), clock).orElse(PAUSE);
        return new CarrierUnavailable(Failure.THROTTLED_US, sentence, pause, null);
    }

    /** {@code response.errors[]}; the wrapper is missing in some replies, and old accounts get a {@code Fault}. */
    private static List<Told> told(@Nullable String body) {
        JsonNode root = WireJson.tree(body);
        List<Told> told = new ArrayList<>();
        elements(root.path("response").path("errors")).forEach(error -> add(told, error, "code", "message"));
        elements(root.path("errors")).forEach(error -> add(told, error, "code", "message"));
        if (told.isEmpty()) {
            root.findValues("PrimaryErrorCode").forEach(error -> add(told, error, "Code", "Description"));
        }
        return told;
    }

    /** Lists of one often come as the one. */
    private static Iterable<JsonNode> elements(JsonNode node) {
        return node.isObject() ? List.of(node) : node;
    }

    private static void add(List<Told> told, JsonNode error, String codeName, String messageName) {
        String code = Wire.presentText(error.path(codeName).asText(""));
        String message = Wire.presentText(error.path(messageName).asText(""));
        if (code != null) {
            told.add(new Told(code, message == null ? "no reason given" : message));
        }
    }
}
