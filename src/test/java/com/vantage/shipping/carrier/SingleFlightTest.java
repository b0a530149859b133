package com.vantage.shipping.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SingleFlightTest {
    private final SingleFlight<String, String> calls = new SingleFlight<>();
    private final List<UniEmitter<? super String>> started = new ArrayList<>();
    private final AtomicInteger cancelled = new AtomicInteger();

    @Test
    void joinedCallersShareAnswer() {
        var first = join("a");
        var second = join("a");

        started.getFirst().complete("here");

        first.assertItem("here");
        second.assertItem("here");
        assertThat(started).hasSize(1);
        assertThat(calls.size()).isZero();
    }

    @Test
    void joinedCallersShareFailure() {
        var first = join("a");
        var second = join("a");

        started.getFirst().fail(new IllegalStateException("gone"));

        first.assertFailedWith(IllegalStateException.class, "gone");
        second.assertFailedWith(IllegalStateException.class, "gone");
    }

    @Test
    void differentKeysAreSeparateCalls() {
        join("a");
        var other = join("b");

        started.getLast().complete("there");

        other.assertItem("there");
        assertThat(calls.size()).isOne();
    }

    @Test
    void callerAfterAnswerStartsNewCall() {
        join("a");
        started.getFirst().complete("here");

        join("a").assertNotTerminated();

        assertThat(started).hasSize(2);
    }

    @Test
    void callContinuesWhileAnyCallerWaits() {
        var first = join("a");
        var second = join("a");

        first.cancel();
        started.getFirst().complete("here");

        second.assertItem("here");
        assertThat(cancelled).hasValue(0);
    }

    @Test
    void callIsCancelledWithLastCaller() {
        var first = join("a");
        var second = join("a");

        second.cancel();
        first.cancel();

        assertThat(cancelled).hasValue(1);
        assertThat(calls.size()).isZero();
    }

    @Test
    void callerAfterCancellationStartsNewCall() {
        join("a").cancel();
        var next = join("a");

        started.getLast().complete("here");

        next.assertItem("here");
        assertThat(started).hasSize(2);
    }

    @Test
    void failureToStartIsReturned() {
        calls.join("a", () -> {
                    throw new IllegalStateException("no");
                })
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .assertFailedWith(IllegalStateException.class, "no");

        assertThat(calls.size()).isZero();
    }

    private UniAssertSubscriber<String> join(String key) {
        return calls.join(key, this::call).subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    private Uni<String> call() {
        return Uni.createFrom().<String>emitter(started::add).onCancellation().invoke(cancelled::incrementAndGet);
    }
}
