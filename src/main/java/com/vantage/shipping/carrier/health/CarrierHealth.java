package com.vantage.shipping.carrier.health;

import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.QuotaUsage;
import com.vantage.shipping.model.CarrierCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Health of one carrier in the API. */
@Schema(description = "Health of one carrier. Values that were not measured are absent")
record CarrierHealth(
        @Schema(examples = "FedEx") String carrier,

        @Schema(
                description =
                        "down: the circuit of quotes is open on every replica, or the last calls, five at least, all "
                                + "failed. degraded: some circuit is not closed, more than 5 % of the calls failed, or less than a "
                                + "tenth of a quota is left. up: none of these; see observed",
                enumeration = {"up", "degraded", "down"},
                examples = "up")
        String status,

        @Schema(
                description =
                        "Whether the carrier was called in the window. If not, up says only that no fault is known",
                examples = "true")
        boolean observed,

        @Schema(
                description = "Why the status is not up; absent if it is",
                examples = "quote: circuit open on every replica: no answer within 2000 ms")
        @Nullable
        List<String> reasons,

        @Schema(description = "The carrier's host", examples = "https://apis.fedex.com")
        String endpoint,

        @Schema(description = "The version of the carrier's API", examples = "v1")
        String apiVersion,

        @Schema(description = "Calls sent to the carrier", examples = "26040")
        long calls,

        @Schema(description = "Calls without a usable answer; a carrier's refusal counts as an answer", examples = "21")
        long failed,

        @Schema(description = "Calls rate limited by the carrier (429); not among failed", examples = "0")
        long throttled,

        @Schema(
                description = "Calls not sent because of an open circuit or a used-up quota; not among calls",
                examples = "0")
        long notAsked,

        @Schema(description = "failed divided by calls, from 0 to 1", examples = "0.00081") @Nullable
        Double errorRate,

        @Schema(description = "Calls per second in the observed part of the window", examples = "28.93")
        double callsPerS,

        @Schema(description = "Failed, throttled and unsent calls by kind, most frequent first") @Nullable
        List<ErrorKind> errors,

        @Nullable Latency latencyMs,

        @Schema(description = "The same by minute, oldest first, including the current minute")
        List<MinuteCounts> trend,

        Operations operations,

        @Schema(description = "Usage of our account's quota, for each window") @Nullable
        List<Quota> quota,

        @Schema(description = "Absent without an access token") @Nullable
        Auth auth,

        @Schema(description = "Absent if there was none in 30 days or since observed_since, whichever is later")
        @Nullable
        LastOutage lastOutage) {

    @Schema(name = "CarrierLatency", description = "Latency as seen by callers, including retries; accurate to 5 %")
    record Latency(
            @Schema(description = "Median, in milliseconds", examples = "480")
            long p50,

            @Schema(description = "99th percentile, in milliseconds", examples = "1800")
            long p99) {}

    @Schema(name = "CarrierErrorKind", description = "Number of unsuccessful calls of one kind")
    record ErrorKind(
            @Schema(description = "As in carriers[].code of a quote", examples = "timed_out")
            String code,

            @Schema(examples = "21") long calls) {

        private static @Nullable List<ErrorKind> of(CallCounts calls) {
            return calls.errors().isEmpty()
                    ? null
                    : calls.errors().entrySet().stream()
                            .map(kind -> new ErrorKind(kind.getKey(), kind.getValue()))
                            .sorted(Comparator.comparingLong(ErrorKind::calls).reversed())
                            .toList();
        }
    }

    @Schema(name = "CarrierOperations", description = "The same by operation, each with its own circuit")
    record Operations(
            OperationHealth quote,
            OperationHealth track,
            OperationHealth validate,
            OperationHealth buy,
            OperationHealth find,
            OperationHealth cancel,
            OperationHealth manifest,
            OperationHealth pickup) {
        private static Operations each(Function<String, OperationHealth> operation) {
            return new Operations(
                    operation.apply("quote"),
                    operation.apply("track"),
                    operation.apply("validate"),
                    operation.apply("buy"),
                    operation.apply("find"),
                    operation.apply("cancel"),
                    operation.apply("manifest"),
                    operation.apply("pickup"));
        }
    }

    @Schema(name = "CarrierOperation", description = "The calls and the circuit of one operation")
    record OperationHealth(
            long calls,
            long failed,
            long throttled,
            long notAsked,
            @Nullable Double errorRate,
            @Nullable Latency latencyMs,
            CircuitHealth circuit) {

        private static OperationHealth of(CallCounts calls, CircuitHealth circuit) {
            return new OperationHealth(
                    calls.sent(),
                    calls.failed(),
                    calls.throttled(),
                    calls.notAsked(),
                    roundedErrorRate(calls),
                    latency(calls),
                    circuit);
        }
    }

    @Schema(name = "CarrierMinute", description = "A minute without calls has no latency")
    record MinuteCounts(
            @Schema(description = "Start of the minute", examples = "2025-10-09T11:49:00Z")
            Instant minute,

            @Schema(examples = "1860") long calls,
            @Schema(examples = "2") long failed,
            @Schema(examples = "0") long throttled,
            @Schema(examples = "0") long notAsked,
            @Nullable Latency latencyMs) {

        private static MinuteCounts of(long minute, CallCounts calls) {
            return new MinuteCounts(
                    Instant.ofEpochSecond(Duration.ofMinutes(minute).toSeconds()),
                    calls.sent(),
                    calls.failed(),
                    calls.throttled(),
                    calls.notAsked(),
                    latency(calls));
        }
    }

    @Schema(name = "CarrierQuota", description = "Usage of the quota of this service's account")
    record Quota(
            @Schema(description = "Calls allowed per window", examples = "80")
            long limit,

            @Schema(description = "Length of the window", examples = "1s")
            String window,

            @Schema(description = "Calls in the window that ends now", examples = "28")
            long used,

            @Schema(description = "Calls that are left", examples = "52")
            long left) {

        static Quota of(QuotaUsage usage) {
            return new Quota(usage.limit(), usage.window(), usage.used(), usage.remaining());
        }

        boolean hasLittleLeft() {
            return left * 10 < limit;
        }

        String description() {
            return left + " of " + limit + " calls in " + window + " are left";
        }
    }

    @Schema(name = "CarrierAuth", description = "The access token of this service at the carrier")
    record Auth(
            @Schema(description = "Earliest expiry of a current access token; it is renewed before")
            Instant expiresAt) {}

    @Schema(name = "CarrierOutage", description = "Time when a circuit was not closed; overlapping outages are merged")
    record LastOutage(
            @Schema(description = "When the first circuit opened")
            Instant from,

            @Schema(description = "When the last circuit closed; absent during the outage") @Nullable
            Instant to,

            @Schema(
                    description = "The operation, and the failure that opened its circuit",
                    examples = "quote: no answer within 2000 ms")
            String reason) {

        private static LastOutage of(Outage outage) {
            return new LastOutage(outage.from(), outage.to(), outage.operation() + ": " + outage.reason());
        }
    }

    /** @param quota usage by window; empty without a quota */
    static CarrierHealth of(GuardedCarrier carrier, HealthSnapshot snapshot, List<Quota> quota, Instant now) {
        CarrierCode code = carrier.code();
        CallCounts calls = snapshot.calls(code);
        List<String> reasons =
                CarrierHealthStatus.reasons(code, carrier.circuits().keySet(), snapshot, quota);
        return new CarrierHealth(
                carrier.displayName(),
                CarrierHealthStatus.of(code, carrier.circuits().keySet(), snapshot, quota)
                        .code(),
                calls.sent() > 0,
                reasons.isEmpty() ? null : reasons,
                carrier.endpoint().host().toString(),
                carrier.endpoint().version(),
                calls.sent(),
                calls.failed(),
                calls.throttled(),
                calls.notAsked(),
                roundedErrorRate(calls),
                perSecond(calls, snapshot.observedSince(), now),
                ErrorKind.of(calls),
                latency(calls),
                trend(code, snapshot, now),
                Operations.each(operation -> OperationHealth.of(
                        snapshot.calls(code, operation), CircuitHealth.of(snapshot.circuits(code, operation)))),
                quota.isEmpty() ? null : quota,
                snapshot.tokenExpiresAt(code).map(Auth::new).orElse(null),
                snapshot.lastOutage(code, now).map(LastOutage::of).orElse(null));
    }

    static List<MinuteCounts> trend(CarrierCode code, HealthSnapshot snapshot, Instant now) {
        long last = CallStatistics.currentMinute(now);
        return LongStream.rangeClosed(last - CallStatistics.RETAINED_MINUTES + 1, last)
                .mapToObj(minute -> MinuteCounts.of(minute, snapshot.callsInMinute(minute, code)))
                .toList();
    }

    private static @Nullable Double roundedErrorRate(CallCounts calls) {
        return calls.sent() == 0 ? null : Math.round(calls.errorRate() * 1e5) / 1e5;
    }

    /** Average over the observed part of the window. */
    static double perSecond(CallCounts calls, Instant observedSince, Instant now) {
        Instant window = Instant.EPOCH.plus(
                Duration.ofMinutes(CallStatistics.currentMinute(now) - CallStatistics.RETAINED_MINUTES + 1));
        Instant from = observedSince.isAfter(window) ? observedSince : window;
        double seconds = Math.max(1, Duration.between(from, now).toMillis() / 1000.0);
        return Math.round(calls.sent() / seconds * 100) / 100.0;
    }

    private static @Nullable Latency latency(CallCounts calls) {
        return calls.sent() == 0
                ? null
                : new Latency(
                        LatencyHistogram.percentile(calls.latencies(), 0.5),
                        LatencyHistogram.percentile(calls.latencies(), 0.99));
    }
}
