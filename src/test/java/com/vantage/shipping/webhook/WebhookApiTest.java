package com.vantage.shipping.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import com.vantage.shipping.support.ApiTest;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Creating, reading, changing and deleting webhooks. */
@QuarkusTest
class WebhookApiTest extends ApiTest {
    private static final String URL = "https://shop.example/webhooks";

    private final String client = "client-" + UUID.randomUUID();

    @Inject
    WebhookConfig config;

    @Inject
    AgroalDataSource database;

    @Test
    void webhookIsCreatedReadChangedAndDeleted() {
        String id = create(URL, "shipment.created", "SHIPMENT.CANCELLED")
                .statusCode(201)
                .header("Location", matchesPattern("http.*/api/v2/webhooks/wh_.{22}"))
                .body("url", is(URL))
                .body("events", is(List.of("shipment.created", "shipment.cancelled")))
                .body("enabled", is(true))
                .body("secret", matchesPattern("whsec_[A-Za-z0-9+/]{43}="))
                .extract()
                .path("webhook_id");

        owner().get("/api/v2/webhooks/{id}", id).then().statusCode(200).body("url", is(URL));
        owner().body(new JsonObject()
                        .put("url", URL + "/2")
                        .put("description", "Warehouse 3")
                        .put("enabled", false)
                        .encode())
                .patch("/api/v2/webhooks/{id}", id)
                .then()
                .statusCode(200)
                .body("url", endsWith("/2"))
                .body("description", is("Warehouse 3"))
                .body("disabled_reason", is("client"))
                .body("events", hasSize(2));
        owner().get("/api/v2/webhooks")
                .then()
                .statusCode(200)
                .body("webhooks.webhook_id", is(List.of(id)))
                .body("webhooks[0].enabled", is(false));
        owner().delete("/api/v2/webhooks/{id}", id).then().statusCode(200).body("webhook_id", is(id));
        owner().get("/api/v2/webhooks/{id}", id).then().statusCode(404).body("type", is("/problems/webhook-not-found"));
    }

    @Test
    void secretIsOnlyShownWhenItIsNew() {
        String id = create(URL, "shipment.*").statusCode(201).extract().path("webhook_id");
        String rotated = owner().post("/api/v2/webhooks/{id}/rotate-secret", id)
                .then()
                .statusCode(200)
                .extract()
                .path("secret");

        assertThat(rotated).startsWith("whsec_");
        List<ValidatableResponse> others = List.of(
                owner().get("/api/v2/webhooks/{id}", id).then(),
                owner().get("/api/v2/webhooks").then(),
                owner().body(new JsonObject().put("enabled", false).encode())
                        .patch("/api/v2/webhooks/{id}", id)
                        .then(),
                owner().post("/api/v2/webhooks/{id}/test", id).then(),
                owner().get("/api/v2/webhooks/{id}/deliveries", id).then(),
                owner().delete("/api/v2/webhooks/{id}", id).then());
        assertThat(others).allSatisfy(response -> assertThat(response.extract().asString())
                .doesNotContain("whsec_")
                .doesNotContain("\"secret\""));
    }

    @Test
    void secretsAreNotPrinted() {
        WebhookSecret secret = WebhookSecret.random();
        String key = secret.reveal().substring(6);

        assertThat(secret.toString()).doesNotContain(key);
        assertThat(new WebhookService.WithSecret(new WebhookEndpoint(), secret).toString())
                .doesNotContain(key);
    }

    @Test
    void webhooksOfOtherClientsAreNotFound() {
        String id = create(URL, "shipment.*").statusCode(201).extract().path("webhook_id");
        RequestSpecification stranger = withToken(sandbox.token("other", "other", ALL_SCOPES + " shipping:ops"));

        stranger.get("/api/v2/webhooks/{id}", id).then().statusCode(404).body("detail", is("no webhook with this id"));
        withToken(sandbox.token("other", "other", "shipping:ship"))
                .delete("/api/v2/webhooks/{id}", id)
                .then()
                .statusCode(404);
        owner().get("/api/v2/webhooks/{id}", id).then().statusCode(200);
    }

