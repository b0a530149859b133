package com.vantage.shipping.webhook;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.vantage.shipping.support.Shell;
import com.vantage.shipping.support.WebhookReceiver;
import com.vantage.shipping.support.WebhookReceiver.Received;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documentation recommends to receivers accepts what is sent, and nothing else. */
class WebhookRecipesTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Path GUIDE = Path.of("docs/webhooks.md");
    private static final Pattern PYTHON_RECIPE =
            Pattern.compile("### Without a library\\s+```python\\n(.*?)```", Pattern.DOTALL);

    private static final String PYTHON_CALL = """

            import json, sys
            request = json.load(sys.stdin)
            print(is_genuine(request["headers"], request["body"].encode()))
            """;

    private final WebhookSecret secret = WebhookSecret.random();
    private final Vertx vertx = Vertx.vertx();
    private WebhookReceiver receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = new WebhookReceiver();
    }

    @AfterEach
    void stop() {
        receiver.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void javaLibraryAcceptsOnlyWhatWasSent() throws Exception {
        Webhook library = new Webhook(secret.reveal());
        Received sent = send();
        HttpHeaders headers = HttpHeaders.of(
                headers(sent).entrySet().stream()
                        .collect(toMap(Map.Entry::getKey, header -> List.of(header.getValue()))),
                (name, value) -> true);

        assertThatCode(() -> library.verify(sent.text(), headers)).doesNotThrowAnyException();
        assertThatThrownBy(() -> library.verify(forged(sent), headers))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void pythonRecipeAcceptsOnlyWhatWasSent(@TempDir Path directory) throws Exception {
        assumeTrue(Shell.find("python3").isPresent(), "skipped: needs python3");
        Path program = writePythonRecipe(directory);
        Received sent = send();

        assertThat(runPython(program, sent, sent.text())).isEqualTo("True");
        assertThat(runPython(program, sent, forged(sent))).isEqualTo("False");
    }

    private static Path writePythonRecipe(Path directory) throws IOException {
        Matcher recipe = PYTHON_RECIPE.matcher(Files.readString(GUIDE));
        assertThat(recipe.find()).isTrue();
        return Files.writeString(directory.resolve("receive.py"), recipe.group(1) + PYTHON_CALL);
    }

    private String runPython(Path program, Received sent, String body) throws IOException {
        ProcessBuilder python = new ProcessBuilder("python3", program.toString()).redirectErrorStream(true);
        python.environment().put("WEBHOOK_SECRET", secret.reveal());
        Process process = python.start();
        try (var input = process.getOutputStream()) {
            input.write(new JsonObject()
                    .put("headers", new JsonObject(Map.copyOf(headers(sent))))
                    .put("body", body)
                    .encode()
                    .getBytes(StandardCharsets.UTF_8));
        }
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private Received send() {
        Instant now = Instant.now();
        WebhookEndpoint endpoint = new WebhookEndpoint(
                "wh_1", "client", receiver.url(), null, List.of(EventTypePattern.WEBHOOK_DISABLED), secret, now);
        WebhookMessage message = new WebhookMessage(
                1042,
                "A",
                "shipment.created",
                now,
                "{\"type\": \"shipment.created\", \"data\": {\"city\": \"Zürich\"}}");
        WebhookSender sender = new WebhookSender(
                new WebhookUrlPolicy(true, InetAddress::getAllByName), TIMEOUT, 1, Clock.systemUTC(), vertx);
        DeliveryAttempt attempt = sender.send(endpoint, new WebhookDelivery("wh_1", message, now))
                .await()
                .atMost(TIMEOUT);
        assertThat(attempt.isSuccess()).isTrue();
        return receiver.received().getFirst();
    }

    private static Map<String, String> headers(Received sent) {
        return Map.of(
                "webhook-id", sent.id(), "webhook-timestamp", sent.timestamp(), "webhook-signature", sent.signature());
    }

    private static String forged(Received sent) {
        return sent.text().replace("created", "cancelled");
    }
}
