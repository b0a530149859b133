package com.vantage.shipping.webhook;

import java.time.Instant;

/**
 * An event as it is sent.
 *
 * @param subject what it is about, such as a shipment's id
 * @param payload the body
 */
record WebhookMessage(long sequence, String subject, String type, Instant occurredAt, String payload) {}
