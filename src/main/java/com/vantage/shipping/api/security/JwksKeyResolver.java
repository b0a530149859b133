package com.vantage.shipping.api.security;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
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
@ApplicationScoped
public class JwksKeyResolver implements VerificationKeyResolver {
    private final JwksClient issuer;
    private final String address;
    private final JwksConfig config;
    private final Vertx vertx;
    private volatile List<JsonWebKey> keys = List.of();
    private volatile long fetched;
    private volatile long asked;
    private long timer;
    private @Nullable Uni<Void> underWay;

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

    void start(@Observes StartupEvent started) {
        renewNowAndThen();
    }

    void stop(@Observes ShutdownEvent stopped) {
        vertx.cancelTimer(timer);
    }

    private void renewNowAndThen() {
        renew().subscribe().with(done -> {
            Duration pause = areFresh() ? config.keysEvery() : config.keysPause();
            timer = vertx.setTimer(Math.max(1, pause.toMillis()), again -> renewNowAndThen());
        });
    }

    private boolean areFresh() {
        return isThere() && fetched == asked;
    }

    /** Whether any key is known. */
    boolean isThere() {
        return !keys.isEmpty();
    }

    /** Whether a token with this key id can be verified now, without waiting for {@link #renew}. */
    public boolean suffice(@Nullable String id) {
        boolean isKnown = id == null || keys.stream().anyMatch(key -> id.equals(key.getKeyId()));
        return (isThere() && isKnown) || wasAskedJustNow();
    }

    private boolean wasAskedJustNow() {
        return asked != 0 && System.nanoTime() - asked < config.keysPause().toNanos() && !isUnderWay();
    }

    private synchronized boolean isUnderWay() {
        return underWay != null;
    }

    /** Fetches the keys; completes also if that fails. Concurrent callers share one fetch. */
    public synchronized Uni<Void> renew() {
        if (underWay == null) {
            underWay = Uni.createFrom()
                    .deferred(issuer::keySet)
                    .invoke(this::keep)
                    .onFailure()
                    .invoke(this::complain)
                    .onFailure()
                    .recoverWithNull()
                    .replaceWithVoid()
                    .onTermination()
                    .invoke(this::ended)
                    .memoize()
                    .indefinitely();
            asked = System.nanoTime();
        }
        return requireNonNull(underWay);
    }

    private synchronized void ended() {
        underWay = null;
    }

    private void keep(String answer) {
        try {
            List<JsonWebKey> told = new JsonWebKeySet(answer).getJsonWebKeys();
            if (told.isEmpty()) {
                throw new IllegalStateException("the response contains no key");
            }
            keys = List.copyOf(told);
            fetched = asked;
        } catch (JoseException e) {
            throw new IllegalStateException("the response is not a JSON Web Key Set: " + e.getMessage(), e);
        }
    }

    private void complain(Throwable failure) {
        Log.errorf(
                "Could not fetch the token issuer's keys from %s; %s: %s",
                address, isThere() ? "keeping the cached keys" : "no token can be verified", failure.getMessage());
    }

    private double age() {
        return isThere() ? (System.nanoTime() - fetched) / 1e9 : Double.NaN;
    }

    @Override
    public Key resolveKey(JsonWebSignature signature, List<JsonWebStructure> around) throws UnresolvableKeyException {
        if (!isThere()) {
            throw new JwksUnavailableException();
        }
        return new JwksVerificationKeyResolver(keys).resolveKey(signature, around);
    }
}
