package com.vantage.shipping.support;

import com.vantage.shipping.sandbox.Sandbox;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Starts the sandbox for tests, with short timeouts that still suffice on a busy machine. Tests of slow carriers set
 * their own deadline. The stores are behind {@link StoreProxyClient proxies}.
 */
public final class SandboxTestResource implements QuarkusTestResourceLifecycleManager {
    /** The only origin whose scripts may call the API. */
    public static final String ORIGIN = "https://shop.example";

    private @Nullable Sandbox sandbox;
    private @Nullable StoreProxies proxies;

    @Override
    public Map<String, String> start() {
        // As set by the service at start
        System.setProperty("vertx.disableURIValidation", "true");
        Sandbox started = Sandbox.start(Sandbox.Options.forTests());
        sandbox = started;
        Map<String, String> settings = new LinkedHashMap<>(started.settings());
        settings.put("sandbox.desk", started.controlUrl());
        settings.putAll(behindProxies(started));
        settings.put("shipping.transport.origins", ORIGIN);
        // Shorter than a purchase may take, for which it does not matter once the body has arrived
        settings.put("shipping.transport.body-timeout", "3s");
        started.carriers().forEach(carrier -> {
            String prefix = "shipping.carriers." + carrier.code() + ".";
            settings.put(prefix + "timeout", "3s");
            settings.put(prefix + "retry-delay", "10ms");
            settings.put(prefix + "purchase-timeout", "4s");
            settings.put(prefix + "circuit.open-for", "1s");
        });
        return settings;
    }

    @Override
    public void stop() {
        if (proxies != null) {
            proxies.close();
        }
        if (sandbox != null) {
            sandbox.close();
        }
    }

    private Map<String, String> behindProxies(Sandbox started) {
        Map<String, String> settings = started.settings();
        StoreProxies created = new StoreProxies(started);
        proxies = created;
        Map<String, String> addresses = new LinkedHashMap<>();
        addresses.put("sandbox.cables", created.url());
        addresses.put(
                "quarkus.redis.hosts", created.add(StoreProxyClient.REDIS, address(settings, "quarkus.redis.hosts")));
        String database = "quarkus.datasource.reactive.url";
        addresses.put(database, created.add(StoreProxyClient.POSTGRES, address(settings, database)));
        return addresses;
    }

    private static String address(Map<String, String> settings, String name) {
        return Objects.requireNonNull(settings.get(name), name);
    }
}
