package com.vantage.shipping.carrier.resilience;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class ReadRetryTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final List<Integer> attempts = new CopyOnWriteArrayList<>();
    private final ReadRetry retry = new ReadRetry(
            "ups.quote",
            2,
            Duration.ofMillis(100),
            failure -> failure instanceof IllegalStateException,
            failure -> failure instanceof CircuitOpenException);

    @Test
    void transientFailureIsRetriedTwice() {
        assertThatThrownBy(() -> call(number -> failed(new IllegalStateException("broken " + number))))
                .hasMessage("broken 3");

        assertThat(attempts).containsExactly(1, 2, 3);
    }

    @Test
    void successEndsRetries() {
        String answer = call(number -> number == 1
                ? failed(new IllegalStateException("broken"))
                : Uni.createFrom().item("answer " + number));

        assertThat(answer).isEqualTo("answer 2");
    }

    @Test
    void otherFailureIsNotRetried() {
        assertThatThrownBy(() -> call(number -> failed(new IllegalArgumentException("unreadable"))))
                .hasMessage("unreadable");

        assertThat(attempts).containsExactly(1);
    }

    @Test
    void preventedRetryKeepsPreviousFailure() {
        assertThatThrownBy(() -> call(number -> failed(
                        number == 1
                                ? new IllegalStateException("broken")
                                : new CircuitOpenException(Duration.ofSeconds(1)))))
                .hasMessage("broken")
                .isExactlyInstanceOf(IllegalStateException.class);

        assertThat(attempts).containsExactly(1, 2);
    }

    @Test
    void preventedFirstAttemptIsReported() {
        assertThatThrownBy(() -> call(number -> failed(new CircuitOpenException(Duration.ofSeconds(1)))))
                .isExactlyInstanceOf(CircuitOpenException.class);
    }

    @Test
    void cancelledCallerEndsRetries() {
        Cancellable caller = retry.call(counted(number -> failed(new IllegalStateException("broken"))))
                .subscribe()
                .with(answer -> {}, failure -> {});
        caller.cancel();

        await().during(Duration.ofMillis(400)).until(() -> attempts.size() == 1);
    }

    @Test
    void retriesRunOnCallersContext() {
        Vertx vertx = Vertx.vertx();
        Context caller = requireNonNull(VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext()));
        List<Context> contexts = new CopyOnWriteArrayList<>();
        IntFunction<Uni<String>> attempt = number -> {
            contexts.add(Vertx.currentContext());
            return failed(new IllegalStateException("broken"));
        };

        caller.runOnContext(
                nothing -> retry.call(attempt).subscribe().with(answer -> {}, failure -> contexts.add(caller)));

        await().until(() -> contexts.size() == 4);
        assertThat(contexts).containsOnly(caller);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private String call(IntFunction<Uni<String>> attempt) {
        return retry.call(counted(attempt)).await().atMost(SOON);
    }

    private IntFunction<Uni<String>> counted(IntFunction<Uni<String>> attempt) {
        return number -> {
            attempts.add(number);
            return attempt.apply(number);
        };
    }

    private static Uni<String> failed(Throwable failure) {
        return Uni.createFrom().failure(failure);
    }
}
