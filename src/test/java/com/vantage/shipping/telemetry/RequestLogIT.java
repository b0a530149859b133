package com.vantage.shipping.telemetry;

import static com.vantage.shipping.support.ApiTest.ALL_SCOPES;
import static com.vantage.shipping.support.ApiTest.purchase;
import static com.vantage.shipping.support.ApiTest.referenceQuote;
import static com.vantage.shipping.support.SandboxedPackage.LONG_TIMEOUTS;
import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.vantage.shipping.support.RawConnection;
import com.vantage.shipping.support.SandboxedPackage;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The request log of the packaged service: one JSON line per request, without caller-supplied text. */
class RequestLogIT {
    @RegisterExtension
    static final SandboxedPackage service = new SandboxedPackage(
            LONG_TIMEOUTS, Map.of("shipping.callers.limits.hasty", "1/1h", "shipping.transport.body-timeout", "1s"));

    @BeforeEach
    void heal() {
        service.sandboxClient().clearFaults();
    }

    @Test
    void quoteLineHasClientDurationAndOutcomes() {
        service.sandboxClient().injectFault("fedex", "quote", "hang");
        String id = newId();

        as("shop", id)
                .body(referenceQuote().put("deadline_ms", 500).encode())
                .post(url("/api/v2/shipments/rate-quote"))
                .then()
                .statusCode(200);

        JsonObject line = line(id);
        assertThat(line.fieldNames())
                .containsExactlyInAnyOrder(
                        "timestamp",
                        "level",
                        "logger",
                        "thread",
                        "message",
                        "request_id",
                        "client",
                        "method",
                        "route",
                        "status",
                        "duration_ms",
                        "bytes_in",
                        "bytes_out",
                        "carriers");
        assertThat(Instant.parse(line.getString("timestamp")))
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
        assertThat(line.getString("level")).isEqualTo("INFO");
        assertThat(line.getString("client")).isEqualTo("shop");
        assertThat(line.getString("method")).isEqualTo("POST");
        assertThat(line.getString("route")).isEqualTo("/api/v2/shipments/rate-quote");
        assertThat(line.getValue("status")).isEqualTo(200);
        assertThat(line.getInteger("duration_ms")).isBetween(400, 20_000);
        assertThat(line.getInteger("bytes_in")).isPositive();
        assertThat(line.getInteger("bytes_out")).isPositive();
        assertThat(line.getJsonObject("carriers"))
                .isEqualTo(new JsonObject()
                        .put("fedex", "timed_out")
                        .put("ups", "answered")
                        .put("usps", "answered"));
    }

    @Test
    void trackingLineHasShipmentAndCache() {
        String bought = newId();
        String shipment = as("shop", bought)
                .body(purchase("UPS", "03").encode())
                .post(url("/api/v2/shipments/create"))
                .then()
                .statusCode(201)
                .extract()
                .path("shipment_id");
        String first = newId();
        String second = newId();
        as("shop", first)
                .get(url("/api/v2/shipments/" + shipment + "/tracking"))
                .then()
                .statusCode(200);
        as("shop", second)
                .get(url("/api/v2/shipments/" + shipment + "/tracking"))
                .then()
                .statusCode(200);

        assertThat(line(bought).getJsonObject("carriers")).isEqualTo(new JsonObject().put("ups", "answered"));
        assertThat(line(first).getString("route")).isEqualTo("/api/v2/shipments/{shipment_id}/tracking");
        assertThat(line(first).getString("shipment_id")).isEqualTo(shipment);
        assertThat(line(first).getString("cache")).isEqualTo("MISS");
        assertThat(line(second).getString("cache")).isEqualTo("HIT");
        assertThat(line(second).containsKey("carriers")).isFalse();
    }

