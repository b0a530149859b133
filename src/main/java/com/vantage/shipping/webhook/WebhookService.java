package com.vantage.shipping.webhook;

import com.vantage.shipping.api.problem.ProblemException;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.webhook.WebhookEndpoint.DisabledReason;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.hibernate.LockMode;
import org.jspecify.annotations.Nullable;

/** The endpoints of clients and their deliveries. An endpoint of another client is not found. */
@ApplicationScoped
class WebhookService {
    private static final Pattern ID = Pattern.compile("wh_[A-Za-z0-9_-]{22}");
    private static final int ID_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final WebhookTransactions database;
    private final WebhookMessageWriter messages;
    private final WebhookUrlPolicy urlPolicy;
    private final WebhookConfig config;
    private final Clock clock;

    /** An endpoint with its secret, to be shown to the client this once. */
    record WithSecret(WebhookEndpoint endpoint, WebhookSecret secret) {}

    WebhookService(
            WebhookTransactions database,
            WebhookMessageWriter messages,
            WebhookUrlPolicy urlPolicy,
            WebhookConfig config,
            Clock clock) {
        this.database = database;
        this.messages = messages;
        this.urlPolicy = urlPolicy;
        this.config = config;
        this.clock = clock;
    }

    /** A transaction whose result was lost may have stored it. */
    Uni<WithSecret> create(String client, CreateWebhookRequest request) {
        requireAllowed(request.url());
        WebhookSecret secret = WebhookSecret.random();
        WebhookEndpoint endpoint = new WebhookEndpoint(
                newId(), client, request.url(), request.description(), request.events(), secret, now());
        return database.inTransaction(queries -> queries.findByClient(client)
                        .flatMap(existing ->
                                existing.stream().anyMatch(other -> other.id().equals(endpoint.id()))
                                        ? Uni.createFrom().voidItem()
                                        : insert(queries, endpoint, existing.size())))
                .replaceWith(new WithSecret(endpoint, secret));
    }

    Uni<List<WebhookEndpoint>> list(String client) {
        return database.execute(queries -> queries.findByClient(client));
    }

    Uni<WebhookEndpoint> find(String client, String id) {
        return requireValid(id)
                .flatMap(valid -> database.execute(queries -> queries.session().get(WebhookEndpoint.class, valid)))
                .map(endpoint -> requireOwn(client, endpoint));
    }

    Uni<WebhookEndpoint> change(String client, String id, ChangeWebhookRequest request) {
        if (request.url() != null) {
            requireAllowed(request.url());
        }
        Uni<?> before = Boolean.TRUE.equals(request.enabled())
                ? restartIfDisabled(client, id)
                : Uni.createFrom().voidItem();
        return before.chain(() -> update(client, id, endpoint -> {
            endpoint.change(request.url(), request.description(), request.events(), now());
            setEnabled(endpoint, request.enabled());
        }));
    }

    /** The endpoint as it was. */
    Uni<WebhookEndpoint> delete(String client, String id) {
        return find(client, id).call(endpoint -> database.execute(queries -> queries.deleteEndpoint(endpoint.id())));
    }

    Uni<WithSecret> rotateSecret(String client, String id) {
        WebhookSecret next = WebhookSecret.random();
        Instant now = now();
        return update(client, id, endpoint -> endpoint.rotate(next, now.plus(config.secretOverlap()), now))
                .map(endpoint -> new WithSecret(endpoint, next));
    }

    /**
     * Sends an event to this endpoint only, whatever it subscribes to. A transaction whose result was lost may have stored
     * it.
     */
    Uni<WebhookDelivery> sendTest(String client, String id) {
        return find(client, id)
                .flatMap(endpoint -> database.execute(WebhookQueries::nextSequence)
                        .map(sequence -> testDelivery(endpoint, sequence)))
                .call(delivery -> database.inTransaction(queries -> queries.session()
                        .get(WebhookDelivery.class, delivery.key())
                        .flatMap(stored -> stored == null
                                ? queries.session().insert(delivery)
                                : Uni.createFrom().voidItem())));
    }

    /**
     * Deliveries, newest first.
     *
     * @param before sequence that all are below
     */
    Uni<List<WebhookDelivery>> deliveries(
            String client, String id, @Nullable DeliveryState state, long before, int limit) {
        List<DeliveryState> states = state == null ? List.of(DeliveryState.values()) : List.of(state);
        return find(client, id)
                .flatMap(endpoint ->
                        database.execute(queries -> queries.findDeliveries(endpoint.id(), before, states, limit)));
    }

