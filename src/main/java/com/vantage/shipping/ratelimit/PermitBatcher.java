package com.vantage.shipping.ratelimit;

import com.vantage.shipping.ratelimit.RateLimit.PermitDecision;
import com.vantage.shipping.ratelimit.RateLimit.PermitRequest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Collects the requests of one turn of the event loop, such as those for the carriers of a quote, into one round trip. */
final class PermitBatcher {
    /** Bounds the run time of a script, which blocks Redis. */
    private static final int MAX_BATCH_SIZE = 50;

    private final Vertx vertx;
    private final Function<List<PermitRequest>, Uni<List<PermitDecision>>> sender;
    private final List<PendingRequest> pending = new ArrayList<>();

    private record PendingRequest(PermitRequest request, UniEmitter<? super PermitDecision> caller) {}

    /** @param sender sends a batch; returns decisions in the order of the requests, and never fails */
    PermitBatcher(Vertx vertx, Function<List<PermitRequest>, Uni<List<PermitDecision>>> sender) {
        this.vertx = vertx;
        this.sender = sender;
    }

    Uni<PermitDecision> acquire(PermitRequest request) {
        return Uni.createFrom().emitter(caller -> enqueue(new PendingRequest(request, caller)));
    }

    private void enqueue(PendingRequest request) {
        boolean isFirst;
        synchronized (pending) {
            isFirst = pending.isEmpty();
            pending.add(request);
        }
        if (isFirst) {
            vertx.getOrCreateContext().runOnContext(ignored -> sendBatches());
        }
    }

    private void sendBatches() {
        List<PendingRequest> all;
        synchronized (pending) {
            all = List.copyOf(pending);
            pending.clear();
        }
        for (int from = 0; from < all.size(); from += MAX_BATCH_SIZE) {
            List<PendingRequest> batch = all.subList(from, Math.min(all.size(), from + MAX_BATCH_SIZE));
            sender.apply(batch.stream().map(PendingRequest::request).toList())
                    .subscribe()
                    .with(decisions -> IntStream.range(0, batch.size())
                            .forEach(i -> batch.get(i).caller().complete(decisions.get(i))));
        }
    }
}
