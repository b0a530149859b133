package com.vantage.shipping.carrier.health;

import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.model.CarrierCode;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts of calls by result.
 *
 * @param good answered or declined
 * @param failed sent, without a usable answer
 * @param throttled rejected because of our request rate; no failure of the carrier
 * @param notAsked not sent, because of the circuit or quota or because the request could not be built
 * @param latencies of sent calls, by bucket of {@link LatencyHistogram}
 * @param errors failed, throttled and unsent calls, by {@link Outcome#code}
 */
record CallCounts(
        long good,
        long failed,
        long throttled,
        long notAsked,
        SortedMap<Integer, Long> latencies,
        SortedMap<String, Long> errors) {
    static final CallCounts NONE = new CallCounts(0, 0, 0, 0, new TreeMap<>(), new TreeMap<>());

    CallCounts {
        // Absent from replicas of earlier versions
        errors = Objects.requireNonNullElseGet(errors, TreeMap::new);
    }

    static CallCounts of(Outcome<?> outcome, Duration latency) {
        SortedMap<Integer, Long> latencies = new TreeMap<>(Map.of(LatencyHistogram.bucket(latency), 1L));
        SortedMap<String, Long> error = new TreeMap<>(Map.of(outcome.code(), 1L));
        return switch (outcome) {
            case Outcome.Answered<?> answered -> new CallCounts(1, 0, 0, 0, latencies, new TreeMap<>());
            case Outcome.Declined<?> declined -> new CallCounts(1, 0, 0, 0, latencies, new TreeMap<>());
            case Outcome.Failed<?> failed
            when failed.failure() == Failure.RATE_LIMITED -> new CallCounts(0, 0, 1, 0, latencies, error);
            case Outcome.Failed<?> failed
            when failed.failure() == Failure.INTERNAL_ERROR -> new CallCounts(0, 0, 0, 1, new TreeMap<>(), error);
            case Outcome.Failed<?> failed -> new CallCounts(0, 1, 0, 0, latencies, error);
            case Outcome.NotAsked<?> notAsked -> new CallCounts(0, 0, 0, 1, new TreeMap<>(), error);
        };
    }

    /** Key of an operation: {@code ups.quote}. */
    static String key(CarrierCode carrier, String operation) {
        return carrier + "." + operation;
    }

    CallCounts plus(CallCounts other) {
        return new CallCounts(
                good + other.good,
                failed + other.failed,
                throttled + other.throttled,
                notAsked + other.notAsked,
                mergeSums(latencies, other.latencies),
                mergeSums(errors, other.errors));
    }

    private static <K extends Comparable<K>> SortedMap<K, Long> mergeSums(
            SortedMap<K, Long> first, SortedMap<K, Long> other) {
        SortedMap<K, Long> sums = new TreeMap<>(first);
        other.forEach((key, calls) -> sums.merge(key, calls, Long::sum));
        return sums;
    }

    long sent() {
        return good + failed + throttled;
    }

    /** Failed share of the calls that were sent, from 0 to 1; 0 without calls. */
    double errorRate() {
        return sent() == 0 ? 0 : (double) failed / sent();
    }
}
