package com.vantage.shipping.operations;

import static com.vantage.shipping.support.ApiTest.purchase;
import static com.vantage.shipping.support.ApiTest.referenceQuote;
import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.vantage.shipping.monitoring.Alerts;
import com.vantage.shipping.monitoring.Prometheus;
import com.vantage.shipping.monitoring.Prometheus.Target;
import com.vantage.shipping.sandbox.LoopbackPostgres;
import com.vantage.shipping.support.PackagedService;
import com.vantage.shipping.support.SandboxedPackage;
import com.vantage.shipping.support.SelfSignedCertificate;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs the packaged {@code check} command against a Prometheus that scrapes the packaged service; stores are texts. */
class OperationsCheckIT {
    @RegisterExtension
    static final SandboxedPackage here =
            new SandboxedPackage(Map.of("shipping.shedding.max-event-loop-lag", "30s"), SandboxedPackage.LONG_TIMEOUTS);

    private static final Map<String, String> SERVICES =
            Map.of("UPS", "03", "FedEx", "FEDEX_2_DAY", "USPS", "PRIORITY_MAIL");

    private static final String PRIMARY = """
            patroni_primary{scope="shipping-db"} 1
            patroni_sync_standby{scope="shipping-db"} 0
            patroni_postgres_streaming{scope="shipping-db"} 0
            pg_replication_lag_seconds 0
            pg_stat_activity_count{datname="shipping",state="active"} 4
            pg_stat_activity_count{datname="shipping",state="idle"} 61
            pg_stat_activity_max_tx_duration{datname="shipping",state="active"} 0.021
            pg_stat_archiver_failed_count 3
            pg_stat_archiver_last_archive_age 412
            pg_stat_user_tables_n_live_tup{datname="shipping",schemaname="public",relname="shipment_2026_11"} 1204400
            pg_stat_user_tables_n_dead_tup{datname="shipping",schemaname="public",relname="shipment_2026_11"} 41870
            pg_stat_user_tables_n_live_tup{datname="shipping",schemaname="public",relname="shipment_2027_02"} 0
            pg_stat_user_tables_n_dead_tup{datname="shipping",schemaname="public",relname="shipment_2027_02"} 12
            shipping_backup_age_seconds 9170
            """;

    private static final String STANDBY = """
            patroni_primary{scope="shipping-db"} 0
            patroni_sync_standby{scope="shipping-db"} 0
            patroni_postgres_streaming{scope="shipping-db"} 1
            pg_replication_lag_seconds 0.04
            pg_stat_archiver_failed_count 0
            """;

    private static final String SYNCHRONOUS_STANDBY = STANDBY.replace(
            "patroni_sync_standby{scope=\"shipping-db\"} 0", "patroni_sync_standby{scope=\"shipping-db\"} 1");

    private static final int PATIENCE = 120;

    private static EmbeddedPostgres withTls;

    private record Run(int exitCode, String output) {}

    @BeforeAll
    static void startServerWithCertificate(@TempDir Path directory)
            throws IOException, InterruptedException, GeneralSecurityException {
        Prometheus.installed();
        SelfSignedCertificate own = SelfSignedCertificate.make(directory);
        withTls = LoopbackPostgres.start(Map.of(
                "ssl", "on",
                "ssl_cert_file", own.certificate().toString(),
                "ssl_key_file", own.key().toString()));
    }

    @AfterAll
    static void stopServerWithCertificate() throws IOException {
        if (withTls != null) {
            withTls.close();
        }
    }

    @Test
    void allWellIsOk(@TempDir Path directory) throws IOException, InterruptedException {
        try (PackagedService service = here.startAnother(Map.of());
                MetricsServer stores = new MetricsServer();
                Prometheus prometheus = prometheus(
                        directory,
                        replica(service),
                        stores.add("shipping-db", "shipping-db-0", PRIMARY),
                        stores.add("shipping-db", "shipping-db-1", SYNCHRONOUS_STANDBY),
                        stores.add("shipping-db", "shipping-db-2", STANDBY))) {
            generateTraffic(service);
            awaitScrapes(prometheus);
            generateTraffic(service);
            awaitScrapes(prometheus);
            awaitQuotas(prometheus);

            Run checked = check(prometheus.url(), "check");

            assertThat(checked.exitCode()).as(checked.output()).isZero();
            assertThat(checked.output())
                    .contains((Checks.all().count() - 1) + " ok, 0 warn, 0 fail, 0 unknown")
                    .contains("Skipped: database-replica-readable");
        }
    }

