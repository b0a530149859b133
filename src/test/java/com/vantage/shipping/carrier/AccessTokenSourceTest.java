package com.vantage.shipping.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vantage.shipping.carrier.AccessTokenSource.Grant;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.support.MovableClock;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AccessTokenSourceTest {
    private static final Duration LIFETIME = Duration.ofSeconds(100);

    private final MovableClock clock = new MovableClock();
    private final AtomicInteger fetched = new AtomicInteger();

    @Test
    void tokenIsReused() {
        AccessTokenSource token = new AccessTokenSource("ups", this::grant, clock);

        assertThat(valueOf(token)).isEqualTo("token-1");
        assertThat(valueOf(token)).isEqualTo("token-1");
        assertThat(fetched).hasValue(1);
    }

    @Test
    void concurrentCallersShareOneFetch() {
        List<UniEmitter<? super Grant>> waiting = new ArrayList<>();
        AccessTokenSource token =
                new AccessTokenSource("ups", () -> Uni.createFrom().emitter(waiting::add), clock);
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            token.use(value -> Uni.createFrom().item(value)).subscribe().with(seen::add);
        }

        waiting.getFirst().complete(new Grant("only", LIFETIME));

        assertThat(waiting).hasSize(1);
        assertThat(seen).containsExactly("only", "only", "only");
    }

    @Test
    void cancelledCallerDoesNotCancelFetch() {
        List<UniEmitter<? super Grant>> waiting = new ArrayList<>();
        AccessTokenSource token =
                new AccessTokenSource("ups", () -> Uni.createFrom().emitter(waiting::add), clock);
        List<String> seen = new ArrayList<>();
        var first = token.use(value -> Uni.createFrom().item(value)).subscribe().with(seen::add);
        token.use(value -> Uni.createFrom().item(value)).subscribe().with(seen::add);

        first.cancel();
        waiting.getFirst().complete(new Grant("only", LIFETIME));

        assertThat(seen).containsExactly("only");
    }

    @Test
    void tokenIsRenewedInBackgroundBeforeExpiry() {
        AccessTokenSource token = new AccessTokenSource("ups", this::grant, clock);
        valueOf(token);
        clock.advance(Duration.ofSeconds(91));

        assertThat(valueOf(token)).isEqualTo("token-1");
        assertThat(valueOf(token)).isEqualTo("token-2");
    }

    @Test
    void expiredTokenIsReplaced() {
        AccessTokenSource token = new AccessTokenSource("ups", this::grant, clock);
        valueOf(token);
        clock.advance(Duration.ofSeconds(101));

        assertThat(valueOf(token)).isEqualTo("token-2");
    }

    @Test
    void expiryIsReportedForValidTokenOnly() {
        AccessTokenSource token = new AccessTokenSource("ups", this::grant, clock);
        assertThat(token.expiresAt()).isEmpty();

        valueOf(token);
        assertThat(token.expiresAt()).contains(clock.instant().plus(LIFETIME));

        clock.advance(LIFETIME);
        assertThat(token.expiresAt()).isEmpty();
    }

    @Test
    void rejectedTokenIsReplacedOnce() {
        AccessTokenSource token = new AccessTokenSource("ups", this::grant, clock);

        String answer = token.use(value -> value.equals("token-1")
                        ? Uni.createFrom().<String>failure(new TokenRejectedException("expired"))
                        : Uni.createFrom().item(value))
                .await()
                .indefinitely();

        assertThat(answer).isEqualTo("token-2");
    }

    @Test
    void rejectedNewTokenIsRefusedUs() {
        AccessTokenSource token = new AccessTokenSource("ups", this::grant, clock);
        Uni<String> call = token.use(value -> Uni.createFrom().failure(new TokenRejectedException("invalid")));

        assertThatThrownBy(() -> call.await().indefinitely())
                .isInstanceOfSatisfying(CarrierUnavailableException.class, e -> assertThat(e.failure())
                        .isEqualTo(Failure.CREDENTIALS_REJECTED));
        assertThat(fetched).hasValue(2);
    }

    @Test
    void failedFetchIsNotRepeatedImmediately() {
        AccessTokenSource token = new AccessTokenSource("fedex", this::reject, clock);

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> valueOf(token)).isInstanceOf(CarrierUnavailableException.class);
        }
        assertThat(fetched).hasValue(1);

        clock.advance(Duration.ofSeconds(2));
        assertThatThrownBy(() -> valueOf(token)).isInstanceOf(CarrierUnavailableException.class);
        assertThat(fetched).hasValue(2);
    }

    @Test
    void failedFetchHonoursRetryAfter() {
        CarrierUnavailableException blocked =
                new CarrierUnavailableException(Failure.RATE_LIMITED, "blocked", Duration.ofMinutes(10), null);
        AccessTokenSource token = new AccessTokenSource(
                "fedex",
                () -> Uni.createFrom().failure(() -> {
                    fetched.incrementAndGet();
                    return blocked;
                }),
                clock);
        assertThatThrownBy(() -> valueOf(token)).isSameAs(blocked);

        clock.advance(Duration.ofMinutes(9));
        assertThatThrownBy(() -> valueOf(token)).isSameAs(blocked);
        assertThat(fetched).hasValue(1);

        clock.advance(Duration.ofMinutes(1));
        assertThatThrownBy(() -> valueOf(token)).isSameAs(blocked);
        assertThat(fetched).hasValue(2);
    }

    private Uni<Grant> grant() {
        return Uni.createFrom().item(() -> new Grant("token-" + fetched.incrementAndGet(), LIFETIME));
    }

    private Uni<Grant> reject() {
        fetched.incrementAndGet();
        return Uni.createFrom().failure(new CarrierUnavailableException(Failure.BROKEN, "500"));
    }

    private static String valueOf(AccessTokenSource token) {
        return token.use(value -> Uni.createFrom().item(value)).await().indefinitely();
    }
}