    @Test
    void serverErrorsAreWarnings() {
        service.sandboxClient().injectFault("all", "quote", "break");
        String id = newId();

        as("shop", id)
                .body(referenceQuote().encode())
                .post(url("/api/v2/shipments/rate-quote"))
                .then()
                .statusCode(502);

        assertThat(line(id).getString("level")).isEqualTo("WARN");
        assertThat(line(id).getString("problem")).isEqualTo("carrier-error");
        assertThat(line(id).getJsonObject("carriers").getString("usps")).isEqualTo("broken");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v2/shipments, '', 401, unauthenticated, /api/v2/shipments",
        "GET, /api/v2/carriers/health, token, 403, forbidden, /api/v2/carriers/health",
        "GET, /api/v2/shipments/VNT-2026-0000001, token, 404, shipment-not-found, /api/v2/shipments/{shipment_id}",
        "GET, /api/v2/shipments/Jane%0d%0aDoe, token, 404, shipment-not-found, /api/v2/shipments/{shipment_id}",
        "GET, /nothing/Jane%20Doe?street=planted, token, 404, not-found,",
        "GET, /api/v2/shipments/%zz, token, 400, invalid-request, /api/v2/shipments/{shipment_id}",
        "DELETE, /api/v2/shipments, token, 405, method-not-allowed, /api/v2/shipments",
        "POST, /api/v2/shipments/rate-quote, token, 415, unsupported-media-type, /api/v2/shipments/rate-quote",
        "GET, /api/v2/docs/, '', 200, , /api/v2/docs",
        "GET, /api/v2/docs/nothing, '', 404, not-found, /api/v2/docs",
        "GET, /api/v2/openapi, '', 200, , /api/v2/openapi"
    })
    void everyRequestHasOneLine(String method, String path, String token, int status, String problem, String route)
            throws IOException {
        String id = newId();

        try (RawConnection wire = new RawConnection(URI.create(service.service().url()))) {
            wire.send(String.join(
                    "\r\n",
                    method + " " + path + " HTTP/1.1",
                    "Host: localhost",
                    "X-Request-ID: " + id,
                    token.isEmpty()
                            ? "X-None: none"
                            : "Authorization: Bearer " + service.sandboxClient().token(ALL_SCOPES),
                    "Connection: close",
                    "",
                    ""));
            assertThat(RawConnection.statuses(wire.readUntilClosed())).isEqualTo(Integer.toString(status));
        }

        JsonObject line = line(id);
        assertThat(line.getInteger("status")).isEqualTo(status);
        assertThat(line.getString("problem")).isEqualTo(problem);
        assertThat(line.getString("route")).isEqualTo(route);
        assertThat(line.encode()).doesNotContain("Jane", "planted");
    }

    @Test
    void earlyRejectionsHaveLines() throws IOException {
        assertThat(refusal("GET /api/v2/shipments HTTP/1.1", "Host: another")).isEqualTo("invalid-request");
        assertThat(refusal("GET /api/v2/shipments HTTP/1.1", "X-Much: " + "x".repeat(30_000)))
                .isEqualTo("headers-too-large");
        assertThat(refusal("GET /api/v2/shipments?" + "x".repeat(5_000) + " HTTP/1.1"))
                .isEqualTo("uri-too-long");
        assertThat(refusal("POST /api/v2/shipments/create HTTP/1.1", "Content-Length: 99999999"))
                .isEqualTo("too-large");
        assertThat(refusal(
                        "POST /api/v2/shipments/create HTTP/1.1",
                        "Content-Length: 9",
                        "Content-Type: application/json",
                        "Authorization: Bearer " + service.sandboxClient().token(ALL_SCOPES)))
                .isEqualTo("request-timeout");
    }

    @Test
    void rateLimitedClientIsNamed() {
        as("hasty", newId()).get(url("/api/v2/shipments")).then().statusCode(200);
        String id = newId();
        as("hasty", id).get(url("/api/v2/shipments")).then().statusCode(429);

        assertThat(line(id).getString("client")).isEqualTo("hasty");
        assertThat(line(id).getString("problem")).isEqualTo("rate-limited");
    }

    @Test
    void disconnectedClientHasLine() throws IOException {
        service.sandboxClient().injectFault("all", "quote", "hang");
        String id = newId();
        String body = referenceQuote().encode();
        try (RawConnection wire = new RawConnection(URI.create(service.service().url()))) {
            wire.send(String.join(
                    "\r\n",
                    "POST /api/v2/shipments/rate-quote HTTP/1.1",
                    "Host: localhost",
                    "Content-Type: application/json",
                    "X-Request-ID: " + id,
                    "Authorization: Bearer " + service.sandboxClient().token(ALL_SCOPES),
                    "Content-Length: " + body.length(),
                    "",
                    body));
            await().atMost(20, SECONDS).until(() -> service.sandboxClient().count("ups", "quote") > 0);
        }

        assertThat(line(id).getInteger("status")).isEqualTo(499);
    }

    @Test
    void managementRequestsAreNotLogged() {
        String id = newId();
        given().header("X-Request-ID", id)
                .get(service.service().managementUrl() + "/q/health/ready")
                .then()
                .statusCode(200);
        given().header("X-Request-ID", id)
                .get(service.service().managementUrl() + "/q/metrics")
                .then()
                .statusCode(200);
        String after = newId();
        as("shop", after).get(url("/api/v2/shipments")).then().statusCode(200);

        line(after);
        assertThat(lines()).noneMatch(line -> id.equals(line.getString("request_id")));
        assertThat(service.service().output()).doesNotContain("/q/health", "/q/metrics");
    }

    /** Sends a request head and returns the logged problem. */
    private static String refusal(String request, String... headers) throws IOException {
        String id = newId();
        List<String> head = new ArrayList<>(List.of(request, "Host: localhost", "X-Request-ID: " + id));
        head.addAll(List.of(headers));
        head.addAll(List.of("Connection: close", "", ""));
        try (RawConnection wire = new RawConnection(URI.create(service.service().url()))) {
            wire.send(String.join("\r\n", head));
            assertThat(RawConnection.statuses(wire.readUntilClosed())).hasSize(3);
        }
        return line(id).getString("problem");
    }

    /** Waits for the only line of the request. */
    private static JsonObject line(String requestId) {
        await("a line of " + requestId)
                .atMost(20, SECONDS)
                .pollInterval(50, MILLISECONDS)
                .until(() -> !linesOf(requestId).isEmpty());
        List<JsonObject> lines = linesOf(requestId);
        assertThat(lines).hasSize(1);
        return lines.getFirst();
    }

    private static List<JsonObject> linesOf(String requestId) {
        return lines().stream()
                .filter(line -> requestId.equals(line.getString("request_id")) && line.containsKey("duration_ms"))
                .toList();
    }

    /** All complete lines, which must be JSON. */
    private static List<JsonObject> lines() {
        String whole = service.service().output();
        return whole.substring(0, whole.lastIndexOf('\n') + 1)
                .lines()
                .map(JsonObject::new)
                .toList();
    }

    private static RequestSpecification as(String client, String requestId) {
        return given().contentType(ContentType.JSON)
                .header("Authorization", "Bearer " + service.sandboxClient().token(client, client, ALL_SCOPES))
                .header("X-Request-ID", requestId);
    }

    private static String url(String path) {
        return service.service().url() + path;
    }

    private static String newId() {
        return "req-" + UUID.randomUUID();
    }
}
