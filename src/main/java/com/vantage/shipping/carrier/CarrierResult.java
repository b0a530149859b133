package com.vantage.shipping.carrier;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.vantage.shipping.carrier.Outcome.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Result of one carrier's call, as returned to API callers. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "CarrierReport", description = "Result of the request to one carrier")
public record CarrierResult(
        @Schema(examples = "FedEx") String carrier,

        @Schema(description = "not_asked: its circuit is open, our quota is used up, or it rate limits our requests")
        Status status,

        @Schema(
                description =
                        "The carrier's error code if it declined, else this service's. `option_not_offered` of an answer: "
                                + "services are left out, as they do not offer an option",
                examples = "timed_out")
        @Nullable
        String code,

        @Schema(
                description = "The carrier's message if it declined, else this service's",
                examples = "no answer within 2500 ms")
        @Nullable
        String detail,

        @Schema(description = "Whether the same request may succeed later") @Nullable
        Boolean retryable,

        @Schema(description = "Seconds to wait before retrying", examples = "30") @Nullable
        Long retryAfterS,

        @Schema(description = "How long this service waited for the carrier, in milliseconds", examples = "2500")
        long latencyMs) {

    @Schema(name = "CarrierStatus", description = "Kind of result of the request to a carrier")
    public enum Status {
        ANSWERED,
        DECLINED,
        FAILED,
        NOT_ASKED;

        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether the same request may succeed later, at one carrier at least. */
    public static boolean anyRetryable(List<CarrierResult> results) {
        return results.stream().anyMatch(result -> Boolean.TRUE.equals(result.retryable()));
    }

    /** @param carrier the display name */
    public static CarrierResult of(String carrier, Outcome<?> outcome, Duration latency) {
        long latencyMs = latency.toMillis();
        return switch (outcome) {
            case Outcome.Answered<?> answered ->
                new CarrierResult(carrier, Status.ANSWERED, null, null, null, null, latencyMs);
            case Outcome.Declined<?> declined ->
                new CarrierResult(carrier, Status.DECLINED, declined.code(), declined.reason(), false, null, latencyMs);
            case Outcome.Failed<?> failed -> failed(carrier, failed.failure(), failed, latencyMs);
            case Outcome.NotAsked<?> notAsked ->
                new CarrierResult(
                        carrier,
                        Status.NOT_ASKED,
                        notAsked.reason().code(),
                        notAsked.reason().description(),
                        true,
                        seconds(notAsked.retryAfter()),
                        latencyMs);
        };
    }

    /** The same result, of an answer that leaves services out. */
    public CarrierResult leavingOut(String services) {
        return new CarrierResult(carrier, status, OptionRules.NOT_OFFERED, services, retryable, retryAfterS, latencyMs);
    }

    private static CarrierResult failed(String carrier, Failure failure, Outcome.Failed<?> failed, long latencyMs) {
        return new CarrierResult(
                carrier,
                Status.FAILED,
                failure.code(),
                failed.detail(),
                failure.isTransient(),
                seconds(failed.retryAfter()),
                latencyMs);
    }

    private static @Nullable Long seconds(@Nullable Duration duration) {
        return duration == null ? null : Math.max(1, duration.plusMillis(999).toSeconds());
    }
}
