package com.vantage.shipping.api.filter;

import io.quarkus.vertx.http.runtime.HttpCompressionHandler;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Compresses text responses for clients that accept it. The framework compresses responses of resources, but not its own
 * pages.
 */
@ApplicationScoped
class CompressionFilter {
    private final Set<String> mediaTypes;

    CompressionFilter(@ConfigProperty(name = "quarkus.http.compress-media-types") List<String> mediaTypes) {
        this.mediaTypes = Set.copyOf(mediaTypes);
    }

    void register(@Observes Filters filters) {
        filters.register(this::compress, FilterOrder.COMPRESSION.priority());
    }

    private void compress(RoutingContext context) {
        context.addHeadersEndHandler(ignored -> {
            if (context.request().method().equals(HttpMethod.HEAD)) {
                // An internal marker of the framework, which is removed only where a body is compressed
                context.response().headers().remove("Content-Encoding");
            } else {
                HttpCompressionHandler.compressIfNeeded(context, mediaTypes);
            }
        });
        context.next();
    }
}
