package com.vantage.shipping.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import io.quarkus.opentelemetry.runtime.AutoConfiguredOpenTelemetrySdkBuilderCustomizer;
import jakarta.inject.Singleton;
import java.util.List;

/** Drops spans that the framework creates for outgoing calls. */
@Singleton
final class ClientSpanSuppressor implements AutoConfiguredOpenTelemetrySdkBuilderCustomizer {
    /**
     * Marks spans of HTTP clients, whose URL contains account and addresses for USPS Web Tools; carrier calls have own spans.
     */
    private static final AttributeKey<String> URL = AttributeKey.stringKey("url.full");

    /** Marks the spans of carrier calls. */
    private static final AttributeKey<String> CARRIER = AttributeKey.stringKey("carrier");

    @Override
    public void customize(AutoConfiguredOpenTelemetrySdkBuilder builder) {
        builder.addSamplerCustomizer((configured, properties) -> new Selective(configured));
    }

    private record Selective(Sampler configured) implements Sampler {
        @Override
        public SamplingResult shouldSample(
                Context parent,
                String traceId,
                String name,
                SpanKind kind,
                Attributes attributes,
                List<LinkData> links) {
            boolean isDropped = kind == SpanKind.CLIENT
                    && (attributes.get(URL) != null || (isRoot(parent) && attributes.get(CARRIER) == null));
            return isDropped
                    ? SamplingResult.drop()
                    : configured.shouldSample(parent, traceId, name, kind, attributes, links);
        }

        /** Background jobs query the stores every second, which would be traces of a single span. */
        private static boolean isRoot(Context parent) {
            return !Span.fromContext(parent).getSpanContext().isValid();
        }

        @Override
        public String getDescription() {
            return "without HTTP clients and lone store calls: " + configured.getDescription();
        }
    }
}
