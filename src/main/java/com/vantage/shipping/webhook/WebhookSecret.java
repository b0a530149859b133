package com.vantage.shipping.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The key that deliveries to an endpoint are signed with (Standard Webhooks, "Signature scheme", symmetric). */
final class WebhookSecret {
    private static final String PREFIX = "whsec_";
    /** The specification asks for 24 to 64. */
    private static final int LENGTH = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] key;

    WebhookSecret(byte[] key) {
        this.key = key.clone();
    }

    static WebhookSecret random() {
        byte[] key = new byte[LENGTH];
        RANDOM.nextBytes(key);
        return new WebhookSecret(key);
    }

    byte[] key() {
        return key.clone();
    }

    /** The secret as its client is told it, once: {@code whsec_} and the key in Base64. */
    String reveal() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    /**
     * Signs a message.
     *
     * @param timestamp time of the attempt, in seconds since 1970
     * @return such as {@code v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=}
     */
    String sign(String id, long timestamp, String payload) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            byte[] content = (id + "." + timestamp + "." + payload).getBytes(StandardCharsets.UTF_8);
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(content));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WebhookSecret secret && Arrays.equals(key, secret.key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key);
    }

    @Override
    public String toString() {
        return "Secret";
    }
}
