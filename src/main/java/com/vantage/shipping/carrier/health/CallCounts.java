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
 * @param errors failed, throttled and unsent calls, by {@link Outcome#word}
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
        SortedMap<Integer, Long> one = new TreeMap<>(Map.of(LatencyHistogram.bucket(latency), 1L));
        SortedMap<String, Long> error = new TreeMap<>(Map.of(outcome.word(), 1L));
        return switch (outcome) {
            case Outcome.Answered<?> answered -> new CallCounts(1, 0, 0, 0, one, new TreeMap<>());
            case Outcome.Declined<?> declined -> new CallCounts(1, 0, 0, 0, one, new TreeMap<>());
            case Outcome.Failed<?> failed
            when failed.failure() == Failure.THROTTLED_US -> new CallCounts(0, 0, 1, 0, one, error);
            case Outcome.Failed<?> failed
            when failed.failure() == Failure.INTERNAL_ERROR -> new CallCounts(0, 0, 0, 1, new TreeMap<>(), error);
            case Outcome.Failed<?> failed -> new CallCounts(0, 1, 0, 0, one, error);
            case Outcome.ShortCircuited<?> notAsked -> new CallCounts(0, 0, 0, 1, new TreeMap<>(), error);
        };
    }

    /** Key of an operation: {@code ups.quote}. */
    static String key(CarrierCode carrier, String operation) {
        return carrier + "." + operation;
    }

    CallCounts plus(CallCounts more) {
        return new CallCounts(
                good + more.good,
                failed + more.failed,
                throttled + more.throttled,
                notAsked + more.notAsked,
                sum(latencies, more.latencies),
                sum(errors, more.errors));
    }

    private static <K extends Comparable<K>> SortedMap<K, Long> sum(SortedMap<K, Long> some, SortedMap<K, Long> more) {
        SortedMap<K, Long> together = new TreeMap<>(some);
        more.forEach((key, calls) -> together.merge(key, calls, Long::sum));
        return together;
    }

    long asked() {
        return good + failed + throttled;
    }

    /** Failed share of the calls that were sent, from 0 to 1; 0 without calls. */
    double errorRate() {
        return asked() == 0 ? 0 : (double) failed / asked();
    }
}
