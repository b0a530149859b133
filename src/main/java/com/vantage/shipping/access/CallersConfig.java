package com.vantage.shipping.access;

import com.vantage.shipping.ratelimit.Window;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How often callers may ask. */
@ConfigMapping(prefix = "shipping.callers")
public interface CallersConfig {
    /** Whether callers are limited at all. */
    @WithDefault("true")
    boolean limited();

    /** How often each client may ask, by all replicas together, in windows that must all have room. */
    @WithDefault("200/1s,6000/1m")
    List<Window> limit();

    /** A client's own limit, by its name; what is no letter or digit in it is a {@code _} in the environment. */
    Map<String, List<Window>> limits();

    /** Names are also compared as the environment writes them, which has neither lower case nor dashes. */
    default List<Window> limitOf(String client) {
        List<Window> ordinary = limits().getOrDefault(asInEnvironment(client), limit());
        return limits().getOrDefault(client, ordinary);
    }

    private static String asInEnvironment(String client) {
        return client.replaceAll("[^A-Za-z0-9]", ".").toLowerCase(Locale.ROOT);
    }
}
