package com.vantage.shipping.carrier;

import com.vantage.shipping.carrier.Outcome.Failure;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The access token of one account at one carrier: fetched once for any number of calls, and renewed at nine tenths of its
 * life while the old one still serves.
 *
 * <p>After a failed fetch it pauses: FedEx blocks an address that asks for tokens too often. Why it is not
 * quarkus-oidc-client: docs/decisions/0010.
 */
public final class AccessToken {
    /** After a failed fetch nobody tries again for so long: FedEx blocks who asks for tokens too often. */
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(2);

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final double RENEW_AT = 0.9;

    private final String owner;
    private final Supplier<Uni<Grant>> fetch;
    private final Clock clock;

    private @Nullable Held held;
    private @Nullable Uni<Held> inFlight;
    private @Nullable Throwable lastFailure;
    private Instant quietUntil = Instant.EPOCH;

    /** A token as the carrier grants it. */
    public record Grant(String value, Duration life) {
        @Override
        public String toString() {
            return "Grant[" + life + "]";
        }
    }

    private record Held(String value, Instant renewAt, Instant deadAt) {}

    /**
     * @param owner for log lines: {@code ups}
     * @param fetch asks the carrier for a token, anew at each call
     */
    public AccessToken(String owner, Supplier<Uni<Grant>> fetch, Clock clock) {
        this.owner = owner;
        this.fetch = fetch;
        this.clock = clock;
    }

    /**
     * Calls with a token. If the carrier does not take it, calls once more with a fresh one.
     *
     * @param call gets the token's value; fails with {@link StaleToken} when the carrier refuses it
     */
    public <T> Uni<T> use(Function<String, Uni<T>> call) {
        return current().flatMap(token -> call.apply(token.value())
                .onFailure(StaleToken.class)
                .recoverWithUni(() -> afterDropping(token).flatMap(fresh -> call.apply(fresh.value())))
                .onFailure(StaleToken.class)
                .transform(this::refusedWithFreshToken));
    }

    /** Until when the token that is held serves; empty while none is held that still does. */
    public synchronized Optional<Instant> expiresAt() {
        return Optional.ofNullable(held).map(Held::deadAt).filter(end -> clock.instant()
                .isBefore(end));
    }

    private Uni<Held> current() {
        return Uni.createFrom().deferred(this::currentNow);
    }

    private Uni<Held> afterDropping(Held refused) {
        synchronized (this) {
            if (refused.equals(held)) {
                held = null;
            }
        }
        return current();
    }

    private synchronized Uni<Held> currentNow() {
        Instant now = clock.instant();
        Held token = held;
        if (token == null || !now.isBefore(token.deadAt())) {
            return fetched(now);
        }
        if (!now.isBefore(token.renewAt()) && inFlight == null && !now.isBefore(quietUntil)) {
            fetched(now)
                    .subscribe()
                    .with(
                            ignored -> {},
                            e -> Log.warnf(
                                    "The token of %s could not be renewed, the old one still serves: %s",
                                    owner, e.getMessage()));
        }
        return Uni.createFrom().item(token);
    }

    private synchronized Uni<Held> fetched(Instant now) {
        if (inFlight != null) {
            return inFlight;
        }
        if (lastFailure != null && now.isBefore(quietUntil)) {
            return Uni.createFrom().failure(lastFailure);
        }
        // Memoized, so that a caller who goes away does not take the token from the others.
        Uni<Held> shared = Uni.createFrom()
                .deferred(fetch::get)
                .ifNoItem()
                .after(PATIENCE)
                .failWith(() ->
                        new CarrierUnavailable(Failure.TIMED_OUT, "no token within " + PATIENCE.toSeconds() + " s"))
                .map(grant -> new Held(
                        grant.value(),
                        now.plusMillis((long) (grant.life().toMillis() * RENEW_AT)),
                        now.plus(grant.life())))
                .invoke(this::keep)
                .onFailure()
                .invoke(this::giveUp)
                .memoize()
                .indefinitely();
        inFlight = shared;
        return shared;
    }

    private synchronized void keep(Held fresh) {
        held = fresh;
        inFlight = null;
        lastFailure = null;
    }

    private synchronized void giveUp(Throwable failure) {
        inFlight = null;
        lastFailure = failure;
        quietUntil = clock.instant().plus(pauseAfter(failure));
    }

    /** Longer if the carrier says so: FedEx's block starts anew when calls go on. */
    private static Duration pauseAfter(Throwable failure) {
        Duration asked = failure instanceof CarrierUnavailable unavailable ? unavailable.retryAfter() : null;
        return asked != null && asked.compareTo(PAUSE_AFTER_FAILURE) > 0 ? asked : PAUSE_AFTER_FAILURE;
    }

    private CarrierUnavailable refusedWithFreshToken(Throwable stale) {
        return new CarrierUnavailable(
                Failure.REFUSED_US, "refused with a fresh token: " + stale.getMessage(), null, stale);
    }
}
