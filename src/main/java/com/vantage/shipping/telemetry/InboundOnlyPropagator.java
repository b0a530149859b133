package com.vantage.shipping.telemetry;

import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.quarkus.opentelemetry.runtime.propagation.TextMapPropagatorCustomizer;
import jakarta.inject.Singleton;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Continues callers' traces but does not propagate them: carriers have no use for trace ids, and their gateways may reject
 * unknown headers.
 */
@Singleton
final class InboundOnlyPropagator implements TextMapPropagatorCustomizer {

    @Override
    public TextMapPropagator customize(Context configured) {
        return new Incoming(configured.propagator());
    }

    private record Incoming(TextMapPropagator configured) implements TextMapPropagator {
        @Override
        public Collection<String> fields() {
            return configured.fields();
        }

        @Override
        public <C> void inject(
                io.opentelemetry.context.Context context, @Nullable C request, TextMapSetter<C> headers) {}

        @Override
        public <C> io.opentelemetry.context.Context extract(
                io.opentelemetry.context.Context context, @Nullable C request, TextMapGetter<C> headers) {
            return configured.extract(context, request, headers);
        }
    }
}
