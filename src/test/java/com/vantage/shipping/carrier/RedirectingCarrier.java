package com.vantage.shipping.carrier;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** All carriers in one: gives tokens, and sends everybody who asks for anything else to another host, which counts them. */
public final class RedirectingCarrier implements QuarkusTestResourceLifecycleManager {
    private static final String TOKEN = """
            {"access_token": "t", "token_type": "Bearer", "expires_in": "3599", "status": "approved", "issued_at": 1}""";

    private final List<HttpServer> servers = new ArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger followed = new AtomicInteger();

    @Override
    public Map<String, String> start() {
        String elsewhere =
                serve(exchange -> answer(exchange, 200, "{\"visited\": %d}".formatted(followed.incrementAndGet())));
        String carrier = serve(exchange -> redirect(exchange, elsewhere));
        String counts = serve(
                exchange -> answer(exchange, 200, "{\"asked\": %s, \"followed\": %s}".formatted(asked, followed)));
        Map<String, String> settings = new HashMap<>();
        for (String code : List.of("ups", "fedex", "usps")) {
            settings.put("shipping.carriers." + code + ".url", carrier);
        }
        settings.put("test.redirects", counts);
        return settings;
    }

    @Override
    public void stop() {
        servers.forEach(server -> server.stop(0));
    }

    /** After the sandbox, whose carriers this replaces. */
    @Override
    public int order() {
        return 1;
    }

    private void redirect(HttpExchange exchange, String elsewhere) throws IOException {
        if (exchange.getRequestURI().getPath().contains("token")) {
            answer(exchange, 200, TOKEN);
            return;
        }
        asked.incrementAndGet();
        exchange.getResponseHeaders().set("Location", elsewhere + exchange.getRequestURI());
        answer(exchange, 307, "");
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String serve(com.sun.net.httpserver.HttpHandler handler) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", handler);
            server.start();
            servers.add(server);
            return "http://127.0.0.1:" + server.getAddress().getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