    @Test
    void numberOfWebhooksIsLimited() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate("""
                    INSERT INTO webhook_endpoint (id, client, url, events, secret, enabled, created_at, updated_at)
                    SELECT 'wh_' || gen_random_uuid(), '%s', 'https://shop.example', 'shipment.*', '', true, now(), now()
                    FROM generate_series(2, %d)""".formatted(client, config.maxEndpoints()));
        }
        create(URL, "shipment.*").statusCode(201);

        create(URL, "shipment.*")
                .statusCode(409)
                .body("type", is("/problems/webhook-limit"))
                .body("detail", containsString("there are 300 webhooks"));
    }

    /** Loopback is allowed in tests; {@link WebhookUrlPolicyTest} has the rules of production. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            shop.example/webhooks          | must be a URL such as https://shop.example/webhooks
            ftp://shop.example/            | must begin with https://
            https://user:pw@shop.example/  | must have neither user name nor fragment
            https://10.0.0.7/              | must have a host name or a public address
            https://169.254.169.254/latest | must have a host name or a public address
            """)
    void unfitUrlIsRefused(String url, String detail) {
        create(url, "shipment.*")
                .statusCode(400)
                .body("errors[0].pointer", is("/url"))
                .body("errors[0].detail", is(detail));
    }

    @Test
    void unknownEventIsRefused() {
        create(URL, "shipment.lost")
                .statusCode(400)
                .body("errors[0].pointer", is("/events/0"))
                .body("errors[0].detail", containsString("must be one of shipment.*, shipment.requested"));
    }

    @Test
    void misspeltFieldIsRefused() {
        owner().body(new JsonObject()
                        .put("url", URL)
                        .put("event", new JsonArray().add("shipment.*"))
                        .encode())
                .post("/api/v2/webhooks")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", is("/event"))
                .body("errors[0].detail", containsString("events"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1", "\"yesterday\"", "\"2026-11-24\"", "\"2026-11-24T11:00:00\"", "\"+99999-01-01T00:00:00Z\""})
    void unfitTimeIsRefused(String time) {
        String id = create(URL, "shipment.*").statusCode(201).extract().path("webhook_id");

        owner().body("{\"from\": " + time + ", \"to\": \"2026-11-24T12:00:00Z\"}")
                .post("/api/v2/webhooks/{id}/redeliver", id)
                .then()
                .statusCode(400)
                .body("errors[0].pointer", is("/from"))
                .body("errors[0].detail", is("must be a time like 2026-11-24T11:08:32Z"));
    }

    @Test
    void emptyTimeRangeIsRefused() {
        String id = create(URL, "shipment.*").statusCode(201).extract().path("webhook_id");

        owner().body("{\"from\": \"2026-11-24T12:00:00Z\", \"to\": \"2026-11-24T11:00:00Z\"}")
                .post("/api/v2/webhooks/{id}/redeliver", id)
                .then()
                .statusCode(400)
                .body("errors[0].pointer", is("/to"))
                .body("errors[0].detail", is("must be after `from`"));
    }

    @Test
    void deliveriesArePaged() {
        String id = create(URL, "shipment.*").statusCode(201).extract().path("webhook_id");
        List<String> sent = Stream.generate(() -> owner().post("/api/v2/webhooks/{id}/test", id)
                        .then()
                        .statusCode(202)
                        .extract()
                        .<String>path("delivery_id"))
                .limit(3)
                .toList();

        String next = owner().get("/api/v2/webhooks/{id}/deliveries?limit=2&status=pending", id)
                .then()
                .statusCode(200)
                .body("deliveries.delivery_id", is(List.of(sent.get(2), sent.get(1))))
                .extract()
                .path("next_cursor");
        owner().get("/api/v2/webhooks/{id}/deliveries?limit=2&cursor=" + next, id)
                .then()
                .statusCode(200)
                .body("deliveries.delivery_id", is(List.of(sent.get(0))))
                .body("next_cursor", nullValue());
        owner().get("/api/v2/webhooks/{id}/deliveries?status=failed", id)
                .then()
                .statusCode(200)
                .body("deliveries", hasSize(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"evt_1", "evt_0", "evt_", "1", "evt_99999999999999999999"})
    void missingDeliveryIsNotFound(String delivery) {
        String id = create(URL, "shipment.*").statusCode(201).extract().path("webhook_id");

        owner().post("/api/v2/webhooks/{id}/deliveries/{delivery}/redeliver", id, delivery)
                .then()
                .statusCode(404)
                .body("detail", is("no delivery with this id"));
    }

    private ValidatableResponse create(String url, String... events) {
        return owner().body(new JsonObject()
                        .put("url", url)
                        .put("events", new JsonArray(List.of(events)))
                        .encode())
                .post("/api/v2/webhooks")
                .then();
    }

    private RequestSpecification owner() {
        return withToken(sandbox.token(client, client, "shipping:ship"));
    }
}
