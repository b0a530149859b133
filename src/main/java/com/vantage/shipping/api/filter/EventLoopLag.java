package com.vantage.shipping.api.filter;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.netty.MainEventLoopGroup;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures the event loop lag of this replica: the minimum lateness of the event loops' last few ticks. A single pause delays
 * one tick, a saturated processor all of them. (The minimum of an interval, not the average, tells a standing queue from a
 * burst: RFC 8289, CoDel, 3.2.)
 */
@Singleton
class EventLoopLag {
    private static final Duration TICK = Duration.ofMillis(50);
    private static final int SAMPLES_PER_LOOP = 6;

    private final EventLoopGroup loops;
    private final List<Future<?>> timers = new ArrayList<>();
    private long[] samples = {0};
    private int nextSample;

    EventLoopLag(@MainEventLoopGroup EventLoopGroup loops, MeterRegistry meters) {
        this.loops = loops;
        Gauge.builder("eventloop.delay", this, lag -> lag.current().toNanos() / 1e9)
                .description("Event loop lag: minimum lateness of the last ticks")
                .baseUnit("seconds")
                .register(meters);
    }

    synchronized void start(@Observes StartupEvent event) {
        for (EventExecutor loop : loops) {
            AtomicLong last = new AtomicLong(System.nanoTime());
            timers.add(loop.scheduleWithFixedDelay(
                    () -> tick(last), TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS));
        }
        samples = new long[timers.size() * SAMPLES_PER_LOOP];
    }

    synchronized void stop(@Observes ShutdownEvent event) {
        timers.forEach(timer -> timer.cancel(false));
        timers.clear();
    }

    synchronized Duration current() {
        return Duration.ofNanos(Arrays.stream(samples).min().orElse(0));
    }

    private void tick(AtomicLong last) {
        long now = System.nanoTime();
        record(now - last.getAndSet(now) - TICK.toNanos());
    }

    private synchronized void record(long lag) {
        samples[nextSample] = Math.max(0, lag);
        nextSample = (nextSample + 1) % samples.length;
    }
}
