package com.vantage.shipping.webhook;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An event that an endpoint is told about. Changed only on a row that its transaction has locked. */
@Entity
@IdClass(WebhookDelivery.Key.class)
class WebhookDelivery {
    private static final Pattern MESSAGE_ID = Pattern.compile("evt_([1-9]\\d{0,17})");

    @Id
    private String endpointId;

    @Id
    private long sequence;

    @Column(updatable = false)
    private String subject;

    @Column(updatable = false)
    private String type;

    @Column(updatable = false)
    private String payload;

    @Column(updatable = false)
    private Instant occurredAt;

    @Convert(converter = DeliveryState.CodeConverter.class)
    private DeliveryState state;

    private @Nullable Instant dueAt;
    private @Nullable Instant leasedUntil;
    private int attempts;
    private @Nullable Instant firstAttemptAt;
    private @Nullable Instant lastAttemptAt;
    private @Nullable Integer responseStatus;
    private @Nullable String error;
    private @Nullable Integer durationMs;

    record Key(String endpointId, long sequence) {}

    /** For Hibernate. */
    WebhookDelivery() {}

    /** @param due when it is sent first */
    WebhookDelivery(String endpointId, WebhookMessage message, Instant due) {
        this.endpointId = endpointId;
        this.sequence = message.sequence();
        this.subject = message.subject();
        this.type = message.type();
        this.payload = message.payload();
        this.occurredAt = message.occurredAt();
        this.state = DeliveryState.PENDING;
        this.dueAt = due;
    }

    /** The sequence in a message's id; empty if it is invalid. */
    static Optional<Long> sequence(String messageId) {
        Matcher id = MESSAGE_ID.matcher(messageId);
        return id.matches() ? Optional.of(Long.valueOf(id.group(1))) : Optional.empty();
    }

    Key key() {
        return new Key(endpointId, sequence);
    }

    /** The {@code webhook-id}: the same in each attempt and for each endpoint. */
    String messageId() {
        return "evt_" + sequence;
    }

    String endpointId() {
        return endpointId;
    }

    long sequence() {
        return sequence;
    }

    String subject() {
        return subject;
    }

    String type() {
        return type;
    }

    String payload() {
        return payload;
    }

    Instant occurredAt() {
        return occurredAt;
    }

    DeliveryState state() {
        return state;
    }

    /** When it is sent next; null once it is delivered or given up. */
    @Nullable
    Instant dueAt() {
        return dueAt;
    }

    @Nullable
    Instant leasedUntil() {
        return leasedUntil;
    }

    int attempts() {
        return attempts;
    }

    @Nullable
    Instant lastAttemptAt() {
        return lastAttemptAt;
    }

    /** Status of the last answer; null if there was none. */
    @Nullable
    Integer responseStatus() {
        return responseStatus;
    }

    /** Why the last attempt failed; null if it succeeded. */
    @Nullable
    String error() {
        return error;
    }

    @Nullable
    Integer durationMs() {
        return durationMs;
    }

    /** Ends the lease with the outcome of the attempt. */
    void record(DeliveryAttempt attempt, RetrySchedule schedule, Instant now) {
        leasedUntil = null;
        attempts++;
        firstAttemptAt = firstAttemptAt == null ? now : firstAttemptAt;
        lastAttemptAt = now;
        responseStatus = attempt.status();
        error = attempt.error();
        durationMs = Math.toIntExact(attempt.duration().toMillis());
        if (attempt.isSuccess()) {
            state = DeliveryState.DELIVERED;
            dueAt = null;
        } else if (schedule.isExhausted(Duration.between(firstAttemptAt, now))) {
            state = DeliveryState.FAILED;
            dueAt = null;
        } else {
            dueAt = now.plus(schedule.delay(attempts));
        }
    }
}
