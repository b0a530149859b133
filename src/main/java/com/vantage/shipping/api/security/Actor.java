package com.vantage.shipping.api.security;

import org.jspecify.annotations.Nullable;

/**
 * Who changes a shipment, for the audit trail.
 *
 * @param client the client that the token was issued to
 * @param subject the token's {@code sub}; null if it has none
 * @param operator whether access was granted by {@link Scope#OPS} alone
 */
public record Actor(String client, @Nullable String subject, boolean operator) {
    /** The service itself, for changes that no caller requested. */
    public static final Actor SERVICE = new Actor("shipping-service", null, false);
}
