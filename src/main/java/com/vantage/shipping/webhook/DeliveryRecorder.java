package com.vantage.shipping.webhook;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.hibernate.LockMode;

/** Records the outcomes of attempts, and disables endpoints that have failed for long. */
@ApplicationScoped
class DeliveryRecorder {
    private final WebhookTransactions database;
    private final WebhookMessageWriter messages;
    private final WebhookMetrics metrics;
    private final RetrySchedule schedule;
    private final Clock clock;

    DeliveryRecorder(
            WebhookTransactions database,
            WebhookMessageWriter messages,
            WebhookMetrics metrics,
            RetrySchedule schedule,
            Clock clock) {
        this.database = database;
        this.messages = messages;
        this.metrics = metrics;
        this.schedule = schedule;
        this.clock = clock;
    }

    /** Records an attempt, unless its lease has been taken over or a commit whose reply was lost has recorded it. */
    Uni<Void> record(WebhookEndpoint endpoint, WebhookDelivery leased, DeliveryAttempt attempt) {
        metrics.count(attempt);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        // The endpoint first, as in a lease, so that two transactions do not wait for each other
        boolean changesEndpoint = !attempt.isSuccess() || endpoint.isFailing();
        return database.inTransaction(queries -> (changesEndpoint
                                ? lock(queries, endpoint)
                                : Uni.createFrom().<WebhookEndpoint>nullItem())
                        .call(locked -> recordDelivery(queries, leased, attempt, now)
                                .flatMap(isRecorded -> isRecorded && locked != null
                                        ? recordAtEndpoint(queries, locked, attempt, now)
                                        : Uni.createFrom().voidItem())))
                .invoke(locked -> {
                    if (locked != null && locked.wasGivenUpAt(now)) {
                        onDisabled(locked);
                    }
                })
                .replaceWithVoid();
    }

    /** Null if it was deleted. */
    private static Uni<WebhookEndpoint> lock(WebhookQueries queries, WebhookEndpoint endpoint) {
        return queries.session().get(WebhookEndpoint.class, endpoint.id(), LockMode.PESSIMISTIC_WRITE);
    }

    private Uni<Void> recordAtEndpoint(
            WebhookQueries queries, WebhookEndpoint locked, DeliveryAttempt attempt, Instant now) {
        if (attempt.isSuccess()) {
            locked.recordSuccess();
            return queries.session().update(locked);
        }
        boolean isDisabled = locked.recordFailure(attempt.isGone(), schedule, now);
        return queries.session()
                .update(locked)
                .chain(() -> isDisabled
                        ? notifyOthers(queries, locked, now)
                        : Uni.createFrom().voidItem());
    }

    /** @return whether the lease was still that of the attempt */
    private Uni<Boolean> recordDelivery(
            WebhookQueries queries, WebhookDelivery leased, DeliveryAttempt attempt, Instant now) {
        return queries.session()
                .get(WebhookDelivery.class, leased.key(), LockMode.PESSIMISTIC_WRITE)
                .flatMap(row -> {
                    if (row == null || !Objects.equals(row.leasedUntil(), leased.leasedUntil())) {
                        return Uni.createFrom().item(false);
                    }
                    row.record(attempt, schedule, now);
                    return queries.session().update(row).replaceWith(true);
                });
    }

    /** Tells the client's other endpoints. */
    private Uni<Void> notifyOthers(WebhookQueries queries, WebhookEndpoint disabled, Instant now) {
        String type = EventTypePattern.WEBHOOK_DISABLED.code();
        return queries.findByClient(disabled.client())
                .flatMap(endpoints -> queries.nextSequence()
                        .map(sequence -> messages.of(sequence, disabled.id(), type, now, description(disabled)))
                        .map(message -> endpoints.stream()
                                .filter(other -> other.isEnabled() && other.subscribesTo(type))
                                .map(other -> new WebhookDelivery(other.id(), message, now))
                                .toList()))
                .flatMap(notices -> queries.session().insertMultiple(notices));
    }

    private static Map<String, Object> description(WebhookEndpoint disabled) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("webhook_id", disabled.id());
        data.put("url", disabled.url());
        data.put("disabled_reason", String.valueOf(disabled.disabledReason()));
        data.put("disabled_at", String.valueOf(disabled.disabledAt()));
        return data;
    }

    private void onDisabled(WebhookEndpoint endpoint) {
        metrics.countDisabled();
        Log.warnf(
                "Webhook %s of client %s disabled (%s); no delivery has succeeded since %s",
                endpoint.id(), endpoint.client(), endpoint.disabledReason(), endpoint.failingSince());
    }
}
