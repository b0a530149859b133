package com.vantage.shipping.ratelimit;

import com.vantage.shipping.ratelimit.RateLimit.PermitDecision;
import com.vantage.shipping.ratelimit.RateLimit.PermitRequest;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/** Counts of all replicas in Redis; {@code take.lua} grants and counts atomically. */
@Singleton
class RedisCounters {
    /** Puts all keys into one hash slot, as scripts require. */
    private static final String PREFIX = "{limits}:";

    /** Replicas that have been silent for longer than this are not counted. */
    static final Duration REPLICA_TTL = Duration.ofSeconds(10);

    private final ReactiveRedisDataSource redis;
    private final String replica = UUID.randomUUID().toString();
    private final String script;
    private final String digest;

    /** @param epoch changes when Redis has lost its data */
    record RedisReply(long epoch, int replicas, List<PermitDecision> decisions) {}

    RedisCounters(ReactiveRedisDataSource redis) {
        this.redis = redis;
        this.script = script();
        this.digest = digest(script);
    }

    Uni<RedisReply> acquire(List<PermitRequest> requests) {
        List<String> scriptCall = scriptCall(requests);
        return redis.execute("EVALSHA", arguments(digest, scriptCall))
                .onFailure(RedisCounters::isUnknownScript)
                .recoverWithUni(() -> redis.execute("EVAL", arguments(script, scriptCall)))
                .map(reply -> answer(reply, requests));
    }

    Uni<Void> suspend(RateLimit limit, Duration duration) {
        String millis = Long.toString(Math.max(1, duration.toMillis()));
        return redis.execute("SET", PREFIX + limit.name() + ":closed", "1", "PX", millis)
                .replaceWithVoid();
    }

    /** The number of keys, the keys and the arguments of {@code take.lua}. */
    private List<String> scriptCall(List<PermitRequest> requests) {
        List<String> keys = new ArrayList<>(List.of(PREFIX + "replicas", PREFIX + "epoch"));
        List<String> arguments = new ArrayList<>(List.of(
                replica, Integer.toString(RateLimitWindow.COUNTED_STEPS), Long.toString(REPLICA_TTL.toMillis())));
        for (PermitRequest request : requests) {
            String name = PREFIX + request.limit().name();
            keys.add(name + ":closed");
            arguments.add(Long.toString(request.calls()));
            arguments.add(Integer.toString(request.limit().windows().size()));
            for (RateLimitWindow window : request.limit().windows()) {
                keys.add(name + ":" + window.length());
                arguments.add(Long.toString(window.usableLimit(request.usablePercent())));
                arguments.add(Long.toString(window.stepMillis()));
            }
        }
        return Stream.of(List.of(Integer.toString(keys.size())), keys, arguments)
                .flatMap(List::stream)
                .toList();
    }

    private static String[] arguments(String first, List<String> others) {
        return Stream.concat(Stream.of(first), others.stream()).toArray(String[]::new);
    }

    private static boolean isUnknownScript(Throwable failure) {
        return String.valueOf(failure.getMessage()).startsWith("NOSCRIPT");
    }

    private static RedisReply answer(Response reply, List<PermitRequest> requests) {
        List<PermitDecision> decisions = new ArrayList<>();
        int next = 2;
        for (PermitRequest request : requests) {
            Duration delay = Duration.ofMillis(reply.get(next++).toLong());
            boolean isSuspended = reply.get(next++).toInteger() == 1;
            List<Long> used = new ArrayList<>();
            for (int i = 0; i < request.limit().windows().size(); i++) {
                used.add(reply.get(next++).toLong());
            }
            decisions.add(new PermitDecision(delay, isSuspended, used));
        }
        return new RedisReply(reply.get(0).toLong(), reply.get(1).toInteger(), decisions);
    }

    private static String script() {
        String path = "/ratelimit/take.lua";
        try (InputStream file = Objects.requireNonNull(RedisCounters.class.getResourceAsStream(path), path)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(String script) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(script.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
