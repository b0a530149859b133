package com.vantage.shipping.carrier.ups;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.vantage.shipping.carrier.CarrierDeclined;
import com.vantage.shipping.carrier.CarrierUnavailable;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.RetryAfter;
import com.vantage.shipping.carrier.StaleToken;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** UPS's error replies in our words: by the code in the body first, then by the HTTP status. */
final class UpsErrors {
    private static final JsonMapper JSON = new JsonMapper();

    /** UPS documents no {@code Retry-After}; this is the first step of the pause that it asks for. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Set<String> FORBIDDEN =
            Set.of("250003", "250004", "250005", "250007", "250009", "10401", "10403");
    private static final Set<String> PASSING = Set.of("250050", "20001", "120001", "190001");
    private static final Set<String> ADDRESS = Set.of(
            "110208", "110286", "111285", "111286", "120202", "120205", "120206", "120207", "120208", "120302",
            "120303", "120304", "120305", "120306", "120307", "120308");
    private static final Set<String> NO_SERVICE = Set.of("111100", "111210", "111217", "120124", "120500");
    private static final Set<String> OVER_LIMIT = Set.of(
            "111030", "111035", "111050", "111051", "111052", "111053", "111054", "111055", "111056", "111057",
            "120601", "120602", "120609", "121050", "121055");
    private static final Set<String> ACCOUNT = Set.of("120100", "120413", "111580");
    private static final Set<String> NOT_FOUND = Set.of("TV1002", "TW0001");
    private static final String ALREADY_CREATED = "120021";

    private record Told(String code, String message) {}

    private UpsErrors() {}

    static RuntimeException read(int status, @Nullable String retryAfter, @Nullable String body) {
        return told(body).stream()
                .map(error -> meaning(error, status, retryAfter))
                .min(Comparator.comparingInt(UpsErrors::severity))
                .orElseGet(() -> byStatus(status, retryAfter, "HTTP " + status + " without a reason"));
    }

    /** Of several errors the worst counts: what stops us altogether, then what is wrong with the request. */
    private static int severity(RuntimeException meaning) {
        return switch (meaning) {
            case StaleToken stale -> 0;
            case CarrierUnavailable unavailable -> 1;
            default -> 2;
        };
    }

    private static RuntimeException meaning(Told error, int status, @Nullable String retryAfter) {
        String code = error.code();
        String sentence = error.message() + " (" + code + ")";
        if (code.equals("250002")) {
            return new StaleToken(sentence);
        }
        if (FORBIDDEN.contains(code)) {
            return new CarrierUnavailable(Failure.REFUSED_US, sentence);
        }
        if (PASSING.contains(code)) {
            return new CarrierUnavailable(Failure.BROKEN, sentence);
        }
        if (code.equals("10429")) {
            return throttled(retryAfter, sentence);
        }
        if (status >= 500 || status == 401 || status == 403 || status == 429) {
            return byStatus(status, retryAfter, sentence);
        }
        return new CarrierDeclined(refusal(code), code, error.message());
    }

    private static Refusal refusal(String code) {
        if (ADDRESS.contains(code)) {
            return Refusal.INVALID_ADDRESS;
        }
        if (NO_SERVICE.contains(code)) {
            return Refusal.NO_SERVICE;
        }
        if (OVER_LIMIT.contains(code)) {
            return Refusal.OVER_LIMIT;
        }
        if (ACCOUNT.contains(code)) {
            return Refusal.ACCOUNT;
        }
        if (NOT_FOUND.contains(code)) {
            return Refusal.NOT_FOUND;
        }
        return code.equals(ALREADY_CREATED) ? Refusal.CONFLICT : Refusal.INVALID_REQUEST;
    }

    private static RuntimeException byStatus(int status, @Nullable String retryAfter, String sentence) {
        return switch (status) {
            case 401 -> new StaleToken(sentence);
            case 403 -> new CarrierUnavailable(Failure.REFUSED_US, sentence);
            case 404 -> new CarrierDeclined(Refusal.NOT_FOUND, "404", sentence);
            case 429 -> throttled(retryAfter, sentence);
            // What comes without UPS's error body comes from a gateway before it, whatever its status.
            default -> new CarrierUnavailable(Failure.BROKEN, sentence);
        };
    }

    private static CarrierUnavailable throttled(@Nullable String retryAfter, String sentence) {
        Duration pause = RetryAfter.read(retryAfter, Clock.systemUTC()).orElse(PAUSE);
        return new CarrierUnavailable(Failure.THROTTLED_US, sentence, pause, null);
    }

    /** {@code response.errors[]}; the wrapper is missing in some replies, and old accounts get a {@code Fault}. */
    private static List<Told> told(@Nullable String body) {
        JsonNode root = parsed(body);
        JsonNode errors = root.path("response").path("errors");
        if (!errors.isArray()) {
            errors = root.path("errors");
        }
        List<Told> told = new ArrayList<>();
        for (JsonNode error : errors) {
            add(told, error.path("code"), error.path("message"));
        }
        JsonNode fault = root.findPath("PrimaryErrorCode");
        if (told.isEmpty()) {
            add(told, fault.path("Code"), fault.path("Description"));
        }
        return told;
    }

    private static void add(List<Told> told, JsonNode code, JsonNode message) {
        if (!code.asText("").isBlank()) {
            told.add(new Told(code.asText(), message.asText("no reason given")));
        }
    }

    private static JsonNode parsed(@Nullable String body) {
        try {
            JsonNode root = body == null ? null : JSON.readTree(body);
            return root == null ? JSON.createObjectNode() : root;
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }
}
