package com.vantage.shipping.telemetry;

import com.vantage.shipping.api.DeployedRoutes;
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
 * Bounds the tags of the request metrics and adds histogram buckets, so that percentiles can be aggregated across replicas.
 * The framework tags requests that are rejected before routing with their raw path and method, so that clients could create
 * arbitrarily many series, beyond whose limit no new ones are recorded.
 */
@Singleton
class RequestMeterFilter implements MeterFilter {
    private static final String REQUESTS = "http.server.requests";
    private static final Tag OTHER_METHOD = Tag.of("method", "OTHER");
    private static final Tag OTHER_PATH = Tag.of("uri", "UNKNOWN");

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    /** Values that the framework uses instead of a path, and the OpenAPI document, which is not one of our routes. */
    private static final Set<String> PATHS =
            Set.of("NOT_FOUND", "REDIRECTION", "root", "/cors-preflight", "/api/v2/openapi");

    /** Buckets for cache hits, quotes with their objective of 3 s, and purchases; in nanoseconds. */
    private static final double[] LATENCIES = LongStream.of(
                    10, 50, 100, 200, 350, 500, 700, 1_000, 1_500, 2_000, 2_500, 3_000, 5_000, 10_000, 20_000)
            .mapToObj(Duration::ofMillis)
            .mapToDouble(Duration::toNanos)
            .toArray();

    private final DeployedRoutes routes;

    RequestMeterFilter(DeployedRoutes routes) {
        this.routes = routes;
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        return isOfRequests(id) ? id.replaceTags(boundedTags(id)) : id;
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

    private Iterable<Tag> boundedTags(Meter.Id id) {
        return Tags.of(id.getTags())
                .and(method(String.valueOf(id.getTag("method"))), path(String.valueOf(id.getTag("uri"))));
    }

    private static Tag method(String value) {
        return METHODS.contains(value) ? Tag.of("method", value) : OTHER_METHOD;
    }

    private Tag path(String value) {
        return PATHS.contains(value)
                ? Tag.of("uri", value)
                : routes.match(value)
                        .map(route -> Tag.of("uri", route.template()))
                        .orElse(OTHER_PATH);
    }
}
