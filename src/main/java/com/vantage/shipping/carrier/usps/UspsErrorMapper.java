package com.vantage.shipping.carrier.usps;

import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.CarrierUnavailableException;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.RetryAfter;
import com.vantage.shipping.carrier.TokenRejectedException;
import com.vantage.shipping.carrier.WireJson;
import com.vantage.shipping.carrier.WireValues;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Maps USPS's error replies: by the six-digit code in the body first, then by HTTP status. */
final class UspsErrorMapper {
    /** OAuth error codes: {@code invalid_client}. Gateways put the status text in the same field: {@code Not Found}. */
    private static final Pattern TOKEN_ERROR = Pattern.compile("[a-z]+(_[a-z]+)+");

    /** Gateway policies that validate a request's content. Their default status is 500. */
    private static final Pattern CONTENT_CHECK =
            Pattern.compile("steps\\.(oasvalidation|messagevalidation|jsonthreatprotection|regexprotection)\\..*");

    private static final String RAISED_FAULT = "steps.raisefault.";
    private static final String RATE_LIMIT = "policies.ratelimit.";

    /** Statuses about our token, approval, connection or request rate. */
    private static final Set<Integer> NOT_ABOUT_REQUEST = Set.of(401, 403, 408, 429);

    /** @param code six digits, if present */
    private record CarrierError(@Nullable String code, String message) {
        String sentence() {
            return code == null ? message : message + " (" + code + ")";
        }
    }

    /** @param retryAfter the Retry-After, if any */
    private record Reply(int status, Optional<Duration> retryAfter, Instant now) {}

    private UspsErrorMapper() {}

    static RuntimeException read(int status, @Nullable String retryAfter, @Nullable String body) {
        return read(status, retryAfter, body, Clock.systemUTC());
    }

    static RuntimeException read(int status, @Nullable String retryAfter, @Nullable String body, Clock clock) {
        JsonNode root = WireJson.tree(body);
        JsonNode error = root.path(root.has("fault") ? "fault" : "error");
        Reply reply = new Reply(status(error, status), RetryAfter.read(retryAfter, clock), clock.instant());
        return error.isTextual()
                ? tokenEndpointError(
                        reply, error.asText(), root.path("error_description").asText(""))
                : meaning(error, reply);
    }

    /**
     * Maps a reply with status 200 that lacks its result.
     *
     * @param error the reply's {@code error} or {@code fault}
     * @param missing name of the missing field
     */
    static RuntimeException missingResult(@Nullable JsonNode error, String missing) {
        if (error == null || (error.isTextual() ? error.asText().isBlank() : error.isEmpty())) {
            return new CarrierUnavailableException(Failure.UNREADABLE, "HTTP 200 without " + missing);
        }
        return meaning(error, new Reply(status(error, 400), Optional.empty(), Instant.now()));
    }

    /** Whether this status concerns the request, and not our account, our request rate or USPS itself. */
    static boolean blamesRequest(int status) {
        return status >= 400 && status < 500 && !NOT_ABOUT_REQUEST.contains(status);
    }

    private static RuntimeException meaning(JsonNode error, Reply reply) {
        if (error.has("faultstring")) {
            return gatewayError(error, reply);
        }
        return parseErrors(error).stream()
                .map(carrierError -> meaning(carrierError, reply))
                .min(Comparator.comparingInt(UspsErrorMapper::severity))
                .orElseGet(() -> withoutReason(reply));
    }

    /** Order of several errors: first those that stop all calls. */
    private static int severity(RuntimeException exception) {
        return switch (exception) {
            case TokenRejectedException rejected -> 0;
            case CarrierUnavailableException unavailable -> 1;
            default -> 2;
        };
    }

    private static RuntimeException meaning(CarrierError carrierError, Reply reply) {
        if (UspsErrorCodes.isTransient(carrierError.code())) {
            return unavailable(Failure.BROKEN, carrierError.sentence(), reply);
        }
        return UspsErrorCodes.refusal(carrierError.code())
                .<RuntimeException>map(refusal -> declined(refusal, carrierError, reply))
                .orElseGet(() -> byStatus(carrierError, reply));
    }

    private static CarrierDeclinedException declined(Refusal refusal, CarrierError carrierError, Reply reply) {
        String code = carrierError.code();
        return new CarrierDeclinedException(
                refusal, code == null ? Integer.toString(reply.status()) : code, carrierError.message());
    }

