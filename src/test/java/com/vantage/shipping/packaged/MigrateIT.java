package com.vantage.shipping.packaged;

import static com.vantage.shipping.support.ApiTest.ALL_SCOPES;
import static com.vantage.shipping.support.ApiTest.purchase;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import com.vantage.shipping.sandbox.Sandbox;
import com.vantage.shipping.support.PackagedService;
import com.vantage.shipping.support.SandboxClient;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of the package, as a Kubernetes job runs them, with a database that has two roles: owner and service. */
class MigrateIT {
    private static final String OWNER = "shipping_owner";
    private static final String SERVICE = "shipping_app";
    private static final String ROLE = "shipping.migration.service-role";
    private static final String URL = "quarkus.datasource.reactive.url";
    private static final Pattern RIGHTS = Pattern.compile("```sql\\n(GRANT .*?)```", Pattern.DOTALL);

    private static Path directory;
    private static Sandbox sandbox;

    @BeforeAll
    static void start(@TempDir Path temporary) throws SQLException {
        directory = temporary;
        sandbox = Sandbox.start(Sandbox.Options.forTests());
        sql("postgres", "CREATE ROLE " + OWNER + " LOGIN", "CREATE ROLE " + SERVICE + " LOGIN");
    }

    @AfterAll
    static void stop() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    @Test
    void migrationNeedsDatabaseOnlyAndIsIdempotent() throws Exception {
        Map<String, String> settings = settings("twice");

        assertThat(migrate(settings))
                .startsWith("Applying 1 (shipments)")
                .anyMatch(line -> line.matches("\\d+ migrations applied, the schema is at version \\d+ \\(.+\\)"))
                .endsWith("Privileges unchanged: SHIPPING_MIGRATION_SERVICE_ROLE is not set");
        assertThat(migrate(settings)).first().asString().startsWith("Nothing to apply, the schema is at version ");
    }

    @Test
    void serviceRoleHasDocumentedPrivileges() throws Exception {
        migrate(withRole(settings("granted")));
        migrate(settings("documented"));
        sql("documented", documentedRights(), "GRANT USAGE ON SCHEMA public TO " + SERVICE);
        // Excess privileges are revoked
        migrate(settings("generous"));
        sql(
                "generous",
                "GRANT ALL ON ALL TABLES IN SCHEMA public TO " + SERVICE,
                "GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO " + SERVICE,
                "GRANT ALL ON ALL FUNCTIONS IN SCHEMA public TO " + SERVICE,
                "GRANT CREATE ON SCHEMA public TO " + SERVICE);
        migrate(withRole(settings("generous")));

        assertThat(rights("documented")).hasSizeGreaterThan(20);
        assertThat(rights("granted")).isEqualTo(rights("documented"));
        assertThat(rights("generous")).isEqualTo(rights("documented"));
    }

