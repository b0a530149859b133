package com.vantage.shipping.access;

import org.jspecify.annotations.Nullable;

/**
 * Who does something to a shipment.
 *
 * @param client by its token
 * @param subject whom the token is about; null if it does not say
 * @param operator whether only {@link Scope#OPS} opened the shipment to it
 */
public record Actor(String client, @Nullable String subject, boolean operator) {
    /** The service, when nobody has asked. */
    public static final Actor SERVICE = new Actor("shipping-service", null, false);
}
