package com.vantage.shipping.monitoring;

import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.vantage.shipping.support.DebianPackages;
import com.vantage.shipping.support.PackagedService;
import com.vantage.shipping.support.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A Prometheus on loopback that scrapes its targets every second. */
public final class Prometheus implements AutoCloseable {
    private static final int TIMEOUT_SECONDS = 60;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final Process process;
    private final String url;

    /** Programs of Debian's package {@code prometheus}. */
    public record Programs(Path promtool, Path prometheus) {
        private static Optional<Programs> find() {
            return Shell.find("promtool")
                    .flatMap(promtool -> Shell.find("prometheus").map(server -> new Programs(promtool, server)));
        }
    }

    /** What to scrape, with labels as of Prometheus Operator. */
    public record Target(String job, String pod, URI metrics) {}

    private Prometheus(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    public static Programs installed() {
        return DebianPackages.require(Programs::find, "prometheus");
    }

    /**
     * Starts Prometheus and waits until it is ready.
     *
     * @param directory for configuration, data and log
     */
    public static Prometheus start(Path directory, Path rules, List<Target> targets) throws IOException {
        Path configuration = Files.writeString(directory.resolve("prometheus.yaml"), configuration(rules, targets));
        String address = "127.0.0.1:" + PackagedService.freePort();
        Process process = new ProcessBuilder(
                        installed().prometheus().toString(),
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=" + address)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("prometheus.log").toFile())
                .start();
        Prometheus prometheus = new Prometheus(process, "http://" + address);
        await("Prometheus is ready").atMost(TIMEOUT_SECONDS, SECONDS).until(prometheus::isReady);
        return prometheus;
    }

    private static String configuration(Path rules, List<Target> targets) {
        return """
                global:
                  scrape_interval: 1s
                  evaluation_interval: 1s
                rule_files:
                  - %s
                scrape_configs:
                """.formatted(rules.toAbsolutePath())
                + targets.stream().map(Prometheus::configuration).collect(joining());
    }

    /** Names of scrape configurations are unique; a label {@code job} takes precedence over them. */
    private static String configuration(Target target) {
        return """
                  - job_name: %2$s
                    metrics_path: %3$s
                    static_configs:
                      - targets: ["%4$s"]
                        labels: {job: %1$s, namespace: logistics-prod, pod: %2$s}
                """.formatted(
                        target.job(),
                        target.pod(),
                        target.metrics().getPath(),
                        target.metrics().getAuthority());
    }

    public String url() {
        return url;
    }

    /** Runs an instant query; returns series with {@code metric} and {@code value}. Fails if the expression is invalid. */
    public List<JsonNode> query(String expression) {
        return call("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
                .required("result")
                .valueStream()
                .toList();
    }

    /** All evaluated rules with their {@code health}. */
    List<JsonNode> rules() {
        return call("/api/v1/rules")
                .required("groups")
                .valueStream()
                .flatMap(group -> group.required("rules").valueStream())
                .toList();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private JsonNode call(String path) {
        try {
            JsonNode answer = json.readTree(get(path).body());
            if (!answer.path("status").asText().equals("success")) {
                throw new IllegalStateException(answer.path("error").asText());
            }
            return answer.required("data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isReady() {
        try {
            return get("/-/ready").statusCode() == 200;
        } catch (IOException e) {
            return false; // not listening yet
        }
    }

    private HttpResponse<String> get(String path) throws IOException {
        try {
            return http.send(HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
