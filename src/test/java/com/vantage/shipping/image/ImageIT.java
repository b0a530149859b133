package com.vantage.shipping.image;

import static com.vantage.shipping.support.ApiTest.purchase;
import static com.vantage.shipping.support.ApiTest.referenceQuote;
import static io.restassured.RestAssured.given;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.vantage.shipping.sandbox.Sandbox;
import com.vantage.shipping.support.PackagedService;
import com.vantage.shipping.support.SandboxClient;
import com.vantage.shipping.support.Shell;
import com.vantage.shipping.support.TemporaryDirectories;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Builds the image with the Dockerfile, from base images made of this Debian's packages, and runs it as in a container:
 * read-only, and as its own user.
 */
class ImageIT {
    private static final String IMAGE = "localhost/shipping-service:test";
    private static final Path SCRIPTS = Path.of("src/test/resources/image").toAbsolutePath();
    private static final Path WORK = Path.of("target/image").toAbsolutePath();
    private static final Path HOME = Path.of("opt/shipping-service");

    private static JsonObject config;
    private static Path root;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        assumeTrue(Boolean.getBoolean("image.build"), "the image is only built by ./mvnw verify -Pimage");
        remove();
        Files.createDirectories(WORK);
        Buildah buildah = Buildah.in(WORK);
        Shell.in(WORK)
                .run(
                        "sh",
                        SCRIPTS.resolve("base-images.sh").toString(),
                        WORK.toString(),
                        System.getProperty("java.home"),
                        System.getProperty("maven.home"),
                        System.getProperty("maven.repository"));
        String path = "/opt/java/bin:/opt/maven/bin:/usr/bin";
        buildah.createImage(
                WORK.resolve("build"), "localhost/build:test", Map.of("JAVA_HOME", "/opt/java", "PATH", path));
        buildah.createImage(WORK.resolve("run"), "localhost/run:test", Map.of());
        Map<String, String> arguments = Map.of(
                "BUILD_IMAGE", "localhost/build:test",
                "RUN_IMAGE", "localhost/run:test",
                "MAVEN_ARGS", "--offline -Dmaven.repo.local.tail=/repository",
                "VERSION", "1.2.3");
        buildah.build(Path.of("").toAbsolutePath(), IMAGE, arguments, WORK.resolve("repository") + ":/repository:ro");
        config = buildah.config(IMAGE);
        root = buildah.mount(IMAGE);
    }

    /** Removes several gigabytes. */
    @AfterAll
    static void remove() throws IOException, InterruptedException {
        Shell.in(Path.of("")).run("rm", "-rf", WORK.toString());
    }

    /** Requires the AOT cache, and uses everything that a reduced Java could lack: drawing, signatures, network. */
    @Test
    void readOnlyContainerQuotesSellsAndIsHealthy() throws IOException, InterruptedException {
        try (Sandbox sandbox = Sandbox.start(Sandbox.Options.forTests());
                PackagedService service = start(sandbox)) {
            RequestSpecification caller = given().header(
                            "Authorization",
                            "Bearer " + new SandboxClient(sandbox.controlUrl()).token("shipping:quote shipping:ship"))
                    .contentType(ContentType.JSON);

            given().spec(caller)
                    .body(referenceQuote().encode())
                    .post(service.url() + "/api/v2/shipments/rate-quote")
                    .then()
                    .statusCode(200)
                    .body("carriers.carrier", contains("FedEx", "UPS", "USPS"))
                    .body("carriers.status", everyItem(is("answered")));
            String id = given().spec(caller)
                    .body(purchase("UPS", "03").encode())
                    .post(service.url() + "/api/v2/shipments/create")
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("shipment_id");
            byte[] label = given().spec(caller)
                    .get(service.url() + "/api/v2/shipments/" + id + "/label")
                    .then()
                    .statusCode(200)
                    .extract()
                    .asByteArray();
            assertThat(new String(label, StandardCharsets.ISO_8859_1)).startsWith("%PDF-");
            assertThat(probe(URI.create(service.managementUrl()).getPort()).waitFor())
                    .isZero();
        }
    }

    @Test
    void probeReportsMissingService() throws IOException, InterruptedException {
        Process probe = probe(1);

        assertThat(probe.waitFor()).isEqualTo(1);
        assertThat(new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("no answer at ");
    }

    @Test
    void imageHasUserPortsVersionAndHealthcheck() {
        assertThat(config.getString("User")).isEqualTo("65532:65532");
        assertThat(config.getJsonObject("ExposedPorts").fieldNames()).containsExactlyInAnyOrder("8080/tcp", "9000/tcp");
        assertThat(config.getJsonObject("Labels").getString("org.opencontainers.image.version"))
                .isEqualTo("1.2.3");
        assertThat(strings(config.getJsonObject("Healthcheck").getJsonArray("Test")))
                .startsWith("CMD");
    }

    @Test
    void imageHasNeitherShellNorSandbox() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            List<String> names =
                    all.map(path -> root.relativize(path).toString()).toList();

            assertThat(names)
                    .contains(HOME.resolve("java/bin/java").toString())
                    .noneMatch(name -> name.matches("(usr/)?s?bin/.+"))
                    .noneMatch(name ->
                            name.matches(".*(embedded-|junit|assertj|sandbox|redis-server|postgres(-|\\.txz)).*"))
                    .noneMatch(name -> name.matches(".*/(javac|jlink|jmod)"));
        }
    }

    @Test
    void billOfMaterialsListsEveryLibrary() throws IOException {
        JsonObject bill = new JsonObject(Files.readString(root.resolve(HOME).resolve("quarkus-run-cyclonedx.json")));
        Set<String> components = bill.getJsonArray("components").stream()
                .map(JsonObject.class::cast)
                .map(part -> "%s.%s-%s.jar"
                        .formatted(part.getString("group"), part.getString("name"), part.getString("version")))
                .collect(toSet());

        try (Stream<Path> libraries = Files.list(root.resolve(HOME).resolve("app/lib/main"))) {
            assertThat(libraries.map(library -> library.getFileName().toString()))
                    .isNotEmpty()
                    .allMatch(components::contains);
        }
    }

    private static PackagedService start(Sandbox sandbox) throws IOException {
        Map<String, String> settings = new HashMap<>(sandbox.settings());
        settings.put("quarkus.flyway.migrate-at-start", "true");
        settings.put("java.tool.options", "-XX:AOTMode=on");
        return PackagedService.start(
                        TemporaryDirectories.temporary("image"),
                        settings,
                        inContainer(config.getJsonArray("Entrypoint")))
                .awaitReady();
    }

    /** Runs the image's health check. */
    private static Process probe(int port) throws IOException {
        List<String> command = strings(config.getJsonObject("Healthcheck").getJsonArray("Test"));
        ProcessBuilder probe = new ProcessBuilder(inContainer(new JsonArray(command.subList(1, command.size()))));
        probe.environment().put("QUARKUS_MANAGEMENT_PORT", Integer.toString(port));
        return probe.redirectErrorStream(true).start();
    }

    private static List<String> inContainer(JsonArray command) {
        List<String> all = new ArrayList<>(
                List.of("sh", SCRIPTS.resolve("start.sh").toString(), root.toString(), config.getString("User")));
        all.addAll(strings(command));
        return all;
    }

    private static List<String> strings(JsonArray array) {
        return array.stream().map(String.class::cast).toList();
    }
}
