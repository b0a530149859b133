package com.vantage.shipping.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.vantage.shipping.model.EventFeed.Event;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;

/** Writes the bodies of deliveries, as Standard Webhooks recommends them. */
@ApplicationScoped
class WebhookMessageWriter {
    private final ObjectMapper json;

    /**
     * The body.
     *
     * @param timestamp when the event happened
     * @param sequence increases with each event about the same subject
     */
    record Body(String type, Instant timestamp, long sequence, Map<String, Object> data) {}

    WebhookMessageWriter(ObjectMapper json) {
        this.json = json;
    }

    WebhookMessage of(Event event) {
        return of(event.position().number(), event.subject(), event.type(), event.occurredAt(), event.data());
    }

    WebhookMessage of(long sequence, String subject, String type, Instant occurredAt, Map<String, Object> data) {
        try {
            String body = json.writeValueAsString(new Body(type, occurredAt, sequence, data));
            return new WebhookMessage(sequence, subject, type, occurredAt, body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
