package com.vantage.shipping.sandbox;

import com.github.tomakehurst.wiremock.extension.Parameters;
import com.github.tomakehurst.wiremock.extension.ServeEventListener;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Requests that a carrier received. Replaces WireMock's journal, which counts its entries on every request and is too
 * slow for drills.
 */
final class ReceivedRequests implements ServeEventListener {
    private final Function<ServeEvent, Optional<Operation>> operations;
    private final Map<Operation, Integer> counts = new ConcurrentHashMap<>();
    private final ArrayBlockingQueue<ReceivedRequest> latest = new ArrayBlockingQueue<>(20_000);

    /** @param operations finds a request's operation, if any */
    ReceivedRequests(Function<ServeEvent, Optional<Operation>> operations) {
        this.operations = operations;
    }

    int count(Operation operation) {
        return counts.getOrDefault(operation, 0);
    }

    /** The latest requests, oldest first. */
    List<ReceivedRequest> latest() {
        return List.copyOf(latest);
    }

    void forget() {
        counts.clear();
        latest.clear();
    }

    @Override
    public String getName() {
        return "received";
    }

    /** The simulated delay is known only at this point. */
    @Override
    public void beforeResponseSent(ServeEvent event, Parameters parameters) {
        operations.apply(event).ifPresent(operation -> {
            ReceivedRequest request = ReceivedRequest.of(operation, event);
            while (!latest.offer(request)) {
                latest.poll();
            }
            counts.merge(operation, 1, Integer::sum);
        });
    }
}
