package com.vantage.shipping.carrier.health;

import com.vantage.shipping.carrier.CallListener;
import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.carrier.resilience.CircuitStatus;
import com.vantage.shipping.model.CarrierCode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts this replica's calls to the carriers by minute, and records the last outages of its circuits. */
@ApplicationScoped
class CallStatistics implements CallListener {
    /** Window of a report: whole minutes, including the current one. */
    static final int RETAINED_MINUTES = 15;

    private final Clock clock;
    private final Instant since;
    private final SortedMap<Long, Map<String, CallCounts>> minutes = new TreeMap<>();
    private final Set<Long> unpublished = new HashSet<>();
    private final Map<String, Outage> outages = new HashMap<>();

    CallStatistics(Clock clock) {
        this.clock = clock;
        this.since = clock.instant();
    }

    /** Start of counting. */
    Instant since() {
        return since;
    }

    @Override
    public void onCall(CarrierCode carrier, String operation, Outcome<?> outcome, Duration latency) {
        count(CallCounts.key(carrier, operation), CallCounts.of(outcome, latency));
    }

    @Override
    public void onCircuitChange(CarrierCode carrier, String operation, CircuitStatus status) {
        switch (status.state()) {
            case OPEN -> onOpen(carrier, operation, status);
            case HALF_OPEN -> {
                // The outage continues until a trial call succeeds
            }
            case CLOSED -> onClose(carrier, operation, status);
        }
    }

    /** The calls of the window, by minute and {@link CallCounts#key}. */
    synchronized SortedMap<Long, Map<String, CallCounts>> minutes() {
        removeExpired();
        SortedMap<Long, Map<String, CallCounts>> copy = new TreeMap<>();
        minutes.forEach((minute, calls) -> copy.put(minute, Map.copyOf(calls)));
        return copy;
    }

    /** Takes the minutes that have changed since the last call of this method. */
    synchronized SortedMap<Long, Map<String, CallCounts>> drainUnpublished() {
        SortedMap<Long, Map<String, CallCounts>> taken = minutes();
        taken.keySet().retainAll(unpublished);
        unpublished.clear();
        return taken;
    }

    /** Marks minutes as unpublished again, after publishing failed or Redis lost them. */
    synchronized void markUnpublished(Collection<Long> taken) {
        unpublished.addAll(taken);
    }

    synchronized List<Outage> outages() {
        return outages.values().stream()
                .map(outage -> outage.seen(clock.instant()))
                .toList();
    }

    long currentMinute() {
        return currentMinute(clock.instant());
    }

    /** The number of the minute since the epoch. */
    static long currentMinute(Instant at) {
        return Duration.ofMillis(at.toEpochMilli()).toMinutes();
    }

    private synchronized void count(String key, CallCounts calls) {
        minutes.computeIfAbsent(currentMinute(), minute -> new HashMap<>()).merge(key, calls, CallCounts::plus);
        unpublished.add(currentMinute());
    }

    private synchronized void onOpen(CarrierCode carrier, String operation, CircuitStatus status) {
        Outage known = outages.get(CallCounts.key(carrier, operation));
        if (known == null || known.to() != null) {
            outages.put(
                    CallCounts.key(carrier, operation),
                    Outage.started(carrier, operation, status.since(), Objects.requireNonNullElse(status.why(), "")));
        }
    }

    private synchronized void onClose(CarrierCode carrier, String operation, CircuitStatus status) {
        outages.computeIfPresent(CallCounts.key(carrier, operation), (key, outage) -> outage.ended(status.since()));
    }

    private void removeExpired() {
        minutes.headMap(currentMinute() - RETAINED_MINUTES + 1).clear();
        unpublished.retainAll(minutes.keySet());
    }
}
