package com.vantage.shipping.webhook;

import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import com.vantage.shipping.api.GracefulShutdown;
import com.vantage.shipping.model.EventFeed;
import com.vantage.shipping.support.ApiTest;
import com.vantage.shipping.support.LogCapture;
import com.vantage.shipping.support.MovableClock;
import com.vantage.shipping.support.SelfSignedCertificate;
import com.vantage.shipping.support.WebhookReceiver;
import com.vantage.shipping.support.WebhookReceiver.Received;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deliveries to real receivers, from events in a real database, at times that the test sets. */
@QuarkusTest
class WebhookDeliveryTest extends ApiTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String client = "client-" + UUID.randomUUID();
    private final MovableClock clock = new MovableClock(Instant.now());
    private final List<WebhookReceiver> receivers = new ArrayList<>();

    @Inject
    AgroalDataSource database;

    @Inject
    EventFeed feed;

    @Inject
    WebhookTransactions transactions;

    @Inject
    WebhookMessageWriter messages;

    @Inject
    WebhookMetrics metrics;

    @Inject
    WebhookUrlPolicy addresses;

    @Inject
    RetrySchedule schedule;

    @Inject
    WebhookConfig config;

    @Inject
    GracefulShutdown shutdown;

    @Inject
    MeterRegistry meters;

    @Inject
    Vertx vertx;

    /** What a replica runs. */
    private record Replica(EventRelay relay, WebhookDispatcher dispatcher) {
        void poll() {
            relay.relay().await().atMost(PATIENCE);
            dispatcher.wake();
        }
    }

    private record Endpoint(String id, String secret) {}

    @BeforeEach
    @AfterEach
    void deleteEndpoints() throws SQLException {
        receivers.forEach(WebhookReceiver::close);
        update("DELETE FROM webhook_endpoint");
    }

    @Test
    void purchaseIsSentSignedAndInOrder() throws Exception {
        WebhookReceiver receiver = receiver();
        Endpoint endpoint = register(receiver, "shipment.*");
        String shipment = caller().body(purchase("UPS", "03").encode())
                .post("/api/v2/shipments/create")
                .then()
                .statusCode(201)
                .extract()
                .path("shipment_id");
        awaitFeed();
        clock.advance(Duration.ofMinutes(1));

        replica().poll();

        awaitReceived(receiver, 3);
        List<Received> received = receiver.received();
        assertThat(received)
                .extracting(Received::type)
                .containsExactly("shipment.requested", "shipment.purchasing", "shipment.created");
        assertThat(received).extracting(Received::sequence).isSorted().doesNotHaveDuplicates();
        assertThat(received).extracting(Received::shipment).containsOnly(shipment);
        assertThat(received).extracting(Received::contentType).containsOnly("application/json");
        assertThat(received).allSatisfy(request -> {
            assertThat(request.id()).isEqualTo("evt_" + request.sequence());
            assertThat(request.timestamp())
                    .isEqualTo(Long.toString(clock.instant().getEpochSecond()));
            assertThat(request.isSignedWith(endpoint.secret())).isTrue();
        });
        assertThat(received.getLast().body().getString("timestamp")).isNotBlank();
        assertThat(received.getLast().text()).contains("tracking_number").doesNotContain("Elm Dr");
        awaitStatuses(endpoint, "delivered", "delivered", "delivered");
    }

    @Test
    void laterEventsOfShipmentWaitForFailedOne() throws Exception {
        WebhookReceiver receiver = receiver();
        Endpoint endpoint = register(receiver, "shipment.*");
        insertEvents("A", "requested", "purchasing", "created");
        insertEvents("B", "requested");
        Map<String, Boolean> isFailed = new ConcurrentHashMap<>();
        receiver.answerWith(request -> isFailed.put(request.shipment(), true) == null ? 500 : 200);
        Replica replica = replica();

        replica.poll();
        awaitReceived(receiver, 2);
        awaitStatuses(endpoint, "pending", "pending", "pending", "pending");
        replica.poll();
        assertThat(receiver.received()).extracting(Received::shipment).containsExactlyInAnyOrder("A", "B");
        clock.advance(Duration.ofSeconds(10));
        replica.poll();

        awaitReceived(receiver, 6);
        List<Received> ofA = receiver.received().stream()
                .filter(request -> request.shipment().equals("A"))
                .toList();
        assertThat(ofA)
                .extracting(Received::type)
                .containsExactly("shipment.requested", "shipment.requested", "shipment.purchasing", "shipment.created");
        assertThat(ofA.get(1).id()).isEqualTo(ofA.get(0).id());
        assertThat(ofA.get(1).text()).isEqualTo(ofA.get(0).text());
    }

    @Test
    void hangingEndpointDelaysNobody() throws Exception {
        WebhookReceiver hanging = receiver();
        WebhookReceiver good = receiver();
        hanging.answerWith(WebhookReceiver.HANG);
        register(hanging, "shipment.*");
        register(good, "shipment.*");
        for (int i = 0; i < 40; i++) {
            insertEvents("S" + i, "created");
        }

        List.of(replica(), replica()).forEach(Replica::poll);

        awaitReceived(good, 40);
        awaitReceived(hanging, config.concurrency());
        assertThat(hanging.received()).hasSize(config.concurrency());
        assertThat(hanging.mostOpen()).isEqualTo(config.concurrency());
        assertThat(good.mostOpen()).isBetween(1, config.concurrency());
    }

    @Test
    void hangingEndpointTimesOut() throws Exception {
        WebhookReceiver hanging = receiver();
        hanging.answerWith(WebhookReceiver.HANG);
        Endpoint endpoint = register(hanging, "shipment.*");
        insertEvents("A", "created");

        replica(addresses, Duration.ofMillis(300)).poll();

        await().atMost(PATIENCE).until(() -> "no answer within 300 ms"
                .equals(deliveries(endpoint).getString("deliveries[0].error")));
    }

    @Test
    void replicasSendEachDeliveryOnce() throws Exception {
        WebhookReceiver receiver = receiver();
        Endpoint endpoint = register(receiver, "shipment.*");
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 50; i++) {
                insertEvents("S" + i, "unknown");
            }
        }
        List<Replica> replicas = List.of(replica(), replica(), replica());

        Uni.join()
                .all(replicas.stream().map(replica -> replica.relay().relay()).toList())
                .andFailFast()
                .await()
                .atMost(PATIENCE);
        await().atMost(PATIENCE.multipliedBy(2)).until(() -> {
            replicas.forEach(Replica::poll);
            return receiver.received().size() >= 250 && count(endpoint, "pending") == 0;
        });

        assertThat(receiver.ids()).hasSize(250).doesNotHaveDuplicates();
        assertThat(receiver.mostOpen()).isLessThanOrEqualTo(config.concurrency());
        assertThat(receiver.received().stream()
                        .collect(groupingBy(Received::shipment, mapping(Received::sequence, toList()))))
                .hasSize(50)
                .allSatisfy((shipment, sequences) ->
                        assertThat(sequences).hasSize(5).isSorted());
    }

    @Test
    void deliveryIsRetriedForThreeDaysAndItsEndpointDisabled() throws Exception {
        WebhookReceiver receiver = receiver();
        WebhookReceiver other = receiver();
        receiver.answerWith(500);
        Endpoint endpoint = register(receiver, "shipment.*");
        register(other, "webhook.disabled");
        insertEvents("A", "created");
        Replica replica = replica();
        List<Duration> delays = new ArrayList<>();
        Duration total = Duration.ZERO;

        try (LogCapture log = LogCapture.of(DeliveryRecorder.class)) {
            replica.poll();
            for (int attempt = 1; ; attempt++) {
                int expected = attempt;
                await().atMost(PATIENCE).until(() -> attempts(endpoint) == expected);
                Instant due = dueAt(endpoint);
                if (due == null) {
                    break;
                }
                assertThat(webhook(endpoint).getBoolean("enabled")).isTrue();
                Duration delay = Duration.between(clock.instant(), due);
                delays.add(delay);
                total = total.plus(delay);
                clock.advance(delay.plusSeconds(1));
                replica.poll();
            }

            await().atMost(PATIENCE).until(() -> log.lines().size() == 1);
            assertThat(log.lines().getFirst()).startsWith("WARN Webhook " + endpoint.id());
        }

        assertThat(delays.get(0)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6));
        assertThat(delays.get(5)).isBetween(Duration.ofSeconds(128), Duration.ofSeconds(192));
        assertThat(delays).allSatisfy(delay -> assertThat(delay).isLessThan(Duration.ofHours(8)));
        assertThat(total)
                .isBetween(
                        Duration.ofDays(3).minusMinutes(1), Duration.ofDays(3).plusHours(8));
        assertThat(receiver.ids())
                .hasSize(delays.size() + 1)
                .containsOnly(receiver.ids().getFirst());
        awaitStatuses(endpoint, "failed");
        JsonPath disabled = webhook(endpoint);
        assertThat(disabled.getBoolean("enabled")).isFalse();
        assertThat(disabled.getString("disabled_reason")).isEqualTo("failing");
        replica.poll();
        awaitReceived(other, 1);
        JsonObject notice = other.received().getFirst().body();
        assertThat(notice.getString("type")).isEqualTo("webhook.disabled");
        assertThat(notice.getJsonObject("data").getString("webhook_id")).isEqualTo(endpoint.id());
    }

    @Test
    void failingEndpointIsTriedNowAndThen() throws Exception {
        WebhookReceiver receiver = receiver();
        receiver.answerWith(503);
        Endpoint endpoint = register(receiver, "shipment.*");
        for (int i = 0; i < 100; i++) {
            insertEvents("S" + i, "created");
        }
        Replica replica = replica();

        replica.poll();
        awaitReceived(receiver, 5);
        await().atMost(PATIENCE).until(() -> leased(endpoint) == 0);
        replica.poll();
        assertThat(receiver.received()).hasSizeLessThan(10);

        receiver.answerWith(200);
        await().atMost(PATIENCE).until(() -> {
            clock.advance(Duration.ofMinutes(1));
            replica.poll();
            return count(endpoint, "pending") == 0;
        });
        assertThat(webhook(endpoint).getString("failing_since")).isNull();
    }

    @Test
    void goneEndpointIsDisabledAtOnce() throws Exception {
        WebhookReceiver receiver = receiver();
        receiver.answerWith(410);
        Endpoint endpoint = register(receiver, "shipment.*");
        insertEvents("A", "created");
        double before = meters.get("webhook.disabled").counter().count();

        replica().poll();

        await().atMost(PATIENCE).until(() -> "gone".equals(webhook(endpoint).getString("disabled_reason")));
        await().atMost(PATIENCE)
                .until(() -> meters.get("webhook.disabled").counter().count() == before + 1);
    }

    @Test
    void disabledEndpointGetsItsEventsOnceEnabled() throws Exception {
        WebhookReceiver receiver = receiver();
        Endpoint endpoint = register(receiver, "shipment.*");
        change(endpoint, new JsonObject().put("enabled", false)).body("disabled_reason", is("client"));
        insertEvents("A", "requested", "created");
        Replica replica = replica();
        replica.poll();
        awaitStatuses(endpoint, "pending", "pending");
        assertThat(receiver.received()).isEmpty();

        change(endpoint, new JsonObject().put("enabled", true)).body("disabled_reason", is((String) null));
        clock.advance(Duration.ofMinutes(1));
        replica.poll();

        awaitReceived(receiver, 2);
    }

    @Test
    void unsubscribedEventsAndOtherClientsAreNotSent() throws Exception {
        WebhookReceiver receiver = receiver();
        Endpoint endpoint = register(receiver, "shipment.created", "shipment.cancelled");
        insertEvents("A", "requested", "created", "cancelled");
        insertEventsOf("other-" + client, "B", "created");

        replica().poll();

        awaitReceived(receiver, 2);
        awaitStatuses(endpoint, "delivered", "delivered");
        assertThat(receiver.received())
                .extracting(Received::type)
                .containsExactly("shipment.created", "shipment.cancelled");
    }

    @Test
    void deliveriesAreSentAgainByHandAndByRange() throws Exception {
        WebhookReceiver receiver = receiver();
        Endpoint endpoint = register(receiver, "shipment.*");
        insertEvents("A", "requested", "created");
        Replica replica = replica();
        replica.poll();
        awaitStatuses(endpoint, "delivered", "delivered");
        List<String> first = List.copyOf(receiver.ids());

        assertThat(redeliver(endpoint, "failed", Duration.ofHours(1))).isZero();
        assertThat(redeliver(endpoint, "all", Duration.ofHours(1))).isEqualTo(2);
        clock.advance(Duration.ofMinutes(1));
        replica.poll();
        awaitReceived(receiver, 4);
        awaitStatuses(endpoint, "delivered", "delivered");
        owner().post("/api/v2/webhooks/{id}/deliveries/{delivery}/redeliver", endpoint.id(), first.get(1))
                .then()
                .statusCode(202)
                .body("delivery_id", is(first.get(1)))
                .body("status", is("pending"));
        clock.advance(Duration.ofMinutes(1));
        replica.poll();

        awaitReceived(receiver, 5);
        assertThat(receiver.ids())
                .containsExactly(first.get(0), first.get(1), first.get(0), first.get(1), first.get(1));
    }

    @Test
    void bothSecretsSignUntilTheOverlapEnds() throws Exception {
        WebhookReceiver receiver = receiver();
        Endpoint endpoint = register(receiver, "shipment.*");
        String next = owner().post("/api/v2/webhooks/{id}/rotate-secret", endpoint.id())
                .then()
                .statusCode(200)
                .body("former_secret_until", notNullValue())
                .extract()
                .path("secret");
        Replica replica = replica();

        insertEvents("A", "created");
        replica.poll();
        awaitReceived(receiver, 1);
        clock.advance(config.secretOverlap().plusMinutes(1));
        insertEvents("A", "cancelled");
        replica.poll();
        awaitReceived(receiver, 2);

        Received during = receiver.received().getFirst();
        Received after = receiver.received().getLast();
        assertThat(next).isNotEqualTo(endpoint.secret());
        assertThat(List.of(during.isSignedWith(endpoint.secret()), during.isSignedWith(next)))
                .containsOnly(true);
        assertThat(after.isSignedWith(next)).isTrue();
        assertThat(after.isSignedWith(endpoint.secret())).isFalse();
    }

    @Test
    void leaseOfStoppedReplicaIsTakenOver() throws Exception {
        WebhookReceiver receiver = receiver();
        Endpoint endpoint = register(receiver, "shipment.*");
        insertEvents("A", "created");
        Replica replica = replica();
        replica.relay().relay().await().atMost(PATIENCE);
        update("UPDATE webhook_delivery SET leased_until = '%s' WHERE endpoint_id = '%s'"
                .formatted(clock.instant().plus(config.leaseDuration()), endpoint.id()));

        replica.poll();
        insertEvents("B", "created");
        replica.poll();
        awaitReceived(receiver, 1);
        assertThat(receiver.received().getFirst().shipment()).isEqualTo("B");
        clock.advance(config.leaseDuration().plusSeconds(1));
        replica.poll();

        awaitReceived(receiver, 2);
        awaitStatuses(endpoint, "delivered", "delivered");
    }

    @Test
    void testEventIsSentToItsEndpointOnly() throws Exception {
        WebhookReceiver receiver = receiver();
        WebhookReceiver other = receiver();
        Endpoint endpoint = register(receiver, "shipment.cancelled");
        Endpoint second = register(other, "shipment.*");

        String delivery = owner().post("/api/v2/webhooks/{id}/test", endpoint.id())
                .then()
                .statusCode(202)
                .body("type", is("webhook.test"))
                .extract()
                .path("delivery_id");
        clock.advance(Duration.ofMinutes(1));
        replica().poll();

        awaitReceived(receiver, 1);
        assertThat(receiver.ids()).containsExactly(delivery);
        assertThat(receiver.received().getFirst().isSignedWith(endpoint.secret()))
                .isTrue();
        assertThat(deliveries(second).getList("deliveries")).isEmpty();
    }

    @Test
    void redirectIsNotFollowed() throws Exception {
        WebhookReceiver receiver = receiver();
        WebhookReceiver target = receiver();
        receiver.addHeaders(Map.of("Location", target.url()));
        receiver.answerWith(303);
        Endpoint endpoint = register(receiver, "shipment.*");
        insertEvents("A", "created");

        replica().poll();

        await().atMost(PATIENCE).until(() -> "the endpoint answered with status 303"
                .equals(deliveries(endpoint).getString("deliveries[0].error")));
        assertThat(target.received()).isEmpty();
    }

    @Test
    void untrustedCertificateIsRefused(@TempDir Path directory) throws Exception {
        SelfSignedCertificate certificate = SelfSignedCertificate.make(directory);
        WebhookReceiver receiver = receiver();
        Endpoint endpoint = register(receiver, "shipment.*");
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .setCertPath(certificate.certificate().toString())
                                .setKeyPath(certificate.key().toString())))
                .requestHandler(request -> {
                    requests.incrementAndGet();
                    request.response().end();
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, SECONDS);
        update("UPDATE webhook_endpoint SET url = 'https://localhost:%d/' WHERE id = '%s'"
                .formatted(server.actualPort(), endpoint.id()));
        insertEvents("A", "created");

        replica(new WebhookUrlPolicy(true, host -> new InetAddress[] {InetAddress.getLoopbackAddress()}))
                .poll();

        await().atMost(PATIENCE).until(() -> "no TLS connection: the certificate must be valid"
                .equals(deliveries(endpoint).getString("deliveries[0].error")));
        assertThat(requests).hasValue(0);
        server.close();
    }

    @Test
    void nameThatResolvesToLoopbackIsNotContacted() throws Exception {
        WebhookReceiver receiver = receiver();
        Endpoint endpoint = register(receiver, "shipment.*");
        update("UPDATE webhook_endpoint SET url = 'http://hooks.example:%d/' WHERE id = '%s'"
                .formatted(receiver.port(), endpoint.id()));
        insertEvents("A", "created");

        replica(new WebhookUrlPolicy(false, host -> new InetAddress[] {InetAddress.getLoopbackAddress()}))
                .poll();

        await().atMost(PATIENCE).until(() -> "the host has no public address"
                .equals(deliveries(endpoint).getString("deliveries[0].error")));
        assertThat(receiver.received()).isEmpty();
    }

    /** The address that was checked is used, though the name leads elsewhere a moment later. */
    @Test
    void nameIsResolvedOnceForAnAttempt() throws Exception {
        WebhookReceiver receiver = receiver();
        Endpoint endpoint = register(receiver, "shipment.*");
        update("UPDATE webhook_endpoint SET url = 'http://hooks.example:%d/' WHERE id = '%s'"
                .formatted(receiver.port(), endpoint.id()));
        insertEvents("A", "created");
        List<String> lookups = new ArrayList<>();

        replica(new WebhookUrlPolicy(true, host -> {
                    lookups.add(host);
                    return new InetAddress[] {InetAddress.ofLiteral(lookups.size() == 1 ? "127.0.0.1" : "10.0.0.1")};
                }))
                .poll();

        awaitReceived(receiver, 1);
        awaitStatuses(endpoint, "delivered");
        assertThat(lookups).containsExactly("hooks.example");
    }

    @Test
    void lagIsTheAgeOfTheOldestEventThatCouldBeSent() throws Exception {
        WebhookReceiver receiver = receiver();
        register(receiver, "shipment.*");
        Replica replica = replica();
        replica.poll();
        insertEvents("A", "created");
        WebhookMetrics late = new WebhookMetrics(replica.relay(), transactions, meters, clock);

        late.refresh().await().atMost(PATIENCE);
        double before = late.lagSeconds();
        clock.advance(Duration.ofMinutes(10));
        late.refresh().await().atMost(PATIENCE);
        double unsent = late.lagSeconds();
        replica.relay().relay().await().atMost(PATIENCE);
        clock.advance(Duration.ofMinutes(10));
        late.refresh().await().atMost(PATIENCE);
        double due = late.lagSeconds();
        replica.poll();
        awaitReceived(receiver, 1);

        assertThat(before).isLessThan(60);
        assertThat(unsent).isBetween(540.0, 660.0);
        assertThat(due).isBetween(540.0, 660.0);
        await().atMost(PATIENCE).until(() -> {
            late.refresh().await().atMost(PATIENCE);
            return late.lagSeconds() == 0;
        });
    }

    private Replica replica() {
        return replica(addresses);
    }

    private Replica replica(WebhookUrlPolicy resolved) {
        return replica(resolved, PATIENCE.multipliedBy(2));
    }

    private Replica replica(WebhookUrlPolicy resolved, Duration timeout) {
        EventRelay relay = new EventRelay(feed, transactions, messages, clock);
        WebhookSender sender = new WebhookSender(resolved, timeout, config.concurrency(), clock, vertx);
        DeliveryRecorder recorder = new DeliveryRecorder(transactions, messages, metrics, schedule, clock);
        return new Replica(relay, new WebhookDispatcher(transactions, sender, recorder, shutdown, config, clock));
    }

    private WebhookReceiver receiver() throws IOException {
        WebhookReceiver receiver = new WebhookReceiver();
        receivers.add(receiver);
        return receiver;
    }

    private Endpoint register(WebhookReceiver receiver, String... events) {
        JsonPath created = owner().body(new JsonObject()
                        .put("url", receiver.url())
                        .put("events", new JsonArray(List.of(events)))
                        .encode())
                .post("/api/v2/webhooks")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        return new Endpoint(created.getString("webhook_id"), created.getString("secret"));
    }

    private ValidatableResponse change(Endpoint endpoint, JsonObject changes) {
        return owner().body(changes.encode())
                .patch("/api/v2/webhooks/{id}", endpoint.id())
                .then()
                .statusCode(200)
                .body("webhook_id", equalTo(endpoint.id()));
    }

    private int redeliver(Endpoint endpoint, String which, Duration around) {
        return owner().body(new JsonObject()
                        .put("from", clock.instant().minus(around).toString())
                        .put("to", clock.instant().plus(around).toString())
                        .put("which", which)
                        .encode())
                .post("/api/v2/webhooks/{id}/redeliver", endpoint.id())
                .then()
                .statusCode(202)
                .extract()
                .path("deliveries");
    }

    private JsonPath webhook(Endpoint endpoint) {
        return owner().get("/api/v2/webhooks/{id}", endpoint.id())
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private JsonPath deliveries(Endpoint endpoint) {
        return owner().get("/api/v2/webhooks/{id}/deliveries", endpoint.id())
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private RequestSpecification owner() {
        return withToken(sandbox.token(client, client, "shipping:ship"));
    }

    private RequestSpecification caller() {
        return withToken(sandbox.token(client, client, ALL_SCOPES));
    }

    private static void awaitReceived(WebhookReceiver receiver, int count) {
        await().atMost(PATIENCE).until(() -> receiver.received().size() >= count);
    }

    private void awaitStatuses(Endpoint endpoint, String... statuses) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(deliveries(endpoint).getList("deliveries.status"))
                        .containsExactly((Object[]) statuses));
        await().atMost(PATIENCE).until(() -> leased(endpoint) == 0);
    }

    private void insertEvents(String shipment, String... states) throws SQLException {
        insertEventsOf(client, shipment, states);
    }

    private void insertEventsOf(String owner, String shipment, String... states) throws SQLException {
        for (String state : states) {
            update(
                    "INSERT INTO shipment_event (created_at, client, shipment_id, state, shipment) VALUES (now(), '%s', '%s', '%s', '{\"shipment_id\": \"%s\"}')"
                            .formatted(owner, shipment, state, shipment));
        }
        awaitFeed();
    }

    /** Events are read up to the oldest open transaction, which may be one of PostgreSQL's own. */
    private void awaitFeed() {
        await().atMost(PATIENCE).until(() -> value("SELECT count(*) FROM shipment_event "
                        + "WHERE transaction >= pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
                .equals(0L));
    }

    private long count(Endpoint endpoint, String state) throws SQLException {
        return (Long) value("SELECT count(*) FROM webhook_delivery WHERE endpoint_id = '%s' AND state = '%s'"
                .formatted(endpoint.id(), state));
    }

    private long leased(Endpoint endpoint) throws SQLException {
        return (Long)
                value("SELECT count(*) FROM webhook_delivery WHERE endpoint_id = '%s' AND leased_until IS NOT NULL"
                        .formatted(endpoint.id()));
    }

    private int attempts(Endpoint endpoint) throws SQLException {
        return (Integer)
                value("SELECT attempts FROM webhook_delivery WHERE endpoint_id = '%s'".formatted(endpoint.id()));
    }

    private @Nullable Instant dueAt(Endpoint endpoint) throws SQLException {
        Object due = value("SELECT due_at FROM webhook_delivery WHERE endpoint_id = '%s'".formatted(endpoint.id()));
        return due == null ? null : ((Timestamp) due).toInstant();
    }

    private Object value(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.createStatement();
                var rows = query.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getObject(1);
        }
    }

    private void update(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
