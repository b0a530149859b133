package com.vantage.shipping.api.security;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.security.Key;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/**
 * Caches the token issuer's public keys. They are refreshed periodically, and on demand for a token with an unknown key id.
 * While the issuer is unreachable, the cached keys stay in use.
 *
 * <p>SmallRye JWT's own resolver fetches keys within the request and blocks the event loop for as long as the issuer hangs
 * (docs/decisions/0011).
 */
@Singleton
public class JwksKeyResolver implements VerificationKeyResolver {
    private final JwksClient issuer;
    private final String address;
    private final JwksConfig config;
    private final Vertx vertx;
    private volatile List<JsonWebKey> keys = List.of();
    private volatile long fetchedAt;
    private volatile long requestedAt;
    private long timer;
    private @Nullable Uni<Void> inFlight;

    JwksKeyResolver(
            @RestClient JwksClient issuer,
            @ConfigProperty(name = "mp.jwt.verify.publickey.location") String address,
            JwksConfig config,
            Vertx vertx,
            MeterRegistry meters) {
        this.issuer = issuer;
        this.address = address;
        this.config = config;
        this.vertx = vertx;
        Gauge.builder("issuer.keys.age", this, JwksKeyResolver::age)
                .description("Time since the issuer's keys were fetched")
                .baseUnit("seconds")
                .register(meters);
    }

    void start(@Observes StartupEvent event) {
        refreshPeriodically();
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    private void refreshPeriodically() {
        refresh().subscribe().with(refreshed -> {
            Duration delay = isCurrent() ? config.refreshInterval() : config.retryDelay();
            timer = vertx.setTimer(Math.max(1, delay.toMillis()), ignored -> refreshPeriodically());
        });
    }

    private boolean isCurrent() {
        return isLoaded() && fetchedAt == requestedAt;
    }

    /** The keys; another object after each fetch. */
    List<JsonWebKey> current() {
        return keys;
    }

    /** Whether any key is known. */
    boolean isLoaded() {
        return !keys.isEmpty();
    }

    /** Whether a token with this key id can be verified now, without waiting for {@link #refresh}. */
    public boolean canVerify(@Nullable String id) {
        boolean isKnown = id == null || keys.stream().anyMatch(key -> id.equals(key.getKeyId()));
        return (isLoaded() && isKnown) || wasRefreshedRecently();
    }

    private boolean wasRefreshedRecently() {
        return requestedAt != 0
                && System.nanoTime() - requestedAt < config.retryDelay().toNanos()
                && !isRefreshing();
    }

    private synchronized boolean isRefreshing() {
        return inFlight != null;
    }

    /** Fetches the keys; completes also if that fails. Concurrent callers share one fetch. */
    public synchronized Uni<Void> refresh() {
        if (inFlight == null) {
            inFlight = Uni.createFrom()
                    .deferred(issuer::keySet)
                    .invoke(this::store)
                    .onFailure()
                    .invoke(this::logFailure)
                    .onFailure()
                    .recoverWithNull()
                    .replaceWithVoid()
                    .onTermination()
                    .invoke(this::onRefreshed)
                    .memoize()
                    .indefinitely();
            requestedAt = System.nanoTime();
        }
        return requireNonNull(inFlight);
    }

    private synchronized void onRefreshed() {
        inFlight = null;
    }

    private void store(String answer) {
        try {
            List<JsonWebKey> received = new JsonWebKeySet(answer).getJsonWebKeys();
            if (received.isEmpty()) {
                throw new IllegalStateException("the response contains no key");
            }
            keys = List.copyOf(received);
            fetchedAt = requestedAt;
        } catch (JoseException e) {
            throw new IllegalStateException("the response is not a JSON Web Key Set: " + e.getMessage(), e);
        }
    }

    private void logFailure(Throwable failure) {
        Log.errorf(
                "Could not fetch the token issuer's keys from %s; %s: %s",
                address, isLoaded() ? "keeping the cached keys" : "no token can be verified", failure.getMessage());
    }

    private double age() {
        return isLoaded() ? (System.nanoTime() - fetchedAt) / 1e9 : Double.NaN;
    }

    @Override
    public Key resolveKey(JsonWebSignature signature, List<JsonWebStructure> nestingContext)
            throws UnresolvableKeyException {
        if (!isLoaded()) {
            throw new JwksUnavailableException();
        }
        return new JwksVerificationKeyResolver(keys).resolveKey(signature, nestingContext);
    }
}
