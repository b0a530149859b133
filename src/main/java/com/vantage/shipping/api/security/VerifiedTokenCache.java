package com.vantage.shipping.api.security;

import com.vantage.shipping.api.Sha256;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwk.JsonWebKey;

/**
 * Remembers verified tokens for a few seconds, so that a signature is not verified for each request of a client. Knows tokens by
 * their hash. Forgets the oldest beyond a maximum, and all when the issuer's keys were fetched again: a withdrawn key verifies no
 * token longer than it would otherwise.
 */
final class VerifiedTokenCache {
    static final Duration TTL = Duration.ofSeconds(5);
    static final int MAX_TOKENS = 10_000;

    private final Map<ByteBuffer, Verified> byHash = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Verified> eldest) {
            return size() > MAX_TOKENS;
        }
    };

    /** @param keys the issuer's keys when the token was verified */
    private record Verified(JWTCallerPrincipal principal, List<JsonWebKey> keys, Instant expiresAt) {}

    /** @param keys the issuer's current keys, as the same object as long as they are not fetched again */
    synchronized Optional<JWTCallerPrincipal> find(String token, List<JsonWebKey> keys, Instant now) {
        Verified verified = byHash.get(hash(token));
        return verified != null && isSame(verified.keys(), keys) && now.isBefore(verified.expiresAt())
                ? Optional.of(verified.principal())
                : Optional.empty();
    }

    /** @param keys the issuer's keys before the token was verified */
    synchronized void add(String token, JWTCallerPrincipal principal, List<JsonWebKey> keys, Instant now) {
        Instant tokenExpiry = Instant.ofEpochSecond(principal.getExpirationTime());
        Instant expiresAt = now.plus(TTL);
        byHash.put(
                hash(token), new Verified(principal, keys, tokenExpiry.isBefore(expiresAt) ? tokenExpiry : expiresAt));
    }

    synchronized int size() {
        return byHash.size();
    }

    @SuppressWarnings("ReferenceEquality") // a later answer of the issuer may equal the former one
    private static boolean isSame(List<JsonWebKey> one, List<JsonWebKey> other) {
        return one == other;
    }

    private static ByteBuffer hash(String token) {
        return ByteBuffer.wrap(Sha256.digest(token));
    }
}
