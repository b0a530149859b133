package com.vantage.shipping.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The welcome text of dev mode, and the links in it. */
class SandboxMainTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Vertx vertx = Vertx.vertx();
    private final ControlApi controlApi =
            new ControlApi(vertx, List.of(), new SoldLabels(Clock.systemUTC()), new DemoTokens());

    @BeforeEach
    void start() {
        controlApi.start(0);
    }

    @AfterEach
    void stop() throws Exception {
        controlApi.stop();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void welcomeFitsTerminalWidth() {
        assertThat(SandboxMain.welcome(url()).lines())
                .contains("export TOKEN=$(curl -s " + url() + "/token)")
                .allMatch(line -> line.length() <= 120);
    }

    @Test
    void tokenIsPlainText() throws Exception {
        assertThat(get("/token").body()).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
    }

    @Test
    void carrierHealthLinkHasToken() throws Exception {
        assertThat(get("/carriers").headers().firstValue("Location").orElseThrow())
                .matches("http://localhost:8080/api/v2/carriers#token=[\\w-]+\\.[\\w-]+\\.[\\w-]+");
    }

    private String url() {
        return "http://127.0.0.1:" + controlApi.port();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(URI.create(url() + path)).build(), BodyHandlers.ofString());
    }
}
