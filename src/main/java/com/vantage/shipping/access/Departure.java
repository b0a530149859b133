package com.vantage.shipping.access;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * How this replica goes when it is told to. First it only says so, and takes on what comes, until a balancer has had time to
 * notice; then it lets nobody in; and it does not end before its work is done, or the time for that is over.
 */
@ApplicationScoped
public class Departure {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final Duration delay;
    private final Duration timeout;
    private final AtomicInteger unfinished = new AtomicInteger();
    private volatile long since;
    private volatile boolean underWay;

    Departure(
            @ConfigProperty(name = "quarkus.shutdown.delay") Optional<Duration> delay,
            @ConfigProperty(name = "quarkus.shutdown.timeout") Optional<Duration> timeout) {
        this.delay = delay.orElse(Duration.ZERO);
        this.timeout = timeout.orElse(Duration.ZERO);
    }

    /** Whether no work should be begun that nobody asked for. */
    public boolean isUnderWay() {
        return underWay;
    }

    /** Whether nobody is let in any more. */
    public boolean isDoorClosed() {
        return underWay && hasPassed(delay);
    }

    /** Work that this replica waits for, also when nobody else does: its caller may have hung up, or there was none. */
    public <T> Uni<T> waitsFor(Uni<T> work) {
        return Uni.createFrom().deferred(() -> {
            unfinished.incrementAndGet();
            return work.onTermination().invoke(unfinished::decrementAndGet);
        });
    }

    void begin(@Observes ShutdownDelayInitiatedEvent told) {
        since = System.nanoTime();
        underWay = true;
    }

    /** All callers have their answers, and the stores are still open. */
    void finish(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent ending)
            throws InterruptedException {
        while (underWay && unfinished.get() > 0 && !hasPassed(delay.plus(timeout))) {
            Thread.sleep(LOOK_AGAIN);
        }
    }

    private boolean hasPassed(Duration time) {
        return System.nanoTime() - since >= time.toNanos();
    }
}
