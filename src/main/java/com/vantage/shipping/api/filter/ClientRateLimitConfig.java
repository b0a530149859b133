package com.vantage.shipping.api.filter;

import com.vantage.shipping.ratelimit.RateLimitWindow;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Rate limits of clients. {@code shipping.limits} configures how they are counted across replicas. */
@ConfigMapping(prefix = "shipping.callers")
public interface ClientRateLimitConfig {
    /** Whether callers are rate-limited. */
    @WithDefault("true")
    boolean limited();

    /** Rate limit of each client across all replicas; a request must fit into every window. */
    @WithDefault("200/1s,6000/1m")
    List<RateLimitWindow> limit();

    /**
     * Rate limit of one client, by its name; in environment variables, other characters than letters and digits are written
     * {@code _}.
     */
    Map<String, List<RateLimitWindow>> limits();

    /** Also matches names given in environment variables, which preserve neither case nor punctuation. */
    default List<RateLimitWindow> limitOf(String client) {
        List<RateLimitWindow> ordinary = limits().getOrDefault(asInEnvironment(client), limit());
        return limits().getOrDefault(client, ordinary);
    }

    private static String asInEnvironment(String client) {
        return client.replaceAll("[^A-Za-z0-9]", ".").toLowerCase(Locale.ROOT);
    }
}
