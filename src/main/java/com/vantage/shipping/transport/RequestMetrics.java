package com.vantage.shipping.transport;

import com.vantage.shipping.access.Routes;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * How requests are counted: by route and by a few latencies, so that percentiles of all replicas together can be told. What is
 * refused before it comes to its route is counted by its path otherwise, and by whatever it calls its method: then anybody
 * could make up as many series as he likes, and when there are too many the framework counts no new ones.
 */
@Singleton
class RequestMetrics implements MeterFilter {
    private static final String REQUESTS = "http.server.requests";
    private static final Tag OTHER_METHOD = Tag.of("method", "OTHER");
    private static final Tag OTHER_PATH = Tag.of("uri", "UNKNOWN");

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    /** What the framework says instead of a path, and the API's document, which is no route of ours. */
    private static final Set<String> PATHS =
            Set.of("NOT_FOUND", "REDIRECTION", "root", "/cors-preflight", "/api/v2/openapi");

    /** A hit of the cache, a quote, its objective of 3 s, a purchase; in nanoseconds, as asked for. */
    private static final double[] LATENCIES = LongStream.of(
                    10, 50, 100, 200, 350, 500, 700, 1_000, 1_500, 2_000, 2_500, 3_000, 5_000, 10_000, 20_000)
            .mapToObj(Duration::ofMillis)
            .mapToDouble(Duration::toNanos)
            .toArray();

    private final Routes routes;

    RequestMetrics(Routes routes) {
        this.routes = routes;
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        return isOfRequests(id) ? id.replaceTags(closed(id)) : id;
    }

    @Override
    public @Nullable DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
        return isOfRequests(id)
                ? DistributionStatisticConfig.builder()
                        .serviceLevelObjectives(LATENCIES)
                        .build()
                        .merge(config)
                : config;
    }

    private static boolean isOfRequests(Meter.Id id) {
        return id.getName().equals(REQUESTS);
    }

    private Iterable<Tag> closed(Meter.Id id) {
        return Tags.of(id.getTags())
                .and(method(String.valueOf(id.getTag("method"))), path(String.valueOf(id.getTag("uri"))));
    }

    private static Tag method(String asked) {
        return METHODS.contains(asked) ? Tag.of("method", asked) : OTHER_METHOD;
    }

    private Tag path(String asked) {
        return PATHS.contains(asked)
                ? Tag.of("uri", asked)
                : routes.match(asked)
                        .map(route -> Tag.of("uri", route.template()))
                        .orElse(OTHER_PATH);
    }
}
