package com.vantage.shipping.sandbox;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A carrier's API on a loopback port, speaking its real wire: it checks credentials and tokens, takes its time, counts what
 * it receives, and breaks on demand. What it sells and answers is its subclass's business.
 */
public abstract class SimulatedCarrier {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int KEPT_REQUESTS = 20_000;

    private final String code;
    private final Vertx vertx;
    private final Router router;
    private final Map<Operation, Fault> faults = new ConcurrentHashMap<>();
    private final Map<Operation, Map<String, Replied>> canned = new ConcurrentHashMap<>();
    private final Map<String, Shape> shapes = new LinkedHashMap<>();
    private final Set<String> odd = ConcurrentHashMap.newKeySet();
    private final Map<Operation, AtomicInteger> counts = new EnumMap<>(Operation.class);
    private final ConcurrentLinkedDeque<Received> received = new ConcurrentLinkedDeque<>();
    private final Map<String, Instant> tokens = new ConcurrentHashMap<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Timing timing;
    private volatile Duration tokenLife = Duration.ofHours(1);
    private @Nullable HttpServer server;

    SimulatedCarrier(String code, Vertx vertx, Timing timing) {
        this.code = code;
        this.vertx = vertx;
        this.timing = timing;
        this.router = Router.router(vertx);
        router.route().handler(BodyHandler.create(false).setBodyLimit(10_000_000));
        for (Operation operation : Operation.values()) {
            counts.put(operation, new AtomicInteger());
        }
    }

    /** What a carrier replies to one call too many, and when it is broken itself. */
    record Troubled(Replied throttled, Replied broken) {}

    // What a subclass must say

    /** The carrier's reply to a call without a valid token. */
    abstract Replied unauthorized();

    /** The carrier's reply to one call too many; the header {@code Retry-After} is added. */
    abstract Replied throttled();

    /** The carrier's reply when it is broken itself. */
    abstract Replied broken();

    // What tests and the control page may do

    public String code() {
        return code;
    }

    public void fail(Operation operation, Fault fault) {
        faults.put(operation, fault);
    }

    /** Makes every operation but the token fail so. */
    public void fail(Fault fault) {
        for (Operation operation : Operation.values()) {
            if (operation != Operation.TOKEN) {
                fail(operation, fault);
            }
        }
    }

    public void heal() {
        faults.clear();
    }

    public void heal(Operation operation) {
        faults.remove(operation);
    }

    Map<Operation, Fault> faults() {
        return Map.copyOf(faults);
    }

    /**
     * From now on this is answered so, word for word.
     *
     * @param about what the path or the body of a request must contain, for example a tracking number; empty: any request
     *     for which there is no other answer
     */
    void answer(Operation operation, String about, Replied reply) {
        canned.computeIfAbsent(operation, any -> new ConcurrentHashMap<>()).put(about, reply);
    }

    /** Answers by itself again. */
    void answerFreely() {
        canned.clear();
    }

    /** The odd shapes that it knows, in the order in which they bend an answer. */
    Collection<Shape> shapes() {
        return List.copyOf(shapes.values());
    }

    boolean isOdd(Shape shape) {
        return odd.contains(shape.name());
    }

    /** @param name of one of {@link #shapes}, or {@code all} */
    void bend(String name) {
        odd.addAll(named(name));
    }

    void straighten(String name) {
        odd.removeAll(named(name));
    }

    private Set<String> named(String name) {
        if (name.equals("all")) {
            return shapes.keySet();
        }
        if (!shapes.containsKey(name)) {
            throw new IllegalArgumentException(
                    code + " has no shape " + name + "; there are " + String.join(", ", shapes.keySet()) + " and all");
        }
        return Set.of(name);
    }

    /** How many requests came for this, faults included, since the start or the last {@link #forget}. */
    public int count(Operation operation) {
        return counts(operation).get();
    }

    /** The requests that came, oldest first. */
    public List<Received> received() {
        return List.copyOf(received);
    }

    public List<Received> received(Operation operation) {
        return received.stream()
                .filter(request -> request.operation() == operation)
                .toList();
    }

    public void forget() {
        received.clear();
        counts.values().forEach(count -> count.set(0));
    }

    /** TCP connections that are open at this moment. */
    public int openConnections() {
        return connections.get();
    }

    public void timing(Timing changed) {
        timing = changed;
    }

    public void tokenLife(Duration life) {
        tokenLife = life;
    }

    /** From now on every token that was given is refused. */
    public void revokeTokens() {
        tokens.clear();
    }

    public String url() {
        return "http://" + LOOPBACK + ":" + port();
    }

    int port() {
        HttpServer running = server;
        if (running == null) {
            throw new IllegalStateException("simulated " + code + " is not started");
        }
        return running.actualPort();
    }

    /** @param port 0 for any free one */
    void start(int port) {
        HttpServer created = vertx.createHttpServer(
                        // For who asks for it, as we do of FedEx, which always gzips.
                        new HttpServerOptions().setHost(LOOPBACK).setPort(port).setCompressionSupported(true))
                .requestHandler(router)
                .connectionHandler(connection -> {
                    connections.incrementAndGet();
                    connection.closeHandler(closed -> connections.decrementAndGet());
                });
        Waiting.on(created.listen());
        server = created;
    }

