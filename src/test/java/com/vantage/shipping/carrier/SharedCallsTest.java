package com.vantage.shipping.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedCallsTest {
    private final SharedCalls<String, String> shared = new SharedCalls<>();
    private final List<UniEmitter<? super String>> made = new ArrayList<>();
    private final AtomicInteger givenUp = new AtomicInteger();

    @Test
    void whoAsksTheSameAtTheSameTimeSharesOneCall() {
        var first = ask("a");
        var second = ask("a");
        var other = ask("b");

        made.getFirst().complete("yes");

        assertThat(made).hasSize(2);
        first.assertCompleted().assertItem("yes");
        second.assertCompleted().assertItem("yes");
        other.assertNotTerminated();
    }

    @Test
    void failureIsSharedToo() {
        var first = ask("a");
        var second = ask("a");

        made.getFirst().fail(new IllegalStateException("no"));

        first.assertFailedWith(IllegalStateException.class, "no");
        second.assertFailedWith(IllegalStateException.class, "no");
    }

    @Test
    void whoComesAfterTheAnswerAsksAnew() {
        ask("a");
        made.getFirst().complete("yes");

        ask("a").assertNotTerminated();

        assertThat(made).hasSize(2);
    }

    @Test
    void whoGoesAwayLeavesTheCallToTheOthers() {
        var first = ask("a");
        var second = ask("a");

        first.cancel();
        made.getFirst().complete("yes");

        assertThat(givenUp).hasValue(0);
        second.assertCompleted().assertItem("yes");
    }

    @Test
    void callIsGivenUpWhenTheLastOneHasGone() {
        var first = ask("a");
        var second = ask("a");

        first.cancel();
        second.cancel();

        assertThat(givenUp).hasValue(1);
        ask("a");
        assertThat(made).hasSize(2);
    }

    @Test
    void answerThatIsThereAtOnceIsNotKept() {
        for (int i = 1; i <= 2; i++) {
            int call = i;
            shared.call("a", () -> Uni.createFrom().item("yes " + call))
                    .subscribe()
                    .withSubscriber(UniAssertSubscriber.create())
                    .assertItem("yes " + call);
        }
    }

    private UniAssertSubscriber<String> ask(String key) {
        return shared.call(key, () -> Uni.createFrom()
                        .<String>emitter(made::add)
                        .onCancellation()
                        .invoke(givenUp::incrementAndGet))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }
}
