package com.vantage.shipping.webhook;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import com.vantage.shipping.api.GracefulShutdown;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends due deliveries. Each is leased in the database first, so that no two replicas send it at the same time. If a
 * replica stops, its leases end and another sends the same messages again.
 */
@ApplicationScoped
class WebhookDispatcher {
    private final WebhookTransactions database;
    private final WebhookSender sender;
    private final DeliveryRecorder recorder;
    private final GracefulShutdown shutdown;
    private final WebhookConfig config;
    private final Clock clock;

    /** Passes that were asked for; the one in progress included. */
    private final AtomicInteger requested = new AtomicInteger();

    private record Leased(WebhookEndpoint endpoint, WebhookDelivery delivery) {}

    WebhookDispatcher(
            WebhookTransactions database,
            WebhookSender sender,
            DeliveryRecorder recorder,
            GracefulShutdown shutdown,
            WebhookConfig config,
            Clock clock) {
        this.database = database;
        this.sender = sender;
        this.recorder = recorder;
        this.shutdown = shutdown;
        this.config = config;
        this.clock = clock;
    }

    /** Begins to send what is due, now or after the pass in progress. Each delivery that ends causes another pass. */
    void wake() {
        if (requested.getAndIncrement() == 0) {
            pass();
        }
    }

    private void pass() {
        int answered = requested.get();
        lease().subscribe()
                .with(
                        leased -> {
                            leased.forEach(this::send);
                            endPass(answered);
                        },
                        failure -> {
                            // The next poll tries again, and logs it if the database is down
                            Log.debugf(failure, "Could not lease webhook deliveries");
                            requested.set(0);
                        });
    }

    private void endPass(int answered) {
        if (requested.addAndGet(-answered) > 0) {
            pass();
        }
    }

    private Uni<List<Leased>> lease() {
        if (shutdown.isShuttingDown()) {
            return Uni.createFrom().item(List.of());
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return database.inTransaction(queries -> queries.lockReady(now)
                .flatMap(ready -> ready.isEmpty()
                        ? Uni.createFrom().item(List.of())
                        : queries.lease(ids(ready), config.concurrency(), now, now.plus(config.leaseDuration()))
                                .map(deliveries -> join(ready, deliveries))));
    }

    private static String[] ids(List<WebhookEndpoint> endpoints) {
        return endpoints.stream().map(WebhookEndpoint::id).toArray(String[]::new);
    }

    private static List<Leased> join(List<WebhookEndpoint> endpoints, List<WebhookDelivery> deliveries) {
        Map<String, WebhookEndpoint> byId =
                endpoints.stream().collect(toMap(WebhookEndpoint::id, endpoint -> endpoint));
        return deliveries.stream()
                .map(delivery -> new Leased(requireNonNull(byId.get(delivery.endpointId())), delivery))
                .toList();
    }

    private void send(Leased leased) {
        shutdown.track(sender.send(leased.endpoint(), leased.delivery())
                        .flatMap(attempt -> recorder.record(leased.endpoint(), leased.delivery(), attempt)))
                .subscribe()
                .with(
                        recorded -> wake(),
                        failure -> Log.warnf(
                                "Could not record the outcome of delivery %s to webhook %s; it is sent again: %s",
                                leased.delivery().messageId(), leased.endpoint().id(), failure.getMessage()));
    }
}