    void stop() {
        if (server != null) {
            Waiting.on(server.close());
            server = null;
        }
    }

    // What a subclass may use

    /** An operation that needs a token. */
    void on(Operation operation, HttpMethod method, String path, Function<Asked, Replied> answer) {
        onOpen(
                operation,
                method,
                path,
                asked -> asked.bearer().filter(this::isLive).isPresent() ? answer.apply(asked) : unauthorized());
    }

    /** An operation that needs none. */
    void onOpen(Operation operation, HttpMethod method, String path, Function<Asked, Replied> answer) {
        router.route(method, path)
                .handler(context -> handle(operation, context, new Troubled(throttled(), broken()), answer));
    }

    /** One of several operations behind the same address, which a parameter of its query tells apart. */
    void onOpen(
            Operation operation,
            String path,
            String parameter,
            String value,
            Troubled troubled,
            Function<Asked, Replied> answer) {
        router.route(path).handler(context -> {
            if (value.equals(context.request().getParam(parameter))) {
                handle(operation, context, troubled, answer);
            } else {
                context.next();
            }
        });
    }

    /** An odd way of answering that can be switched on. */
    void knows(Shape shape) {
        shapes.put(shape.name(), shape);
    }

    String newToken() {
        String token = UUID.randomUUID().toString();
        tokens.put(token, Instant.now().plus(tokenLife));
        return token;
    }

    Duration tokenLife() {
        return tokenLife;
    }

    private boolean isLive(String token) {
        Instant end = tokens.get(token);
        return end != null && Instant.now().isBefore(end);
    }

    private void handle(
            Operation operation, RoutingContext context, Troubled troubled, Function<Asked, Replied> answer) {
        Duration delay = operation == Operation.TOKEN ? Duration.ZERO : timing.draw(ThreadLocalRandom.current());
        note(operation, context, delay);
        switch (faults.get(operation)) {
            case null -> later(delay, () -> send(context, replied(operation, context, answer)));
            case Fault.Hang hang -> {}
            case Fault.Slow slow ->
                later(delay.plus(slow.delay()), () -> send(context, replied(operation, context, answer)));
            case Fault.Throttle throttle ->
                send(
                        context,
                        troubled.throttled()
                                .with(
                                        "Retry-After",
                                        Long.toString(throttle.retryAfter().toSeconds())));
            case Fault.Break ignored -> send(context, troubled.broken());
            case Fault.Reset reset -> reset(context);
            case Fault.Garble garble -> send(context, cutInTheMiddle(replied(operation, context, answer)));
            case Fault.Cut cut -> closeInTheMiddle(context, replied(operation, context, answer));
        }
    }

    private Replied replied(Operation operation, RoutingContext context, Function<Asked, Replied> answer) {
        Optional<Replied> fixed = fixed(operation, context);
        if (fixed.isPresent()) {
            return fixed.get();
        }
        Replied reply = answer.apply(new Asked(context));
        for (Shape shape : shapes.values()) {
            if (shape.operation() == operation && isOdd(shape)) {
                reply = shape.bend().apply(reply);
            }
        }
        return reply;
    }

    private Optional<Replied> fixed(Operation operation, RoutingContext context) {
        String request = context.normalizedPath() + " " + new Asked(context).text();
        return canned.getOrDefault(operation, Map.of()).entrySet().stream()
                .filter(each -> request.contains(each.getKey()))
                .max(Comparator.comparing(each -> each.getKey().length()))
                .map(Map.Entry::getValue);
    }

    private void note(Operation operation, RoutingContext context, Duration delay) {
        counts(operation).incrementAndGet();
        received.add(Received.of(operation, context, delay));
        if (received.size() > KEPT_REQUESTS) {
            received.poll();
        }
    }

    private AtomicInteger counts(Operation operation) {
        AtomicInteger count = counts.get(operation);
        if (count == null) {
            throw new IllegalStateException("no count of " + operation);
        }
        return count;
    }

    private void later(Duration delay, Runnable then) {
        if (delay.toMillis() == 0) {
            then.run();
        } else {
            vertx.setTimer(delay.toMillis(), timer -> then.run());
        }
    }

    private static void send(RoutingContext context, Replied reply) {
        HttpServerResponse response = context.response();
        if (response.closed() || response.ended()) {
            return; // the caller has gone
        }
        response.setStatusCode(reply.status()).putHeader("Content-Type", reply.contentType());
        reply.headers().forEach(response::putHeader);
        response.end(reply.body()).onFailure(gone -> {});
    }

    /** With a linger of 0 the socket is reset, not closed. */
    private static void reset(RoutingContext context) {
        Channel channel = ((ConnectionBase) context.request().connection()).channel();
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close().addListener(closed -> {});
    }

    private static void closeInTheMiddle(RoutingContext context, Replied reply) {
        String half = cutInTheMiddle(reply).body();
        context.response()
                .putHeader("Content-Type", reply.contentType())
                .putHeader("Content-Length", Integer.toString(2 * half.length() + 1))
                .write(half)
                .eventually(() -> context.request().connection().close())
                .onFailure(gone -> {});
    }

    private static Replied cutInTheMiddle(Replied reply) {
        return new Replied(
                200, reply.contentType(), reply.body().substring(0, reply.body().length() / 2), Map.of());
    }
}
