package com.vantage.shipping.telemetry;

import static com.vantage.shipping.support.ApiTest.ALL_SCOPES;
import static com.vantage.shipping.support.ApiTest.purchase;
import static com.vantage.shipping.support.ApiTest.referenceQuote;
import static com.vantage.shipping.support.SandboxedPackage.LONG_TIMEOUTS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.vantage.shipping.support.PackagedService;
import com.vantage.shipping.support.SandboxedPackage;
import com.vantage.shipping.telemetry.Collector.Told;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Traces that the packaged service exports. Uses USPS Web Tools, whose URLs contain the most personal data. */
class TracesIT {
    private static final Collector collector = Collector.start();

    @RegisterExtension
    static final SandboxedPackage service = new SandboxedPackage(
            LONG_TIMEOUTS,
            tellingTo(collector.url()),
            Map.of(
                    "shipping.carriers.usps.api", "webtools",
                    "shipping.carriers.ups.retry-delay", "10ms",
                    "shipping.carriers.ups.purchase-timeout", "2s",
                    "shipping.purchases.reconcile-interval", "1s",
                    "shipping.purchases.first-reconcile-delay", "1s"));

    private static final String CALLER_SPAN = "00f067aa0ba902b7";

    @AfterAll
    static void stop() {
        collector.close();
    }

    @BeforeEach
    void heal() {
        service.sandboxClient().clearFaults();
    }

