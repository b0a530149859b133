package com.vantage.shipping.support;

import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.runtime.datasource.ReactiveRedisDataSourceImpl;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.RedisAPI;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import redis.embedded.RedisServer;

/**
 * A real Redis and its client, for tests without Quarkus. It runs and is empty before each test; tests may stop it and start it
 * again, without its data.
 */
public final class RestartableRedis implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final int port = freePort();
    private final Vertx vertx = Vertx.vertx();
    private final Redis client = Redis.createClient(vertx, "redis://127.0.0.1:" + port);

    @SuppressWarnings("NullAway.Init")
    private RedisServer server;

    @Override
    public void beforeAll(ExtensionContext context) {
        start();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (!server.isActive()) {
            start();
        }
        clear();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        client.close();
        vertx.closeAndAwait();
        server.stop();
    }

    public void start() {
        try {
            server = RedisServer.newRedisServer()
                    .port(port)
                    .bind("127.0.0.1")
                    .setting("save \"\"")
                    .build();
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void stop() throws IOException {
        server.stop();
    }

    public void clear() {
        api().flushall(List.of()).await().atMost(TIMEOUT);
    }

    public RedisAPI api() {
        return RedisAPI.api(client);
    }

    public ReactiveRedisDataSource dataSource() {
        return new ReactiveRedisDataSourceImpl(vertx, client, api());
    }

    public Vertx vertx() {
        return vertx;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