    @Test
    void serviceWorksWithTheseOnly() throws Exception {
        migrate(withRole(settings("working")));
        Map<String, String> settings = new HashMap<>(sandbox.settings());
        settings.put(URL, url("working"));
        settings.put("quarkus.datasource.username", SERVICE);
        settings.put("shipping.purchases.maintenance-interval", "1s");
        sql("working", "DROP TABLE " + dropped("working"));

        try (PackagedService service =
                PackagedService.start(directory, settings).awaitReady()) {
            String shipment = caller().body(purchase("UPS", "03").encode())
                    .post(service.url() + "/api/v2/shipments/create")
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("shipment_id");
            String resource = service.url() + "/api/v2/shipments/" + shipment;
            caller().get(resource).then().statusCode(200);
            caller().get(resource + "/label").then().statusCode(200);
            caller().get(resource + "/tracking").then().statusCode(200);
            caller().get(service.url() + "/api/v2/shipments/events").then().statusCode(200);
            caller().get(service.url() + "/api/v2/shipments/audit").then().statusCode(200);
            caller().post(resource + "/cancel").then().statusCode(200);
            String webhook = caller().body("{\"url\": \"https://shop.example/webhooks\", \"events\": [\"shipment.*\"]}")
                    .post(service.url() + "/api/v2/webhooks")
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("webhook_id");
            String deliveries = service.url() + "/api/v2/webhooks/" + webhook + "/deliveries";
            caller().post(service.url() + "/api/v2/webhooks/" + webhook + "/test")
                    .then()
                    .statusCode(202);
            await("the test event is sent").until(() -> caller().get(deliveries).path("deliveries[0].attempts"), is(1));
            caller().delete(service.url() + "/api/v2/webhooks/" + webhook)
                    .then()
                    .statusCode(200);
            await("the missing partition is created")
                    .until(() -> months("working").size() >= 3);

            assertThat(service.output()).doesNotContain("permission denied");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE mine (id text)",
                "CREATE TEMPORARY TABLE mine (id text)",
                "CREATE SCHEMA mine",
                "CREATE INDEX mine ON shipment (state)",
                "CREATE TABLE mine PARTITION OF shipment FOR VALUES FROM ('2001-01-01') TO ('2001-02-01')",
                "ALTER TABLE shipment ADD COLUMN mine text",
                "ALTER TABLE audit_entry DISABLE TRIGGER only_grows",
                "DROP TABLE label",
                "DROP FUNCTION make_shipment_months",
                "TRUNCATE shipment",
                "UPDATE audit_entry SET client = 'x'",
                "DELETE FROM audit_entry",
                "DELETE FROM flyway_schema_history",
                "SELECT setval('shipment_number', 1)"
            })
    void serviceCannotChangeSchema(String statement) throws Exception {
        if (tables("locked") == 0) {
            migrate(withRole(settings("locked")));
        }

        assertThatThrownBy(() -> as(SERVICE, "locked", statement))
                .isInstanceOfSatisfying(SQLException.class, refusal -> assertThat(refusal.getSQLState())
                        .isEqualTo("42501"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            quarkus.datasource.reactive.url |                                   | QUARKUS_DATASOURCE_REACTIVE_URL is missing
            quarkus.datasource.reactive.url | nonsense                          | QUARKUS_DATASOURCE_REACTIVE_URL: invalid value "nonsense"; expected a URL such as postgresql://host:5432/database
            quarkus.datasource.reactive.url | postgresql://127.0.0.1:1/shipping | Connection to 127.0.0.1:1 refused. Check that the hostname and port are correct and that the postmaster is accepting TCP/IP connections.
            quarkus.datasource.username     | stranger                          | role "stranger" does not exist
            shipping.migration.service-role | stranger                          | role "stranger" does not exist
            """)
    void failureIsReportedInOneLine(String name, String value, String reason) throws Exception {
        Map<String, String> settings = settings("failing");
        if (value == null) {
            settings.remove(name);
        } else {
            settings.put(name, value);
        }

        try (PackagedService command = PackagedService.startWithArguments(directory, settings, "migrate")) {
            assertThat(command.awaitExit()).isEqualTo(1);
            assertThat(command.lines())
                    .filteredOn(line -> !line.startsWith("Applying "))
                    .containsExactly("shipping-service cannot migrate: " + reason);
        }
    }

    @Test
    void helpListsCommands() throws InterruptedException {
        try (PackagedService command = PackagedService.startWithArguments(directory, Map.of(), "--help")) {
            assertThat(command.awaitExit()).isZero();
            assertThat(command.output()).contains("quarkus-run.jar migrate", "SHIPPING_MIGRATION_SERVICE_ROLE");
        }
    }

    @Test
    void unknownCommandIsRejected() throws InterruptedException {
        try (PackagedService command = PackagedService.startWithArguments(directory, Map.of(), "migrat")) {
            assertThat(command.awaitExit()).isEqualTo(2);
            assertThat(command.lines()).containsExactly("shipping-service: unknown argument migrat; see --help");
        }
    }

    private static List<String> migrate(Map<String, String> settings) throws InterruptedException {
        try (PackagedService command = PackagedService.startWithArguments(directory, settings, "migrate")) {
            assertThat(command.awaitExit()).as(command.output()).isZero();
            return command.lines();
        }
    }

    /** Settings for a database of the owner, which is created if missing. */
    private static Map<String, String> settings(String database) throws SQLException {
        if (!exists(database)) {
            sql("postgres", "CREATE DATABASE " + database + " OWNER " + OWNER);
        }
        return new HashMap<>(Map.of(URL, url(database), "quarkus.datasource.username", OWNER));
    }

    private static Map<String, String> withRole(Map<String, String> settings) {
        settings.put(ROLE, SERVICE);
        return settings;
    }

    private static String url(String database) {
        return "postgresql://127.0.0.1:" + sandbox.postgres().getPort() + "/" + database;
    }

    private static String documentedRights() throws IOException {
        Matcher rights = RIGHTS.matcher(Files.readString(Path.of("docs/database.md")));
        assertThat(rights.find()).isTrue();
        return rights.group(1);
    }

    /** The privileges of the service's role, from PostgreSQL's catalog. */
    private static SortedSet<String> rights(String database) throws SQLException {
        return new TreeSet<>(strings(database, """
                SELECT a.privilege_type || ' on ' || c.relname FROM pg_class c, aclexplode(c.relacl) a
                WHERE a.grantee = '%1$s'::regrole
                UNION SELECT a.privilege_type || ' on ' || p.oid::regprocedure FROM pg_proc p, aclexplode(p.proacl) a
                WHERE a.grantee = '%1$s'::regrole
                UNION SELECT a.privilege_type || ' on ' || n.nspname FROM pg_namespace n, aclexplode(n.nspacl) a
                WHERE a.grantee = '%1$s'::regrole""".formatted(SERVICE)));
    }

    private static List<String> months(String database) throws SQLException {
        return strings(
                database,
                "SELECT relname FROM pg_class WHERE relname ~ '^audit_entry_\\d{4}_\\d{2}$' "
                        + "AND relname >= to_char(now() AT TIME ZONE 'UTC', '\"audit_entry_\"YYYY_MM') ORDER BY 1");
    }

    private static String dropped(String database) throws SQLException {
        return String.join(", ", months(database).subList(2, months(database).size()));
    }

    private static int tables(String database) throws SQLException {
        return exists(database)
                ? strings(database, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
                        .size()
                : 0;
    }

    private static boolean exists(String database) throws SQLException {
        return !strings("postgres", "SELECT datname FROM pg_database WHERE datname = '" + database + "'")
                .isEmpty();
    }

    private static RequestSpecification caller() {
        return given().contentType(ContentType.JSON)
                .header(
                        "Authorization",
                        "Bearer " + new SandboxClient(sandbox.controlUrl()).token(ALL_SCOPES + " shipping:ops"));
    }

    private static List<String> strings(String database, String query) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection session = session("postgres", database);
                var statement = session.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    private static void sql(String database, String... statements) throws SQLException {
        for (String statement : statements) {
            as("postgres", database, statement);
        }
    }

    private static void as(String role, String database, String statement) throws SQLException {
        try (Connection session = session(role, database);
                var command = session.createStatement()) {
            command.execute(statement);
        }
    }

    private static Connection session(String role, String database) throws SQLException {
        return sandbox.postgres().getDatabase(role, database).getConnection();
    }
}
