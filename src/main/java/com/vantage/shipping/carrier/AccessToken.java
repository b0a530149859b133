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
 * The access token of one account at one carrier. Concurrent calls share one fetch; the token is renewed in the
 * background after 90% of its lifetime.
 *
 * <p>After a failed fetch no other is made for a while: FedEx blocks addresses that request tokens too often. Why this
 * is not quarkus-oidc-client: docs/decisions/0010.
 */
public final class AccessToken {
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

    /** A token and its lifetime as granted by the carrier. {@link #toString} omits the token. */
    public record Grant(String value, Duration life) {
        @Override
        public String toString() {
            return "Grant[" + life + "]";
        }
    }

    private record Held(String value, Instant renewAt, Instant deadAt) {}

    /**
     * @param owner used in log lines: {@code ups}
     * @param fetch requests a new token from the carrier; called once per fetch
     */
    public AccessToken(String owner, Supplier<Uni<Grant>> fetch, Clock clock) {
        this.owner = owner;
        this.fetch = fetch;
        this.clock = clock;
    }

    /**
     * Makes a call with the current token; if the carrier rejects the token, repeats the call once with a new one.
     *
     * @param call takes the token's value; fails with {@link TokenRejectedException} if the carrier rejects it
     * @return fails with {@link Failure#REFUSED_US} if the new token is rejected too
     */
    public <T> Uni<T> use(Function<String, Uni<T>> call) {
        return current().flatMap(token -> call.apply(token.value())
                .onFailure(TokenRejectedException.class)
                .recoverWithUni(() -> afterDropping(token).flatMap(fresh -> call.apply(fresh.value())))
                .onFailure(TokenRejectedException.class)
                .transform(this::refusedWithFreshToken));
    }

    /** When the current token expires; empty if there is no valid one. */
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
                                    "Could not renew the access token of %s; using the current one until it expires: %s",
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
        // Memoized, so that a caller that cancels does not cancel the fetch for the others.
        Uni<Held> shared = Uni.createFrom()
                .deferred(fetch::get)
                .ifNoItem()
                .after(PATIENCE)
                .failWith(() -> new CarrierUnavailableException(
                        Failure.TIMED_OUT, "no access token within " + PATIENCE.toSeconds() + " s"))
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

    /** Honours a longer Retry-After: FedEx restarts its block when calls continue. */
    private static Duration pauseAfter(Throwable failure) {
        Duration asked = failure instanceof CarrierUnavailableException unavailable ? unavailable.retryAfter() : null;
        return asked != null && asked.compareTo(PAUSE_AFTER_FAILURE) > 0 ? asked : PAUSE_AFTER_FAILURE;
    }

    private CarrierUnavailableException refusedWithFreshToken(Throwable stale) {
        return new CarrierUnavailableException(
                Failure.REFUSED_US, "rejected a new access token: " + stale.getMessage(), null, stale);
    }
}
