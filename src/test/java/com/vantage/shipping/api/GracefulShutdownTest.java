package com.vantage.shipping.api;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class GracefulShutdownTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(100);

    @Test
    void requestsAreAcceptedDuringDelay() {
        GracefulShutdown longDelay = departure(LONG, LONG);
        GracefulShutdown shortDelay = departure(SHORT, LONG);

        longDelay.onShutdownDelay(new ShutdownDelayInitiatedEvent());
        shortDelay.onShutdownDelay(new ShutdownDelayInitiatedEvent());

        assertThat(longDelay.isShuttingDown()).isTrue();
        assertThat(longDelay.isRefusing()).isFalse();
        await().atMost(10, SECONDS).until(shortDelay::isRefusing);
    }

    @Test
    void requestsAreAcceptedBeforeShutdown() {
        assertThat(departure(Duration.ZERO, LONG).isRefusing()).isFalse();
    }

    @Test
    void shutdownWaitsForWork() throws InterruptedException {
        GracefulShutdown departure = departure(Duration.ZERO, LONG);
        CompletableFuture<String> work = new CompletableFuture<>();
        var _ = departure
                .track(Uni.createFrom().completionStage(work))
                .subscribe()
                .asCompletionStage();
        departure.onShutdownDelay(new ShutdownDelayInitiatedEvent());

        Thread end = Thread.ofVirtual().start(() -> finish(departure));
        assertThat(end.join(Duration.ofMillis(300))).isFalse();
        work.complete("bought");

        assertThat(end.join(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void failedWorkEndsWait() {
        GracefulShutdown departure = departure(Duration.ZERO, LONG);
        var _ = departure
                .track(Uni.createFrom().failure(new IllegalStateException()))
                .onFailure()
                .recoverWithNull()
                .subscribe()
                .asCompletionStage();
        departure.onShutdownDelay(new ShutdownDelayInitiatedEvent());

        finish(departure);
    }

    @Test
    void shutdownEndsAtTimeout() {
        GracefulShutdown departure = departure(SHORT, SHORT);
        var _ = departure.track(Uni.createFrom().nothing()).subscribe().asCompletionStage();
        departure.onShutdownDelay(new ShutdownDelayInitiatedEvent());

        finish(departure);
    }

    private static GracefulShutdown departure(Duration delay, Duration timeout) {
        return new GracefulShutdown(Optional.of(delay), Optional.of(timeout));
    }

    private static void finish(GracefulShutdown departure) {
        try {
            departure.awaitTracked(new ShutdownEvent());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