    Uni<WebhookDelivery> redeliver(String client, String id, String deliveryId) {
        long sequence = WebhookDelivery.sequence(deliveryId).orElseThrow(WebhookService::deliveryNotFound);
        return find(client, id)
                .flatMap(endpoint -> database.inTransaction(queries -> queries.redeliver(
                                endpoint.id(), sequence, DeliveryState.PENDING, now())
                        .invoke(found -> {
                            if (found == 0) {
                                throw deliveryNotFound();
                            }
                        })
                        .chain(() -> queries.session()
                                .get(WebhookDelivery.class, new WebhookDelivery.Key(endpoint.id(), sequence)))));
    }

    /** The number of deliveries that are sent again. */
    Uni<Integer> redeliver(String client, String id, RedeliverRequest request) {
        Instant now = now();
        return find(client, id)
                .flatMap(endpoint -> database.executeInBatches((queries, limit) -> queries.redeliverRange(
                        endpoint.id(),
                        request.from(),
                        request.to(),
                        request.states(),
                        DeliveryState.PENDING,
                        now,
                        limit)));
    }

    private Uni<WebhookEndpoint> update(String client, String id, Consumer<WebhookEndpoint> change) {
        return requireValid(id)
                .flatMap(valid -> database.inTransaction(queries -> queries.session()
                        .get(WebhookEndpoint.class, valid, LockMode.PESSIMISTIC_WRITE)
                        .map(endpoint -> requireOwn(client, endpoint))
                        .invoke(change)
                        .call(endpoint -> queries.session().update(endpoint))));
    }

    /** Before it is enabled, so that what is interrupted is repeated with the request. */
    private Uni<WebhookEndpoint> restartIfDisabled(String client, String id) {
        Instant now = now();
        return find(client, id)
                .call(endpoint -> endpoint.isEnabled()
                        ? Uni.createFrom().voidItem()
                        : database.executeInBatches(
                                (queries, limit) -> queries.restartPending(endpoint.id(), now, limit)));
    }

    private void setEnabled(WebhookEndpoint endpoint, @Nullable Boolean enabled) {
        if (enabled == null || enabled == endpoint.isEnabled()) {
            return;
        }
        if (enabled) {
            endpoint.enable();
        } else {
            endpoint.disable(DisabledReason.CLIENT, now());
        }
    }

    private Uni<Void> insert(WebhookQueries queries, WebhookEndpoint endpoint, int existing) {
        return existing < config.maxEndpoints()
                ? queries.session().insert(endpoint)
                : Uni.createFrom()
                        .failure(ProblemType.WEBHOOK_LIMIT.withDetail("there are " + existing
                                + " webhooks of this client already; delete one that is not used any more"));
    }

    private WebhookDelivery testDelivery(WebhookEndpoint endpoint, long sequence) {
        Instant now = now();
        return new WebhookDelivery(
                endpoint.id(),
                messages.of(sequence, endpoint.id(), "webhook.test", now, Map.of("webhook_id", endpoint.id())),
                now);
    }

    private void requireAllowed(String url) {
        urlPolicy.problem(url).ifPresent(problem -> {
            throw ProblemType.INVALID_REQUEST.at("/url", problem);
        });
    }

    /** Other texts are no ids, and PostgreSQL may not accept them. */
    private static Uni<String> requireValid(String id) {
        return ID.matcher(id).matches()
                ? Uni.createFrom().item(id)
                : Uni.createFrom().failure(webhookNotFound());
    }

    private static WebhookEndpoint requireOwn(String client, @Nullable WebhookEndpoint endpoint) {
        if (endpoint == null || !endpoint.client().equals(client)) {
            throw webhookNotFound();
        }
        return endpoint;
    }

    private static ProblemException webhookNotFound() {
        return ProblemType.WEBHOOK_NOT_FOUND.withDetail("no webhook with this id");
    }

    private static ProblemException deliveryNotFound() {
        return ProblemType.WEBHOOK_NOT_FOUND.withDetail("no delivery with this id");
    }

    private static String newId() {
        byte[] id = new byte[ID_BYTES];
        RANDOM.nextBytes(id);
        return "wh_" + Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