    @Test
    void faultsAreFound(@TempDir Path directory) throws IOException, InterruptedException {
        Map<String, String> settings =
                Map.of("shipping.carriers.ups.circuit.open-for", "10m", "shipping.carriers.usps.quota", "10/1h");
        try (PackagedService service = here.startAnother(settings);
                MetricsServer stores = new MetricsServer()) {
            here.sandboxClient().injectFault("ups", "quote", "break");
            for (int i = 0; i < 8; i++) {
                quote(service);
            }
            try (Prometheus prometheus = prometheus(
                    directory,
                    replica(service),
                    stores.add("shipping-service", "shipping-service-1", """
                            service_version{version="2.9.0"} 1
                            database_schema_version 2
                            database_schema_required_version 3
                            """),
                    stores.add(
                            "shipping-db",
                            "shipping-db-0",
                            PRIMARY.replace("shipping_backup_age_seconds 9170", "shipping_backup_age_seconds 108000")
                                    .replace("pg_stat_archiver_last_archive_age 412\n", "")),
                    stores.add(
                            "shipping-db",
                            "shipping-db-1",
                            STANDBY.replace("pg_replication_lag_seconds 0.04", "pg_replication_lag_seconds 1260")))) {
                awaitScrapes(prometheus);
                quote(service);
                quote(service);
                awaitScrapes(prometheus);
                awaitQuotas(prometheus);

                Run checked = check(prometheus.url(), "check");
                JsonNode json = new ObjectMapper()
                        .readTree(check(prometheus.url(), "check", "--json").output());

                assertThat(checked.exitCode()).as(checked.output()).isEqualTo(1);
                assertThat(checked.output().lines().map(line -> line.replaceAll(" {2,}", " | ")))
                        .anyMatch(line -> line.startsWith("WARN | carrier-circuit-closed | ups quote | 0 % |"))
                        .anyMatch(line -> line.startsWith("FAIL | carrier-status | ups | down |"))
                        .anyMatch(line -> line.startsWith("WARN | carrier-quota-exhausted | usps |"))
                        .anyMatch(line -> line.startsWith("WARN | service-versions | 2 |"))
                        .anyMatch(line -> line.startsWith("FAIL | schema-versions-behind | shipping-service-1 | 1 |"))
                        .anyMatch(line -> line.startsWith("FAIL | synchronous-replica | 0 |"))
                        .anyMatch(line -> line.startsWith("WARN | replicas-streaming | 1 |"))
                        .anyMatch(line -> line.startsWith("FAIL | replication-lag | shipping-db-1 | 21 min |"))
                        .anyMatch(line -> line.startsWith("UNKNOWN | wal-archive-age | nothing to measure |"))
                        .anyMatch(line -> line.startsWith("FAIL | backup-age | 30 h |"));
                assertThat(json.path("status").asText()).isEqualTo("fail");
                assertThat(json.path("findings").valueStream())
                        .anyMatch(found -> found.path("check").asText().equals("backup-age")
                                && found.path("value").asDouble() == 108_000);
            }
        } finally {
            here.sandboxClient().clearFaults();
        }
    }

    /** Prometheus without a target has nothing to complain about. */
    @Test
    void nothingMeasuredIsNotOk(@TempDir Path directory) throws IOException, InterruptedException {
        try (Prometheus prometheus = prometheus(directory)) {
            Run checked = check(prometheus.url(), "check");

            assertThat(checked.exitCode()).isEqualTo(2);
            assertThat(checked.output())
                    .contains("1 ok, 0 warn, 0 fail, " + (Checks.all().count() - 2) + " unknown");
        }
    }

