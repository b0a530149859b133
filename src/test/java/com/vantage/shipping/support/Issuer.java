package com.vantage.shipping.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A JWKS endpoint that a test controls: it answers with what was PUT there, until then with 503. */
public final class Issuer implements QuarkusTestResourceLifecycleManager {
    public static final String HANGS = "hangs";
    public static final String BROKEN = "broken";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicReference<String> reply = new AtomicReference<>(BROKEN);
    private final AtomicInteger requests = new AtomicInteger();
    private @Nullable HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            started.createContext("/", this::handle);
            started.setExecutor(threads);
            started.start();
            server = started;
            String url = "http://127.0.0.1:" + started.getAddress().getPort();
            return Map.of(
                    "mp.jwt.verify.publickey.location",
                    url + "/keys",
                    "quarkus.rest-client.issuer.read-timeout",
                    "1000",
                    "test.issuer",
                    url);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
        threads.shutdownNow();
    }

    /** After the sandbox, whose JWKS location this replaces. */
    @Override
    public int order() {
        return 1;
    }

    private void handle(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "PUT" -> {
                reply.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                requests.set(0);
                send(exchange, 200, "");
            }
            case "POST" -> send(exchange, 200, Integer.toString(requests.get()));
            default -> {
                requests.incrementAndGet();
                respond(exchange, reply.get());
            }
        }
    }

    private static void respond(HttpExchange exchange, String reply) throws IOException {
        switch (reply) {
            case HANGS -> sleep();
            case BROKEN -> send(exchange, 503, "");
            default -> send(exchange, 200, reply);
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static void sleep() {
        try {
            Thread.sleep(60_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sets what the server at this URL answers: a key set, {@link #HANGS} or {@link #BROKEN}. */
    public static void reply(String url, String reply) {
        call(url, "PUT", reply);
    }

    /** Number of key requests since the answer was set. */
    public static int requests(String url) {
        return Integer.parseInt(call(url, "POST", ""));
    }

    private static String call(String url, String method, String body) {
        try {
            return HTTP.send(
                            HttpRequest.newBuilder(URI.create(url))
                                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
