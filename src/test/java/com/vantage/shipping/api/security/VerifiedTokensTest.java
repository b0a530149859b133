package com.vantage.shipping.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.OctetSequenceJsonWebKey;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;

class VerifiedTokensTest {
    private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");

    private final VerifiedTokenCache tokens = new VerifiedTokenCache();
    private final List<JsonWebKey> keys = keys();

    @Test
    void verifiedTokenIsFoundForSeconds() {
        JWTCallerPrincipal principal = principal(NOW.plusSeconds(3600));
        tokens.add("token", principal, keys, NOW);

        assertThat(tokens.find("token", keys, NOW.plus(VerifiedTokenCache.TTL).minusMillis(1)))
                .contains(principal);
        assertThat(tokens.find("token", keys, NOW.plus(VerifiedTokenCache.TTL))).isEmpty();
        assertThat(tokens.find("other", keys, NOW)).isEmpty();
    }

    @Test
    void expiredTokenIsNotFound() {
        tokens.add("token", principal(NOW.plusSeconds(2)), keys, NOW);

        assertThat(tokens.find("token", keys, NOW.plusMillis(1_999))).isPresent();
        assertThat(tokens.find("token", keys, NOW.plusSeconds(2))).isEmpty();
    }

    @Test
    void fetchedKeysForgetAllTokens() {
        tokens.add("token", principal(NOW.plusSeconds(3600)), keys, NOW);

        assertThat(tokens.find("token", keys(), NOW)).isEmpty();
    }

    @Test
    void numberOfTokensIsBounded() {
        JWTCallerPrincipal principal = principal(NOW.plus(Duration.ofHours(1)));
        for (int i = 0; i <= VerifiedTokenCache.MAX_TOKENS; i++) {
            tokens.add("token " + i, principal, keys, NOW);
        }

        assertThat(tokens.size()).isEqualTo(VerifiedTokenCache.MAX_TOKENS);
        assertThat(tokens.find("token 0", keys, NOW)).isEmpty();
        assertThat(tokens.find("token 1", keys, NOW)).isPresent();
    }

    private static JWTCallerPrincipal principal(Instant expiry) {
        JwtClaims claims = new JwtClaims();
        claims.setExpirationTime(NumericDate.fromSeconds(expiry.getEpochSecond()));
        return new DefaultJWTCallerPrincipal(claims);
    }

    /** Equal to each other, as answers of an issuer whose keys have not changed. */
    private static List<JsonWebKey> keys() {
        try {
            return List.of(new OctetSequenceJsonWebKey(Map.of("kty", "oct", "k", "AAAA")));
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
