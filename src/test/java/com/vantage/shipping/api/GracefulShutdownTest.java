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
        GracefulShutdown longDelay = shutdown(LONG, LONG);
        GracefulShutdown shortDelay = shutdown(SHORT, LONG);

        longDelay.onShutdownDelay(new ShutdownDelayInitiatedEvent());
        shortDelay.onShutdownDelay(new ShutdownDelayInitiatedEvent());

        assertThat(longDelay.isShuttingDown()).isTrue();
        assertThat(longDelay.isRefusing()).isFalse();
        await().atMost(10, SECONDS).until(shortDelay::isRefusing);
    }

    @Test
    void requestsAreAcceptedBeforeShutdown() {
        assertThat(shutdown(Duration.ZERO, LONG).isRefusing()).isFalse();
    }

    @Test
    void shutdownWaitsForWork() throws InterruptedException {
        GracefulShutdown shutdown = shutdown(Duration.ZERO, LONG);
        CompletableFuture<String> work = new CompletableFuture<>();
        var _ = shutdown.track(Uni.createFrom().completionStage(work))
                .subscribe()
                .asCompletionStage();
        shutdown.onShutdownDelay(new ShutdownDelayInitiatedEvent());

        Thread end = Thread.ofVirtual().start(() -> awaitTracked(shutdown));
        assertThat(end.join(Duration.ofMillis(300))).isFalse();
        work.complete("bought");

        assertThat(end.join(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void failedWorkEndsWait() {
        GracefulShutdown shutdown = shutdown(Duration.ZERO, LONG);
        var _ = shutdown.track(Uni.createFrom().failure(new IllegalStateException()))
                .onFailure()
                .recoverWithNull()
                .subscribe()
                .asCompletionStage();
        shutdown.onShutdownDelay(new ShutdownDelayInitiatedEvent());

        awaitTracked(shutdown);
    }

    @Test
    void shutdownEndsAtTimeout() {
        GracefulShutdown shutdown = shutdown(SHORT, SHORT);
        var _ = shutdown.track(Uni.createFrom().nothing()).subscribe().asCompletionStage();
        shutdown.onShutdownDelay(new ShutdownDelayInitiatedEvent());

        awaitTracked(shutdown);
    }

    private static GracefulShutdown shutdown(Duration delay, Duration timeout) {
        return new GracefulShutdown(Optional.of(delay), Optional.of(timeout));
    }

    private static void awaitTracked(GracefulShutdown shutdown) {
        try {
            shutdown.awaitTracked(new ShutdownEvent());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