    @Test
    void missingPrometheusIsReportedInOneLine() throws InterruptedException {
        String url = "http://127.0.0.1:" + PackagedService.freePort();

        assertThat(check(url, "check"))
                .isEqualTo(new Run(
                        2,
                        "shipping-service cannot check: Prometheus at " + url
                                + "/api/v1/query does not answer: java.net.ConnectException\n"));
    }

    @Test
    void wrongSettingsAreReportedInOneLine() throws InterruptedException {
        assertThat(check(Map.of(), "check").output())
                .isEqualTo("shipping-service cannot check: SHIPPING_CHECK_PROMETHEUS_URL is missing\n");
        assertThat(check(
                                Map.of(
                                        "shipping.check.prometheus-url",
                                        "http://localhost:9090",
                                        "shipping.check.skip",
                                        "backup"),
                                "check")
                        .output())
                .startsWith(
                        "shipping-service cannot check: SHIPPING_CHECK_SKIP: unknown check backup; expected one of ");
        assertThat(check(Map.of("shipping.check.prometheus-url", "localhost:9090"), "check")
                        .output())
                .startsWith("shipping-service cannot check: SHIPPING_CHECK_PROMETHEUS_URL: invalid value");
    }

    private static Prometheus prometheus(Path directory, Target... targets) throws IOException {
        return Prometheus.start(directory, Alerts.read().writeTo(directory.resolve("rules.yaml")), List.of(targets));
    }

    private static Target replica(PackagedService service) {
        return new Target("shipping-service", "shipping-service-0", URI.create(service.managementUrl() + "/q/metrics"));
    }

    private static Run check(String prometheus, String... arguments) throws InterruptedException {
        Map<String, String> settings = new HashMap<>();
        settings.put("shipping.check.prometheus-url", prometheus);
        settings.put("shipping.check.namespace", "logistics-prod");
        settings.put("shipping.check.certificates", "postgresql://localhost:" + withTls.getPort());
        settings.put("shipping.check.skip", "database-replica-readable");
        return check(settings, arguments);
    }

    private static Run check(Map<String, String> settings, String... arguments) throws InterruptedException {
        try (PackagedService command = PackagedService.startWithArguments(here.directory(), settings, arguments)) {
            return new Run(command.awaitExit(), command.output());
        }
    }

    private static void generateTraffic(PackagedService service) {
        quote(service);
        SERVICES.forEach((carrier, code) -> {
            String id = caller().body(purchase(carrier, code).encode())
                    .post(service.url() + "/api/v2/shipments/create")
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("shipment_id");
            caller().get(service.url() + "/api/v2/shipments/" + id + "/tracking");
            caller().post(service.url() + "/api/v2/shipments/" + id + "/cancel");
        });
    }

    private static void quote(PackagedService service) {
        caller().body(referenceQuote().encode()).post(service.url() + "/api/v2/shipments/rate-quote");
    }

    private static RequestSpecification caller() {
        return given().contentType(ContentType.JSON)
                .header(
                        "Authorization",
                        "Bearer " + here.sandboxClient().token("shipping:quote shipping:track shipping:ship"));
    }

    private static void awaitScrapes(Prometheus prometheus) {
        double before = scrapes(prometheus);
        await().atMost(PATIENCE, SECONDS).until(() -> scrapes(prometheus) >= before + 3);
    }

    private static double scrapes(Prometheus prometheus) {
        return prometheus.query("sum(count_over_time(up{pod=\"shipping-service-0\"}[10m]))").stream()
                .mapToDouble(sum -> sum.required("value").get(1).asDouble())
                .findFirst()
                .orElse(0);
    }

    /** Quotas are averaged over steps of half a minute. */
    private static void awaitQuotas(Prometheus prometheus) {
        await().atMost(PATIENCE, SECONDS).until(() -> !prometheus
                .query("avg_over_time((carrier_quota_used{job=\"shipping-service\"} >= 0)[5m:30s])")
                .isEmpty());
    }
}
