package com.vantage.shipping.sandbox;

import io.smallrye.jwt.build.Jwt;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** Signs access tokens with a key created at start, and publishes the public key as a JWKS. */
public final class DemoTokens {
    static final String ISSUER = "https://sandbox.example";
    static final String AUDIENCE = "shipping-service";
    static final String ALL_SCOPES = "shipping:quote shipping:track shipping:ship shipping:ops";

    private static final String KEY_ID = "sandbox";
    private static final int KEY_BITS = 2048;

    private final KeyPair keys;

    DemoTokens() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            keys = generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("RSA is missing", e);
        }
    }

    /**
     * Creates a token.
     *
     * @param client claim {@code azp}
     * @param subject claim {@code sub}
     * @param scopes separated by blanks
     */
    public String token(String client, String subject, String scopes, Duration lifetime) {
        return Jwt.issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(subject)
                .claim("azp", client)
                .claim("scope", scopes)
                .issuedAt(Instant.now())
                .expiresAt(Instant.now().plus(lifetime))
                .jws()
                .keyId(KEY_ID)
                .sign(keys.getPrivate());
    }

    /** The public key as a JSON Web Key Set (RFC 7517). */
    JsonObject keySet() {
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        return new JsonObject()
                .put(
                        "keys",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("kty", "RSA")
                                        .put("use", "sig")
                                        .put("alg", "RS256")
                                        .put("kid", KEY_ID)
                                        .put("n", encode(key.getModulus()))
                                        .put("e", encode(key.getPublicExponent()))));
    }

    /** Unsigned big-endian, without the leading zero byte of positive numbers. */
    private static String encode(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int offset = bytes[0] == 0 ? 1 : 0;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOfRange(bytes, offset, bytes.length));
    }
}
