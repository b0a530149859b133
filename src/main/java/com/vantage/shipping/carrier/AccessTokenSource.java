package com.vantage.shipping.carrier;

import com.vantage.shipping.carrier.Outcome.Failure;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
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
public final class AccessTokenSource {
    private static final Duration RETRY_DELAY = Duration.ofSeconds(2);

    private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(10);
    private static final double REFRESH_AFTER = 0.9;

    private final String owner;
    private final Supplier<Uni<Grant>> fetch;
    private final Clock clock;

    private @Nullable Token current;
    private @Nullable Uni<Token> inFlight;
    private @Nullable Throwable lastFailure;
    private Instant nextFetchAt = Instant.EPOCH;

    /** A token and its lifetime as granted by the carrier. {@link #toString} omits the token. */
    public record Grant(String value, Duration lifetime) {
        private static final Duration DEFAULT_LIFETIME = Duration.ofHours(1);
        private static final BigDecimal MAX_SECONDS =
                BigDecimal.valueOf(Duration.ofDays(1).toSeconds());

        /**
         * Reads a token response (RFC 6749, 5.1). A lifetime that is missing or unusable counts as one hour: without one each
         * call would fetch a token.
         *
         * @param expiresIn seconds
         * @throws CarrierUnavailableException if there is no token
         */
        public static Grant of(@Nullable String accessToken, @Nullable BigDecimal expiresIn) {
            String value = WireValues.nonBlank(accessToken);
            if (value == null) {
                throw new CarrierUnavailableException(Failure.UNREADABLE, "the carrier granted no access token");
            }
            return new Grant(value, lifetime(expiresIn));
        }

        private static Duration lifetime(@Nullable BigDecimal seconds) {
            return seconds == null || seconds.compareTo(BigDecimal.ONE) < 0 || seconds.compareTo(MAX_SECONDS) > 0
                    ? DEFAULT_LIFETIME
                    : Duration.ofSeconds(seconds.longValue());
        }

        @Override
        public String toString() {
            return "Grant[" + lifetime + "]";
        }
    }

    private record Token(String value, Instant refreshAt, Instant expiresAt) {}

    /**
     * @param owner used in log lines: {@code ups}
     * @param fetch requests a new token from the carrier; called once per fetch
     */
    public AccessTokenSource(String owner, Supplier<Uni<Grant>> fetch, Clock clock) {
        this.owner = owner;
        this.fetch = fetch;
        this.clock = clock;
    }

    /**
     * Makes a call with the current token; if the carrier rejects the token, repeats the call once with a new one.
     *
     * @param call takes the token's value; fails with {@link TokenRejectedException} if the carrier rejects it
     * @return fails with {@link Failure#CREDENTIALS_REJECTED} if the new token is rejected too
     */
    public <T> Uni<T> use(Function<String, Uni<T>> call) {
        return token().flatMap(token -> call.apply(token.value())
                .onFailure(TokenRejectedException.class)
                .recoverWithUni(() -> replacementOf(token).flatMap(fresh -> call.apply(fresh.value())))
                .onFailure(TokenRejectedException.class)
                .transform(this::credentialsRejected));
    }

    /** When the current token expires; empty if there is no valid one. */
    public synchronized Optional<Instant> expiresAt() {
        return Optional.ofNullable(current).map(Token::expiresAt).filter(expiry -> clock.instant()
                .isBefore(expiry));
    }

    private Uni<Token> token() {
        return Uni.createFrom().deferred(this::currentOrFetch);
    }

    private Uni<Token> replacementOf(Token rejected) {
        synchronized (this) {
            if (rejected.equals(current)) {
                current = null;
            }
        }
        return token();
    }

    private synchronized Uni<Token> currentOrFetch() {
        Instant now = clock.instant();
        Token token = current;
        if (token == null || !now.isBefore(token.expiresAt())) {
            return fetchOnce(now);
        }
        if (!now.isBefore(token.refreshAt()) && inFlight == null && !now.isBefore(nextFetchAt)) {
            fetchOnce(now)
                    .subscribe()
                    .with(
                            ignored -> {},
                            e -> Log.warnf(
                                    "Could not renew the access token of %s; using the current one until it expires: %s",
                                    owner, e.getMessage()));
        }
        return Uni.createFrom().item(token);
    }

    private synchronized Uni<Token> fetchOnce(Instant now) {
        if (inFlight != null) {
            return inFlight;
        }
        if (lastFailure != null && now.isBefore(nextFetchAt)) {
            return Uni.createFrom().failure(lastFailure);
        }
        // Memoized, so that a caller that cancels does not cancel the fetch for the others.
        Uni<Token> shared = Uni.createFrom()
                .deferred(fetch::get)
                .ifNoItem()
                .after(FETCH_TIMEOUT)
                .failWith(() -> new CarrierUnavailableException(
                        Failure.TIMED_OUT, "no access token within " + FETCH_TIMEOUT.toSeconds() + " s"))
                .map(grant -> new Token(
                        grant.value(),
                        now.plusMillis((long) (grant.lifetime().toMillis() * REFRESH_AFTER)),
                        now.plus(grant.lifetime())))
                .invoke(this::onFetched)
                .onFailure()
                .invoke(this::onFetchFailure)
                .memoize()
                .indefinitely();
        inFlight = shared;
        return shared;
    }

    private synchronized void onFetched(Token fresh) {
        current = fresh;
        inFlight = null;
        lastFailure = null;
    }

    private synchronized void onFetchFailure(Throwable failure) {
        inFlight = null;
        lastFailure = failure;
        nextFetchAt = clock.instant().plus(retryDelay(failure));
    }

    /** Honours a longer Retry-After: FedEx restarts its block when calls continue. */
    private static Duration retryDelay(Throwable failure) {
        Duration retryAfter =
                failure instanceof CarrierUnavailableException unavailable ? unavailable.retryAfter() : null;
        return retryAfter != null && retryAfter.compareTo(RETRY_DELAY) > 0 ? retryAfter : RETRY_DELAY;
    }

    private CarrierUnavailableException credentialsRejected(Throwable rejection) {
        return new CarrierUnavailableException(
                Failure.CREDENTIALS_REJECTED,
                "rejected a new access token: " + rejection.getMessage(),
                null,
                rejection);
    }
}
