package com.vantage.shipping.webhook;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An endpoint of a client. Changed only on a row that its transaction has locked. */
@Entity
@SuppressWarnings("unused") // of columns that only queries read
class WebhookEndpoint {
    /** Fewer failures may be due to single events that the endpoint rejects. */
    private static final int FAILURES_BEFORE_PAUSE = 5;

    private static final Duration MAX_PAUSE = Duration.ofMinutes(5);

    @Id
    private String id;

    private String client;
    private String url;
    private @Nullable String description;
    private String events;
    private byte[] secret;
    private byte @Nullable [] formerSecret;
    private @Nullable Instant formerSecretUntil;
    private boolean enabled;
    private @Nullable String disabledReason;
    private @Nullable Instant disabledAt;
    private int failures;
    private @Nullable Instant failingSince;
    private @Nullable Instant retryAt;
    private Instant createdAt;
    private Instant updatedAt;

    /** Why an endpoint is disabled. */
    enum DisabledReason {
        /** By its client. */
        CLIENT,
        /** It has failed for as long as deliveries are retried. */
        FAILING,
        /** It answered with 410 Gone. */
        GONE;

        /** The value in the API and in the database. */
        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** For Hibernate. */
    WebhookEndpoint() {}

    WebhookEndpoint(
            String id,
            String client,
            String url,
            @Nullable String description,
            List<EventTypePattern> events,
            WebhookSecret secret,
            Instant now) {
        this.id = id;
        this.client = client;
        this.url = url;
        this.description = description;
        this.events = EventTypePattern.toText(events);
        this.secret = secret.key();
        this.enabled = true;
        this.createdAt = now;
        this.updatedAt = now;
    }

    String id() {
        return id;
    }

    String client() {
        return client;
    }

    String url() {
        return url;
    }

    @Nullable
    String description() {
        return description;
    }

    List<EventTypePattern> events() {
        return EventTypePattern.fromText(events);
    }

    boolean isEnabled() {
        return enabled;
    }

    /** Null if it is enabled. */
    @Nullable
    String disabledReason() {
        return disabledReason;
    }

    /** Null if it is enabled. */
    @Nullable
    Instant disabledAt() {
        return disabledAt;
    }

    /** Time of the first failure since the last success; null if the last attempt succeeded. */
    @Nullable
    Instant failingSince() {
        return failingSince;
    }

    Instant createdAt() {
        return createdAt;
    }

    /** Until when deliveries are also signed with the former secret; null if there is none. */
    @Nullable
    Instant formerSecretUntil() {
        return formerSecretUntil;
    }

    /** Whether an attempt that ended at this time disabled it. */
    boolean wasGivenUpAt(Instant time) {
        return time.equals(disabledAt) && !DisabledReason.CLIENT.code().equals(disabledReason);
    }

    boolean isFailing() {
        return failures > 0;
    }

    boolean subscribesTo(String type) {
        return events().stream().anyMatch(filter -> filter.matches(type));
    }

    /** The value of {@code webhook-signature}: one signature for each valid secret. */
    String sign(String messageId, Instant now, String payload) {
        Stream<byte[]> former = formerSecret != null && formerSecretUntil != null && now.isBefore(formerSecretUntil)
                ? Stream.of(formerSecret)
                : Stream.empty();
        return Stream.concat(Stream.of(secret), former)
                .map(key -> new WebhookSecret(key).sign(messageId, now.getEpochSecond(), payload))
                .collect(Collectors.joining(" "));
    }

    /** Does nothing if this is the secret already. */
    void rotate(WebhookSecret next, Instant formerUntil, Instant now) {
        if (!next.equals(new WebhookSecret(secret))) {
            formerSecret = secret;
            formerSecretUntil = formerUntil;
            secret = next.key();
            updatedAt = now;
        }
    }

    /** Changes what is not null. */
    void change(
            @Nullable String newUrl,
            @Nullable String newDescription,
            @Nullable List<EventTypePattern> newEvents,
            Instant now) {
        url = newUrl == null ? url : newUrl;
        description = newDescription == null ? description : newDescription;
        events = newEvents == null ? events : EventTypePattern.toText(newEvents);
        updatedAt = now;
    }

    /** Forgets former failures. */
    void enable() {
        enabled = true;
        disabledReason = null;
        disabledAt = null;
        recordSuccess();
    }

    void disable(DisabledReason reason, Instant now) {
        enabled = false;
        disabledReason = reason.code();
        disabledAt = now;
    }

    void recordSuccess() {
        failures = 0;
        failingSince = null;
        retryAt = null;
    }

    /**
     * Counts a failed attempt. After several in a row the endpoint is only tried now and then, whatever is due, and
     * after {@link WebhookConfig#retryTimeout} or a 410 it is disabled.
     *
     * @return whether this disabled it
     */
    boolean recordFailure(boolean isGone, RetrySchedule schedule, Instant now) {
        failures++;
        failingSince = failingSince == null ? now : failingSince;
        retryAt = failures < FAILURES_BEFORE_PAUSE ? null : now.plus(pause(schedule));
        boolean isGivenUp = isGone || schedule.isExhausted(Duration.between(failingSince, now));
        if (!enabled || !isGivenUp) {
            return false;
        }
        disable(isGone ? DisabledReason.GONE : DisabledReason.FAILING, now);
        return true;
    }

    private Duration pause(RetrySchedule schedule) {
        Duration delay = schedule.delay(failures - FAILURES_BEFORE_PAUSE + 1);
        return delay.compareTo(MAX_PAUSE) < 0 ? delay : MAX_PAUSE;
    }
}
