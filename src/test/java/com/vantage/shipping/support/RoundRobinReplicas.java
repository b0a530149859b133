package com.vantage.shipping.support;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

/** Round-robin load balancer that checks the readiness of replicas every half second. */
public final class RoundRobinReplicas implements AutoCloseable {
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger turn = new AtomicInteger();
    private final List<PackagedService> replicas;
    private volatile List<PackagedService> ready;

    public RoundRobinReplicas(List<PackagedService> replicas) {
        this.replicas = replicas;
        this.ready = replicas;
        var _ = scheduler.scheduleWithFixedDelay(this::checkReadiness, 0, 500, MILLISECONDS);
    }

    public String url() {
        List<PackagedService> candidates = ready;
        return candidates
                .get(Math.floorMod(turn.getAndIncrement(), candidates.size()))
                .url();
    }

    private void checkReadiness() {
        ready = replicas.stream().filter(RoundRobinReplicas::isReady).toList();
    }

    private static boolean isReady(PackagedService replica) {
        try {
            return replica.isReady();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
