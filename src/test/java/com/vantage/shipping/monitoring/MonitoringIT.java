package com.vantage.shipping.monitoring;

import static com.vantage.shipping.support.ApiTest.purchase;
import static com.vantage.shipping.support.ApiTest.referenceQuote;
import static com.vantage.shipping.support.SandboxedPackage.ofEachCarrier;
import static io.restassured.RestAssured.given;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.monitoring.PromQl.Selector;
import com.vantage.shipping.monitoring.Prometheus.Target;
import com.vantage.shipping.support.SandboxedPackage;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Metrics that dashboards and alerts use exist: a Prometheus scrapes the packaged service under successes and failures, and
 * answers every query of the dashboards and every selector of the rules.
 */
class MonitoringIT {
    @RegisterExtension
    static final SandboxedPackage here = new SandboxedPackage(
            // Event loops may lag on a machine that runs tests
            Map.of("shipping.shedding.max-event-loop-lag", "30s", "shipping.tracking.polling.interval", "2s"),
            ofEachCarrier(Map.of("timeout", "5s", "deadline", "6s", "circuit.open-for", "1s")));

    /** Metrics of other exporters, which do not exist in this test. */
    private static final Map<String, String> OTHERS = Map.of(
            "patroni_.*", "Patroni, on 8008 of each node of the database: its REST API's /metrics",
            "pg_up|pg_stat_archiver_failed_count", "postgres_exporter, on 9187 beside each node of the database",
            "container_memory_working_set_bytes", "cAdvisor, in each kubelet",
            "kube_pod_container_(resource_limits|status_restarts_total)", "kube-state-metrics",
            "ALERTS", "Prometheus itself, while an alert fires");

    private static final Map<String, String> SERVICES =
            Map.of("UPS", "03", "FedEx", "FEDEX_2_DAY", "USPS", "PRIORITY_MAIL");

    private static final int PATIENCE = 90;