    /** {@code {"error":"invalid_client","error_description":"…"}}; {@code invalid_token} comes from gateways only. */
    private static RuntimeException tokenEndpointError(Reply reply, String error, String description) {
        String sentence = description.isBlank() ? error : error + ": " + description;
        if (reply.status() == 429
                || reply.status() >= 500
                || !TOKEN_ERROR.matcher(error).matches()) {
            return withoutReason(reply);
        }
        return error.equals("invalid_token")
                ? new TokenRejectedException(sentence)
                : new CarrierUnavailableException(Failure.CREDENTIALS_REJECTED, sentence);
    }

    /** {@code {"fault":{"faultstring":"…","detail":{"errorcode":"steps.oasvalidation.Failed"}}}}. */
    private static RuntimeException gatewayError(JsonNode fault, Reply reply) {
        String policy = fault.path("detail").path("errorcode").asText("");
        CarrierError carrierError = new CarrierError(null, UspsErrorCodes.withoutCode(text(fault, "faultstring")));
        if (CONTENT_CHECK.matcher(policy).matches()) {
            return declined(Refusal.INVALID_REQUEST, carrierError, reply);
        }
        if (policy.startsWith(RATE_LIMIT)) {
            return rateLimited(reply, carrierError.sentence());
        }
        return policy.startsWith(RAISED_FAULT) && reply.status() != 401 && reply.status() != 429
                ? new CarrierUnavailableException(Failure.CREDENTIALS_REJECTED, carrierError.sentence())
                : byStatus(carrierError, reply);
    }

    /** A reply without USPS's error body comes from a gateway. */
    private static RuntimeException withoutReason(Reply reply) {
        return byStatus(new CarrierError(null, "HTTP " + reply.status() + " without a reason"), reply);
    }

    private static RuntimeException byStatus(CarrierError carrierError, Reply reply) {
        return switch (reply.status()) {
            case 401 -> new TokenRejectedException(carrierError.sentence());
            case 403 -> new CarrierUnavailableException(Failure.CREDENTIALS_REJECTED, carrierError.sentence());
            case 404 -> declined(Refusal.NOT_FOUND, carrierError, reply);
            case 429 -> rateLimited(reply, carrierError.sentence());
            default ->
                blamesRequest(reply.status())
                        ? declined(Refusal.INVALID_REQUEST, carrierError, reply)
                        : unavailable(Failure.BROKEN, carrierError.sentence(), reply);
        };
    }

    /** USPS's quota is per hour. */
    private static CarrierUnavailableException rateLimited(Reply reply, String sentence) {
        Instant nextHour = reply.now().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        Duration retryAfter = reply.retryAfter().orElseGet(() -> Duration.between(reply.now(), nextHour));
        return new CarrierUnavailableException(Failure.RATE_LIMITED, sentence, retryAfter, null);
    }

    private static CarrierUnavailableException unavailable(Failure failure, String sentence, Reply reply) {
        return new CarrierUnavailableException(
                failure, sentence, reply.retryAfter().orElse(null), null);
    }

    /** Prefers the status in the body to that of a gateway that forwarded it. */
    private static int status(JsonNode error, int status) {
        int bodyStatus = error.path("code").asInt(status);
        return bodyStatus >= 400 && bodyStatus < 600 ? bodyStatus : status;
    }

    /** {@code error.errors[]}, else the error itself. */
    private static List<CarrierError> parseErrors(JsonNode node) {
        String message = text(node, "message");
        List<CarrierError> errors = new ArrayList<>();
        JsonNode nodes = node.path("errors");
        for (JsonNode detailNode : nodes.isObject() ? List.of(nodes) : nodes) {
            errors.add(parseErrors(detailNode, text(node, "code"), message));
        }
        if (errors.isEmpty() && node.isObject()) {
            errors.add(parseErrors(node, text(node, "code"), message));
        }
        return errors;
    }

    /** @param code of the enclosing error, usually the status */
    private static CarrierError parseErrors(JsonNode detailNode, String code, String message) {
        String title = text(detailNode, "title");
        String detail = text(detailNode, "detail");
        String foundCode = WireValues.firstPresent(
                UspsErrorCodes.find(text(detailNode, "code"), title, detail, message), UspsErrorCodes.find(code));
        String text = WireValues.firstPresent(WireValues.nonBlank(detail), WireValues.nonBlank(title), message);
        return new CarrierError(foundCode, UspsErrorCodes.withoutCode(String.valueOf(text)));
    }

    /** Removes the HTML that error texts contain too. */
    private static String text(JsonNode parent, String name) {
        String plain = UspsHtmlTextConverter.toPlainText(parent.path(name).asText(""));
        return plain == null ? "" : plain;
    }
}
