package com.vantage.shipping.api;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Graceful shutdown of this replica. It first reports not ready but still accepts requests, until load balancers have noticed;
 * then it rejects new requests; and it ends when its work is done or the shutdown timeout is over.
 */
@Singleton
public class GracefulShutdown {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    private final Duration delay;
    private final Duration timeout;
    private final AtomicInteger tracked = new AtomicInteger();
    private volatile long startedAt;
    private volatile boolean shuttingDown;

    GracefulShutdown(
            @ConfigProperty(name = "quarkus.shutdown.delay") Optional<Duration> delay,
            @ConfigProperty(name = "quarkus.shutdown.timeout") Optional<Duration> timeout) {
        this.delay = delay.orElse(Duration.ZERO);
        this.timeout = timeout.orElse(Duration.ZERO);
    }

    /** Whether shutdown has begun, so that no background work should be started. */
    public boolean isShuttingDown() {
        return shuttingDown;
    }

    /** Whether new requests are rejected. */
    public boolean isRefusing() {
        return shuttingDown && hasElapsed(delay);
    }

    /** Makes shutdown wait for this work, even if no request does: its caller may have disconnected, or there was none. */
    public <T> Uni<T> track(Uni<T> work) {
        return Uni.createFrom().deferred(() -> {
            tracked.incrementAndGet();
            return work.onTermination().invoke(tracked::decrementAndGet);
        });
    }

    void onShutdownDelay(@Observes ShutdownDelayInitiatedEvent event) {
        startedAt = System.nanoTime();
        shuttingDown = true;
    }

    /** Waits for unfinished work. Runs after all requests are answered and before the database connections are closed. */
    void awaitTracked(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event)
            throws InterruptedException {
        while (shuttingDown && tracked.get() > 0 && !hasElapsed(delay.plus(timeout))) {
            Thread.sleep(POLL_INTERVAL);
        }
    }

    private boolean hasElapsed(Duration duration) {
        return System.nanoTime() - startedAt >= duration.toNanos();
    }
}
