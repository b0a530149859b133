package com.vantage.shipping.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A receiver of webhooks on loopback, which records what it was sent. */
public final class WebhookReceiver implements AutoCloseable {
    /** Behaviour that never answers. */
    public static final int HANG = -1;

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Set<String> openShipments = ConcurrentHashMap.newKeySet();
    private final AtomicInteger overlaps = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private volatile ToIntFunction<Received> behaviour = request -> 204;
    private volatile Map<String, String> answerHeaders = Map.of();

    /**
     * A request, with the specification's headers.
     *
     * @param nanoTime when it arrived, as {@link System#nanoTime}
     */
    public record Received(
            String id, String timestamp, String signature, String contentType, String text, long nanoTime) {
        public JsonObject body() {
            return new JsonObject(text);
        }

        public String type() {
            return body().getString("type");
        }

        public long sequence() {
            return body().getLong("sequence");
        }

        /** Empty in an event of a webhook. */
        public String shipment() {
            return body().getJsonObject("data").getString("shipment_id", "");
        }

        /** Whether one of the signatures is that of this secret, computed apart from the service's code. */
        public boolean isSignedWith(String secret) throws GeneralSecurityException {
            byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            byte[] expected = mac.doFinal((id + "." + timestamp + "." + text).getBytes(StandardCharsets.UTF_8));
            return List.of(signature.split(" ", -1))
                    .contains("v1," + Base64.getEncoder().encodeToString(expected));
        }
    }

    public WebhookReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + port() + "/hooks?shop=7";
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Sets the status of the answers; {@link #HANG} for none. */
    public void answerWith(ToIntFunction<Received> statuses) {
        behaviour = statuses;
    }

    public void answerWith(int status) {
        behaviour = request -> status;
    }

    public void addHeaders(Map<String, String> headers) {
        answerHeaders = headers;
    }

    public List<Received> received() {
        return received;
    }

    public List<String> ids() {
        return received.stream().map(Received::id).toList();
    }

    /** Greatest number of requests that were unanswered at the same time. */
    public int mostOpen() {
        return mostOpen.get();
    }

    /** How often a request arrived while another about the same shipment was unanswered. */
    public int overlaps() {
        return overlaps.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        try (exchange) {
            Received request = new Received(
                    exchange.getRequestHeaders().getFirst("webhook-id"),
                    exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                    exchange.getRequestHeaders().getFirst("webhook-signature"),
                    exchange.getRequestHeaders().getFirst("Content-Type"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    System.nanoTime());
            received.add(request);
            String shipment = request.shipment();
            boolean isOnly = openShipments.add(shipment);
            if (!isOnly && !shipment.isEmpty()) {
                overlaps.incrementAndGet();
            }
            int status = behaviour.applyAsInt(request);
            if (status == HANG) {
                closed.await();
                return;
            }
            open.decrementAndGet();
            if (isOnly) {
                openShipments.remove(shipment);
            }
            answerHeaders.forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(status, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
