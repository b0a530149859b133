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
 * The requests that a carrier got. WireMock's own journal counts its entries at every request, which is too slow for
 * drills.
 */
final class ReceivedRequests implements ServeEventListener {
    private final Function<ServeEvent, Optional<Operation>> operations;
    private final Map<Operation, Integer> counts = new ConcurrentHashMap<>();
    private final ArrayBlockingQueue<Received> latest = new ArrayBlockingQueue<>(20_000);

    /** @param operations tells what a request asks for, if it is one of the carrier's operations */
    ReceivedRequests(Function<ServeEvent, Optional<Operation>> operations) {
        this.operations = operations;
    }

    int count(Operation operation) {
        return counts.getOrDefault(operation, 0);
    }

    /** Oldest first. */
    List<Received> latest() {
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

    /** Only then is it known how long the answer is made to take. */
    @Override
    public void beforeResponseSent(ServeEvent event, Parameters parameters) {
        operations.apply(event).ifPresent(operation -> {
            Received request = Received.of(operation, event);
            while (!latest.offer(request)) {
                latest.poll();
            }
            counts.merge(operation, 1, Integer::sum);
        });
    }
}