    private static Prometheus prometheus;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        Prometheus.installed();
        Path rules = Alerts.read().writeTo(directory.resolve("rules.yaml"));
        prometheus = Prometheus.start(
                directory,
                rules,
                List.of(new Target(
                        "shipping-service",
                        "shipping-service-0",
                        URI.create(here.service().managementUrl() + "/q/metrics"))));
        await().atMost(PATIENCE, SECONDS)
                .until(() ->
                        !prometheus.query("up{job=\"shipping-service\"} == 1").isEmpty());
        // Twice with scrapes in between, because rates need increases
        generateTraffic();
        awaitNextScrapes();
        generateTraffic();
        awaitNextScrapes();
    }

    @AfterAll
    static void stop() {
        if (prometheus != null) {
            prometheus.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> dashboardQueriesReturnData() {
        return Dashboard.all().stream().flatMap(dashboard -> dashboard.queries().stream()
                .map(query ->
                        DynamicTest.dynamicTest(dashboard.file() + ": " + query.where(), () -> requireAnswer(query))));
    }

    @TestFactory
    Stream<DynamicTest> metricsOfRulesAreExported() {
        return Alerts.read().expressions().stream()
                .flatMap(asked -> asked.selectors().stream())
                .distinct()
                .filter(selector -> !isOthers(selector))
                .map(selector ->
                        DynamicTest.dynamicTest(selector.text(), () -> assertThat(prometheus.query(selector.text()))
                                .isNotEmpty()
                                .allSatisfy(series -> assertThat(labels(series)).containsAll(selector.labels()))));
    }

    /** Grouping by a label that does not exist would silently aggregate everything. */
    @TestFactory
    Stream<DynamicTest> groupingLabelsOfRulesAreExported() {
        return Alerts.read().expressions().stream()
                .filter(asked -> !asked.selectors().isEmpty())
                .filter(asked -> asked.selectors().stream().noneMatch(MonitoringIT::isOthers))
                .map(asked -> DynamicTest.dynamicTest(asked.expression(), () -> assertThat(asked.selectors().stream()
                                .flatMap(selector -> prometheus.query(selector.text()).stream())
                                .flatMap(series -> labels(series).stream()))
                        .containsAll(asked.groupings())));
    }

    /** Two purchases at each carrier, and two more at FedEx with unknown outcome. */
    @ParameterizedTest
    @CsvSource({"ups, created, 2", "usps, created, 2", "fedex, created, 2", "fedex, purchasing, 4", "fedex, unknown, 2"
    })
    void purchasesAreCountedByReachedState(String carrier, String state, int purchases) {
        assertThat(prometheus.query(
                        "sum(purchases_transitions_total{carrier=\"%s\",state=\"%s\"})".formatted(carrier, state)))
                .singleElement()
                .satisfies(
                        sum -> assertThat(sum.required("value").get(1).asInt()).isEqualTo(purchases));
    }

    @Test
    void everyRuleIsEvaluated() {
        assertThat(prometheus.rules()).hasSameSizeAs(Alerts.read().rules()).allSatisfy(rule -> {
            assertThat(rule.required("health").textValue())
                    .as(rule.required("name") + ": " + rule.path("lastError"))
                    .isEqualTo("ok");
        });
    }

    /** A few failures among a few calls must not page anybody. */
    @Test
    void noCriticalAlertFires() {
        assertThat(prometheus.query("ALERTS{alertstate=\"firing\",severity=\"critical\"}"))
                .isEmpty();
    }

    private static void requireAnswer(Dashboard.Query query) {
        String expression = query.expression()
                .replace("$__rate_interval", "30s")
                .replace("$__range", "1m")
                .replace("$namespace", "logistics-prod")
                .replace("$job", "shipping-service")
                .replace("$carrier", ".*")
                .replace("$operation", ".*");

        List<JsonNode> found = prometheus.query(expression);

        if (new PromQl(expression).selectors().stream().noneMatch(MonitoringIT::isOthers)) {
            assertThat(found)
                    .as(expression)
                    .anyMatch(series ->
                            !series.required("value").get(1).textValue().equals("NaN"))
                    .allSatisfy(series -> assertThat(labels(series)).containsAll(query.labels()));
        }
    }

    private static boolean isOthers(Selector selector) {
        return OTHERS.keySet().stream().anyMatch(others -> selector.metric().matches(others));
    }

    private static Set<String> labels(JsonNode series) {
        return series.required("metric").propertyStream().map(Map.Entry::getKey).collect(toSet());
    }

    /** Performs every kind of call, and provokes every kind of failure. */
    private static void generateTraffic() {
        here.sandboxClient().clearFaults();
        await().atMost(PATIENCE, SECONDS).until(MonitoringIT::everyCarrierAnswers);
        for (String carrier : SERVICES.keySet()) {
            String id = buy(carrier).then().statusCode(201).extract().path("shipment_id");
            track(id).then().statusCode(200);
            track(id).then().statusCode(200);
            caller().post(here.service().url() + "/api/v2/shipments/" + id + "/cancel");
        }
        here.sandboxClient().stubReply("ups", "quote", 401, "application/json", "{}");
        here.sandboxClient().injectFault("fedex", "quote", "break");
        here.sandboxClient().injectFault("usps", "quote", "throttle&seconds=1");
        quote().then().statusCode(502);
        here.sandboxClient().injectFault("fedex", "quote", "hang");
        quote();
        here.sandboxClient().injectFault("fedex", "buy", "reset");
        buy("FedEx").then().statusCode(502);
        here.sandboxClient().clearFaults();
    }

    private static boolean everyCarrierAnswers() {
        Response answer = quote();
        return answer.statusCode() == 200 && answer.path("partial").equals(false);
    }

    private static void awaitNextScrapes() {
        int seen = looks();
        await().atMost(PATIENCE, SECONDS).until(() -> looks() >= seen + 3);
    }

    private static int looks() {
        return prometheus
                .query("count_over_time(up{job=\"shipping-service\"}[10m])")
                .getFirst()
                .required("value")
                .get(1)
                .asInt();
    }

    private static Response quote() {
        return caller().body(referenceQuote().encode()).post(here.service().url() + "/api/v2/shipments/rate-quote");
    }

    private static Response buy(String carrier) {
        JsonObject order = purchase(carrier, requireNonNull(SERVICES.get(carrier)));
        return caller().body(order.encode()).post(here.service().url() + "/api/v2/shipments/create");
    }

    private static Response track(String id) {
        return caller().get(here.service().url() + "/api/v2/shipments/" + id + "/tracking");
    }

    private static RequestSpecification caller() {
        return given().contentType(ContentType.JSON)
                .header(
                        "Authorization",
                        "Bearer "
                                + here.sandboxClient()
                                        .token("shipping:quote shipping:track shipping:ship shipping:ops"));
    }
}
