package com.vantage.shipping.sandbox;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import redis.embedded.RedisServer;

/**
 * All dependencies of the service on loopback: PostgreSQL, Redis, the carriers and a token issuer. Requires no
 * installation and leaves nothing behind.
 */
public final class Sandbox implements AutoCloseable {
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();
    private final Vertx vertx;
    private final SoldLabels soldLabels;
    private final DemoTokens tokens = new DemoTokens();
    private final SimulatedCarrier ups;
    private final SimulatedCarrier fedex;
    private final SimulatedCarrier usps;
    private final EmbeddedPostgres postgres;
    private final RedisServer redis;
    private final ControlApi controlApi;

    /**
     * Ports and behaviour.
     *
     * @param controlPort port of the control API; the carriers use the next three; 0 for free ports
     * @param realTiming whether the carriers have realistic latencies
     * @param journeyStep time between the stations of a parcel
     */
    public record Options(int controlPort, boolean realTiming, Duration journeyStep) {
        private static final int DEFAULT_PORT = 8090;

        /** Fixed ports, starting at the system property {@code sandbox.port}, and realistic latencies. */
        public static Options forDevelopment() {
            return new Options(Integer.getInteger("sandbox.port", DEFAULT_PORT), true, Duration.ofSeconds(30));
        }

        /** Free ports, and carriers without latency. */
        public static Options forTests() {
            return new Options(0, false, Duration.ofSeconds(30));
        }
    }

    private Sandbox(Options options) {
        Clock clock = Clock.systemUTC();
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
        resources.push(
                () -> vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS));
        try {
            soldLabels = new SoldLabels(clock);
            ParcelJourney journey = new ParcelJourney(soldLabels, clock, options.journeyStep());
            ups = start(new SimulatedUps(CarrierAccount.of("ups"), soldLabels, journey), options, 1);
            fedex = start(new SimulatedFedex(CarrierAccount.of("fedex"), soldLabels, journey), options, 2);
            usps = start(new SimulatedUsps(CarrierAccount.of("usps"), soldLabels, journey), options, 3);
            if (options.realTiming()) {
                ups.setLatency(320, 1200);
                fedex.setLatency(480, 1800);
                usps.setLatency(180, 620);
            }
            controlApi = new ControlApi(vertx, carriers(), soldLabels, tokens);
            controlApi.start(options.controlPort());
            resources.push(controlApi::stop);
            postgres = startPostgres();
            redis = newRedis();
            startRedis();
            resources.push(redis::stop);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Starts all parts, or none on failure. */
    public static Sandbox start(Options options) {
        return new Sandbox(options);
    }

    public SimulatedCarrier ups() {
        return ups;
    }

    public SimulatedCarrier fedex() {
        return fedex;
    }

    public SimulatedCarrier usps() {
        return usps;
    }

    public List<SimulatedCarrier> carriers() {
        return List.of(ups, fedex, usps);
    }

    public SoldLabels soldLabels() {
        return soldLabels;
    }

    public DemoTokens tokens() {
        return tokens;
    }

    public EmbeddedPostgres postgres() {
        return postgres;
    }

    /** Kills Redis as {@code kill -9} does; its data is lost. */
    public void killRedis() {
        try {
            redis.stop();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not stop Redis: " + e.getMessage(), e);
        }
    }

    /** Starts Redis without data, on the same port. */
    public void startRedis() {
        try {
            redis.start();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not start Redis: " + e.getMessage(), e);
        }
    }

    /** URL of the control API, without path. */
    public String controlUrl() {
        return "http://127.0.0.1:" + controlApi.port();
    }

    /** Settings of the service to use this sandbox. */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        for (SimulatedCarrier carrier : carriers()) {
            CarrierAccount account = CarrierAccount.of(carrier.code());
            String prefix = "shipping.carriers." + carrier.code() + ".";
            settings.put(prefix + "url", carrier.url());
            settings.put(prefix + "client-id", account.clientId());
            settings.put(prefix + "client-secret", account.clientSecret());
            settings.put(prefix + "account", account.number());
        }
        settings.put("shipping.carriers.usps.crid", "12345678");
        settings.put("shipping.carriers.usps.mid", "123456");
        settings.put("quarkus.datasource.reactive.url", "postgresql://127.0.0.1:" + postgres.getPort() + "/postgres");
        settings.put("quarkus.datasource.username", "postgres");
        settings.put("quarkus.datasource.password", "postgres");
        settings.put("quarkus.redis.hosts", "redis://127.0.0.1:" + redis.ports().getFirst());
        settings.put("mp.jwt.verify.publickey.location", controlUrl() + "/jwks.json");
        settings.put("mp.jwt.verify.issuer", DemoTokens.ISSUER);
        settings.put("mp.jwt.verify.audiences", DemoTokens.AUDIENCE);
        return settings;
    }

    @Override
    public void close() {
        while (!resources.isEmpty()) {
            try {
                resources.pop().close();
            } catch (Exception e) {
                System.err.println("Could not stop a part of the sandbox: " + e.getMessage());
            }
        }
    }

    private SimulatedCarrier start(SimulatedCarrier carrier, Options options, int offset) {
        carrier.start(options.controlPort() == 0 ? 0 : options.controlPort() + offset);
        resources.push(carrier::stop);
        return carrier;
    }

    private EmbeddedPostgres startPostgres() {
        try {
            EmbeddedPostgres server = LoopbackPostgres.start(Map.of());
            resources.push(server);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("Could not start PostgreSQL: " + e.getMessage(), e);
        }
    }

    private static RedisServer newRedis() {
        try {
            return RedisServer.newRedisServer()
                    .port(Ports.free())
                    .bind("127.0.0.1")
                    .setting("save \"\"")
                    .onShutdownForceStop(true)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not unpack Redis: " + e.getMessage(), e);
        }
    }
}
