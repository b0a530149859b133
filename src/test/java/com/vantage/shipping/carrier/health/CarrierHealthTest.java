package com.vantage.shipping.carrier.health;

import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.vantage.shipping.support.ApiTest;
import com.vantage.shipping.support.StoreProxyClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.assertj.core.data.Offset;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class CarrierHealthTest extends ApiTest {
    @SuppressWarnings("NullAway.Init")
    @TestHTTPResource(value = "/metrics", management = true)
    URL metrics;

    @Inject
    MeterRegistry meters;

    @Test
    void everyCarrierIsReported() {
        String order = create(purchase("UPS", "03")).statusCode(201).extract().path("shipment_id");
        as("shipping:track")
                .get("/api/v2/shipments/{id}/tracking", order)
                .then()
                .statusCode(200);

        health().body("scope", is("all"))
                .body("window_s", is(900))
                .body("measured_at", notNullValue())
                .body("observed_since", notNullValue())
                .body("service_version", is(setting("quarkus.application.version")))
                .body("runbook_url", nullValue())
                .body("request_id", is("ops-1"))
                .body("carriers.carrier", contains("FedEx", "UPS", "USPS"))
                .body("carriers.api_version", contains("v1", "v2409", "v3"))
                .body("carriers[1].endpoint", is(setting("shipping.carriers.ups.url")))
                .body("carriers[1].observed", is(true))
                .body("carriers[1].calls_per_s", notNullValue())
                .body("carriers[1].latency_ms.p50", notNullValue())
                .body("carriers[1].latency_ms.p99", notNullValue())
                .body("carriers[1].trend", hasSize(15))
                .body("carriers[1].trend[14].latency_ms.p99", notNullValue())
                .body("carriers[1].trend.findAll { it.calls == 0 }.latency_ms", everyItem(nullValue()))
                .body("carriers[1].operations.quote.circuit.state", is("closed"))
                .body("carriers[1].operations.quote.circuit.since", notNullValue())
                .body("carriers[1].operations.quote.circuit.failures", is(0))
                .body("carriers[1].operations.buy.latency_ms.p99", notNullValue())
                .body("carriers[1].operations.track.latency_ms.p99", notNullValue())
                .body("carriers[1].operations.cancel.calls", notNullValue());
    }

    @Test
    void trendAddsUp() {
        quoteOnly("UPS");

        JsonPath report = report();

        assertThat(report.getList(of("UPS") + ".trend.calls", Long.class).stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(report.getLong(of("UPS") + ".calls"));
        assertThat(Instant.parse(report.getString(of("UPS") + ".trend[14].minute")))
                .isBeforeOrEqualTo(Instant.parse(report.getString("measured_at")));
    }

    @Test
    void quotaUsageIsReported() {
        quoteOnly("UPS");

        JsonPath report = report();

        assertThat(report.getInt("carriers[1].quota[0].limit")).isEqualTo(100);
        assertThat(report.getString("carriers[1].quota[0].window")).isEqualTo("1s");
        assertThat(report.getInt("carriers[1].quota[0].used")).isPositive();
        assertThat(report.getInt("carriers[1].quota[0].used") + report.getInt("carriers[1].quota[0].left"))
                .isEqualTo(100);
    }

    @Test
    void callsAreCountedByResult() {
        JsonPath before = report();
        quoteOnly("UPS");
        quoteOnly("UPS");
        sandbox.injectFault("ups", "quote", "garble");
        quoteOnly("UPS");
        sandbox.injectFault("ups", "quote", "throttle");
        quoteOnly("UPS");
        JsonPath after = report();

        assertThat(List.of("calls", "failed", "throttled", "not_asked"))
                .extracting(count -> grown(before, after, "UPS", count))
                .containsExactly(4, 1, 1, 0);
        assertThat(List.of("unreadable", "throttled_us", "timed_out"))
                .extracting(kind -> errors(after, "UPS", kind) - errors(before, "UPS", kind))
                .containsExactly(1, 1, 0);
        assertThat(grown(before, after, "FedEx", "calls")).isZero();
        assertThat(after.<Number>get(ofQuotes("UPS") + ".error_rate").doubleValue())
                .isCloseTo(
                        after.getDouble(ofQuotes("UPS") + ".failed") / after.getDouble(ofQuotes("UPS") + ".calls"),
                        Offset.offset(0.00001));
    }

    @Test
    void declinedCallCountsAsGood() {
        JsonPath before = report();
        quote(referenceQuote()
                        .put("carriers", new JsonArray().add("UPS"))
                        .put("packages", new JsonArray().add(parcel(200 * 16, 12, 8, 6))))
                .statusCode(422);
        JsonPath after = report();

        assertThat(grown(before, after, "UPS", "calls")).isEqualTo(1);
        assertThat(grown(before, after, "UPS", "failed")).isZero();
    }

    @Test
    void quotaUsageIsNaNWithoutRedis() {
        await().atMost(10, SECONDS).until(() -> quotaUsedAfterQuote() > 0);

        stores.cut(StoreProxyClient.REDIS);
        await().atMost(10, SECONDS).until(() -> Double.isNaN(quotaUsedAfterQuote()));
        assertThat(quota("limit")).isEqualTo(100);

        stores.restore(StoreProxyClient.REDIS);
        await().atMost(10, SECONDS).until(() -> quotaUsedAfterQuote() > 0);
    }

    @ParameterizedTest
    @CsvSource({"FedEx, break, INTERNAL.SERVER.ERROR", "USPS, hang, no answer within"})
    void openCircuitMakesCarrierDownUntilClosed(String carrier, String fault, String why) {
        Instant begin = Instant.now();
        sandbox.injectFault(code(carrier), "quote", fault);
        for (int i = 0; i < 5; i++) {
            quoteOnly(carrier);
        }
        await().until(() ->
                report().getString(ofQuotes(carrier) + ".circuit.state").equals("open"));
        JsonPath before = report();
        quoteOnly(carrier);

        String it = of(carrier);
        JsonPath broken = report();
        assertThat(broken.getString(it + ".status")).isEqualTo("down");
        assertThat(broken.getString(it + ".reasons[0]"))
                .startsWith("quote: circuit open on every replica: ")
                .contains(why);
        assertThat(broken.getString(ofQuotes(carrier) + ".circuit.state")).isEqualTo("open");
        assertThat(broken.getInt(ofQuotes(carrier) + ".circuit.failures")).isGreaterThanOrEqualTo(5);
        assertThat(broken.getString(ofQuotes(carrier) + ".circuit.why")).contains(why);
        assertThat(broken.getInt(ofQuotes(carrier) + ".circuit.replicas.open")).isEqualTo(1);
        assertThat(grown(before, broken, carrier, "not_asked")).isEqualTo(1);
        assertThat(errors(broken, carrier, "circuit_open") - errors(before, carrier, "circuit_open"))
                .isEqualTo(1);
        assertThat(Instant.parse(broken.getString(ofQuotes(carrier) + ".circuit.next_trial_at")))
                .isEqualTo(Instant.parse(broken.getString(ofQuotes(carrier) + ".circuit.since"))
                        .plusSeconds(1));
        assertThat(grown(before, broken, carrier, "calls")).isZero();
        assertThat(Instant.parse(broken.getString(it + ".last_outage.from"))).isBetween(begin, Instant.now());
        assertThat(broken.getString(it + ".last_outage.reason"))
                .startsWith("quote: ")
                .contains(why);
        assertThat(broken.getString(it + ".last_outage.to")).isNull();

        sandbox.clearFaults();
        await().atMost(20, SECONDS).until(() -> isWell(carrier));
        JsonPath healed = report();
        assertThat(healed.getString(it + ".last_outage.from")).isEqualTo(broken.getString(it + ".last_outage.from"));
        assertThat(Instant.parse(healed.getString(it + ".last_outage.to"))).isAfter(begin);
        assertThat(healed.getString(it + ".status")).isNotEqualTo("down");
        assertThat(healed.getString(ofQuotes(carrier) + ".circuit.next_trial_at"))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"FedEx", "UPS", "USPS"})
    void onlyExpiryOfTokenIsReported(String carrier) {
        Instant now = Instant.now();

        health().body(of(carrier) + ".auth.keySet()", contains("expires_at"));
        assertThat(Instant.parse(report().getString(of(carrier) + ".auth.expires_at")))
                .isBetween(now.plusSeconds(60), now.plus(Duration.ofHours(9)));
        assertThat(metrics())
                .containsPattern(
                        "carrier_token_expires_seconds\\{carrier=\"" + code(carrier) + "\",?} \\d{3,5}\\.\\d+");
    }

    @Test
    void statusIsAMetricToo() {
        assertThat(metrics().lines().filter(line -> line.startsWith("carrier_health{")))
                .hasSize(9)
                .filteredOn(line -> line.endsWith(" 1.0"))
                .hasSize(3);
    }

    @Test
    void operatorScopeIsRequired() {
        as(ALL_SCOPES).get("/api/v2/carriers/health").then().statusCode(403).body("type", is("/problems/forbidden"));
        given().get("/api/v2/carriers/health").then().statusCode(401).body("type", containsString("unauthenticated"));
    }

    private void quoteOnly(String carrier) {
        JsonObject request =
                referenceQuote().put("carriers", new JsonArray().add(carrier)).put("deadline_ms", 400);
        quote(request);
    }

    private boolean isWell(String carrier) {
        quote(referenceQuote().put("carriers", new JsonArray().add(carrier)));
        return report().getString(ofQuotes(carrier) + ".circuit.state").equals("closed");
    }

    private ValidatableResponse health() {
        return as("shipping:ops")
                .header("X-Request-ID", "ops-1")
                .get("/api/v2/carriers/health")
                .then()
                .statusCode(200);
    }

    private JsonPath report() {
        return health().extract().jsonPath();
    }

    private static int grown(JsonPath before, JsonPath after, String carrier, String count) {
        String path = ofQuotes(carrier) + "." + count;
        int all = after.getInt(of(carrier) + "." + count) - before.getInt(of(carrier) + "." + count);
        assertThat(after.getInt(path) - before.getInt(path))
                .as("all are quotes")
                .isEqualTo(all);
        return all;
    }

    private static int errors(JsonPath report, String carrier, String kind) {
        List<Integer> found =
                report.getList(of(carrier) + ".errors.findAll { it.code == '" + kind + "' }.calls", Integer.class);
        return found.stream().mapToInt(Integer::intValue).sum();
    }

    private static String of(String carrier) {
        return "carriers.find { it.carrier == '" + carrier + "' }";
    }

    private static String ofQuotes(String carrier) {
        return of(carrier) + ".operations.quote";
    }

    private static String code(String carrier) {
        return carrier.toLowerCase(Locale.ROOT);
    }

    private double quotaUsedAfterQuote() {
        quoteOnly("UPS");
        return quota("used");
    }

    private double quota(String metric) {
        return meters.get("carrier.quota." + metric)
                .tags("carrier", "ups", "window", "1s")
                .gauge()
                .value();
    }

    private String metrics() {
        return given().get(metrics).asString();
    }

    private static String setting(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }
}