    @Test
    void carrierCallsAreChildrenOfRequestSpan() {
        String trace = newTrace();

        given(trace).post(rateQuote()).then().statusCode(200);

        Told request = awaitSpan(told -> told.trace().equals(trace) && told.isOf(SpanKind.SPAN_KIND_SERVER));
        assertThat(request.name()).isEqualTo("POST /api/v2/shipments/rate-quote");
        assertThat(request.parent()).isEqualTo(CALLER_SPAN);
        assertThat(request.attributes())
                .containsEntry("http.route", "/api/v2/shipments/rate-quote")
                .containsEntry("http.response.status_code", "200");
        List<Told> calls = calls(trace);
        assertThat(calls).extracting(Told::name).containsExactlyInAnyOrder("fedex quote", "ups quote", "usps quote");
        assertThat(calls).allSatisfy(call -> {
            assertThat(call.parent()).isEqualTo(request.id());
            assertThat(call.attributes())
                    .containsEntry("operation", "quote")
                    .containsEntry("outcome", "answered")
                    .containsEntry("peer.service", call.attribute("carrier"))
                    .doesNotContainKey("shared");
            assertThat(call.span().getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
            assertThat(attempts(call))
                    .extracting(attempt -> attempt.attribute("attempt"))
                    .containsExactly("1");
        });
    }

    @Test
    void failedAttemptsAreSpansOfOneCall() {
        service.sandboxClient().injectFault("ups", "quote", "break");
        String trace = newTrace();

        given(trace).post(rateQuote()).then().statusCode(200);

        Told call = awaitSpan(told -> told.trace().equals(trace) && told.name().equals("ups quote"));
        assertThat(call.span().getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
        assertThat(call.attributes()).containsEntry("outcome", "broken").containsEntry("error.type", "broken");
        assertThat(attempts(call))
                .hasSize(3)
                .allMatch(attempt -> attempt.attribute("outcome").equals("broken"))
                .extracting(attempt -> attempt.attribute("attempt"))
                .containsExactlyInAnyOrder("1", "2", "3");
    }

    @Test
    void callEndedByDeadlineIsTimedOut() {
        service.sandboxClient().injectFault("fedex", "quote", "hang");
        String trace = newTrace();

        given(trace, referenceQuote().put("deadline_ms", 500))
                .post(rateQuote())
                .then()
                .statusCode(200);

        Told call = awaitSpan(told -> told.trace().equals(trace) && told.name().equals("fedex quote"));
        assertThat(call.attributes()).containsEntry("outcome", "timed_out");
        assertThat(attempts(call))
                .extracting(attempt -> attempt.attribute("outcome"))
                .containsExactly("given_up");
    }

    @Test
    void sharedCallLinksToOriginalTrace() {
        service.sandboxClient().injectFault("all", "quote", "slow&seconds=1");
        JsonObject alike = referenceQuote();
        String first = newTrace();
        String second = newTrace();

        CompletableFuture<Integer> other = CompletableFuture.supplyAsync(
                () -> given(first, alike).post(rateQuote()).statusCode());
        given(second, alike).post(rateQuote()).then().statusCode(200);
        assertThat(other.join()).isEqualTo(200);

        awaitSpan(told -> told.trace().equals(first) && told.isOf(SpanKind.SPAN_KIND_SERVER));
        awaitSpan(told -> told.trace().equals(second) && told.isOf(SpanKind.SPAN_KIND_SERVER));
        List<Told> calls =
                Stream.of(first, second).flatMap(trace -> calls(trace).stream()).toList();
        List<Told> joined = calls.stream()
                .filter(call -> call.attribute("shared").equals("true"))
                .toList();
        assertThat(calls).hasSize(6);
        assertThat(joined).hasSize(3).allSatisfy(call -> {
            assertThat(call.linked()).containsExactly(call.trace().equals(first) ? second : first);
            assertThat(attempts(call)).isEmpty();
        });
    }

    /** Calls of the reconciler have no request. */
    @Test
    void backgroundCallHasOwnTrace() {
        service.sandboxClient().injectFault("ups", "buy", "hang");
        given(newTrace(), purchase("UPS", "03"))
                .post(service.service().url() + "/api/v2/shipments/create")
                .then()
                .statusCode(502);
        service.sandboxClient().clearFaults();

        Told call = awaitSpan(told -> told.name().equals("ups find"));

        assertThat(call.parent()).isEmpty();
        assertThat(call.attributes()).containsEntry("outcome", "answered");
    }

    @Test
    void spansHaveNoPersonalDataAndAreNotPropagated() {
        String trace = newTrace();
        for (JsonObject order : List.of(purchase("UPS", "03"), purchase("FedEx", "FEDEX_2_DAY"))) {
            String id = given(trace, order)
                    .post(service.service().url() + "/api/v2/shipments/create")
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("shipment_id");
            given(trace)
                    .get(service.service().url() + "/api/v2/shipments/" + id + "/tracking")
                    .then()
                    .statusCode(200);
        }
        given(trace)
                .header("User-Agent", "planted-agent/1")
                .header("X-Forwarded-For", "192.0.2.81")
                .header("Host", "planted-host")
                .get(service.service().url() + "/api/v2/shipments?order_id=planted-order");
        given(trace).get(service.service().url() + "/planted-path/9%20Elm%20Dr");
        given(trace, new JsonObject().put("origin", "planted-field"))
                .post(rateQuote())
                .then()
                .statusCode(400);
        given(trace).post(rateQuote()).then().statusCode(200);

        await("all requests are exported")
                .atMost(30, SECONDS)
                .until(() -> collector.spans().stream()
                                .filter(told -> told.trace().equals(trace) && told.isOf(SpanKind.SPAN_KIND_SERVER))
                                .count()
                        == 8);
        assertThat(collector.everything()).allSatisfy(body -> assertThat(body)
                .doesNotContain("planted", "192.0.2.81", "Jane Doe", "9 Elm Dr", "9%20Elm", "1 Main St", "Vantage DC 3")
                .doesNotContain("2125550100", "3105550100", "ORD-55120", "cus_81", "Bearer", "url.full")
                // Prefix of every JWT; a shorter pattern would match a name that ends in key before a field with tag J
                .doesNotContainPattern("eyJ[\\w-]{8}")
                .doesNotContain(secrets()));
        assertThat(List.of("ups", "fedex", "usps"))
                .allSatisfy(carrier -> assertThat(service.sandboxClient().received(carrier))
                        .isNotEmpty()
                        .noneMatch(request -> request.getJsonObject("headers").containsKey("traceparent")));
        assertThat(collector.resource())
                .containsEntry("service.name", "shipping-service")
                .containsKey("service.version");
    }

    /** Spans of the stores contain statements with placeholders. */
    @Test
    void statementsHaveNoValues() {
        String trace = newTrace();
        given(trace, purchase("UPS", "03"))
                .post(service.service().url() + "/api/v2/shipments/create")
                .then()
                .statusCode(201);

        awaitSpan(told -> told.trace().equals(trace) && told.isOf(SpanKind.SPAN_KIND_SERVER));
        List<Told> statements = collector.spans().stream()
                .filter(told -> told.trace().equals(trace))
                .filter(told -> !told.attribute("db.statement").isEmpty())
                .toList();
        assertThat(statements).isNotEmpty().allSatisfy(told -> assertThat(told.attribute("db.statement"))
                .doesNotContain("VNT-", "ORD-"));
        assertThat(collector.spans())
                .filteredOn(told -> told.isOf(SpanKind.SPAN_KIND_CLIENT)
                        && told.attribute("carrier").isEmpty())
                .as("spans of stores exist within requests only")
                .noneMatch(told -> told.parent().isEmpty());
    }

    @Test
    void tracesAreDisabledByDefault() {
        try (Collector other = Collector.start();
                PackagedService silent = service.startAnother(Map.of(
                        "quarkus.otel.exporter.otlp.endpoint", other.url(), "quarkus.otel.sdk.disabled", "true"))) {
            for (int i = 0; i < 3; i++) {
                given(newTrace())
                        .post(silent.url() + "/api/v2/shipments/rate-quote")
                        .then()
                        .statusCode(200);
            }
            silent.terminate();
            silent.awaitExit();

            assertThat(other.requests()).isZero();
            assertThat(silent.output()).doesNotContain("trace_id");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Exports as many batches as usually go out in three minutes. */
    @Test
    void unavailableCollectorDoesNotAffectRequests() throws InterruptedException {
        try (PackagedService alone = service.startAnother(Map.of(
                "quarkus.otel.exporter.otlp.endpoint", "http://127.0.0.1:1",
                "quarkus.otel.bsp.schedule.delay", "100ms",
                "shipping.request-log.enabled", "false"))) {
            for (int i = 0; i < 40; i++) {
                long asked = System.nanoTime();
                given(newTrace())
                        .post(alone.url() + "/api/v2/shipments/rate-quote")
                        .then()
                        .statusCode(200);
                assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(10));
                Thread.sleep(100);
            }
            await().atMost(20, SECONDS).until(() -> alone.output().contains("Failed to export"));

            assertThat(alone.output().lines().filter(line -> line.contains("Failed to export")))
                    .hasSizeLessThan(10);
            assertThat(alone.output()).doesNotContain("\"method\"");
        }
    }

    private static Map<String, String> tellingTo(String endpoint) {
        return Map.of(
                "quarkus.otel.sdk.disabled", "false",
                "quarkus.otel.exporter.otlp.endpoint", endpoint,
                "quarkus.otel.bsp.schedule.delay", "200ms");
    }

    private static String newTrace() {
        return "%016x%016x".formatted(ThreadLocalRandom.current().nextLong(), System.nanoTime());
    }

    private static RequestSpecification given(String trace) {
        return given(trace, referenceQuote());
    }

    private static RequestSpecification given(String trace, JsonObject body) {
        return RestAssured.given()
                .contentType(ContentType.JSON)
                .header("Authorization", "Bearer " + service.sandboxClient().token(ALL_SCOPES))
                .header("traceparent", "00-" + trace + "-" + CALLER_SPAN + "-01")
                .body(body.encode());
    }

    private static String rateQuote() {
        return service.service().url() + "/api/v2/shipments/rate-quote";
    }

    private static Told awaitSpan(Predicate<Told> wanted) {
        await().atMost(30, SECONDS).until(() -> collector.spans().stream().anyMatch(wanted));
        return collector.spans().stream().filter(wanted).findFirst().orElseThrow();
    }

    private static List<Told> calls(String trace) {
        return collector.spans().stream()
                .filter(told -> told.trace().equals(trace)
                        && !told.attribute("peer.service").isEmpty())
                .toList();
    }

    private static List<Told> attempts(Told call) {
        return collector.spans().stream()
                .filter(told -> told.parent().equals(call.id()))
                .toList();
    }

    private static List<String> secrets() {
        return service.sandbox().settings().entrySet().stream()
                .filter(setting -> setting.getKey().matches(".*\\.(client-id|client-secret|account)"))
                .map(Map.Entry::getValue)
                .toList();
    }
}
