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

/** Keeps out of traces what the framework would tell of calls by itself. */
@Singleton
final class SpanRules implements AutoConfiguredOpenTelemetrySdkBuilderCustomizer {
    /** An HTTP client's: USPS' Web Tools read the account and the addresses in it. The wall tells of these calls. */
    private static final AttributeKey<String> URL = AttributeKey.stringKey("url.full");

    /** Of the calls that the wall tells. */
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
            boolean isUnwanted = kind == SpanKind.CLIENT
                    && (attributes.get(URL) != null || (isAlone(parent) && attributes.get(CARRIER) == null));
            return isUnwanted
                    ? SamplingResult.drop()
                    : configured.shouldSample(parent, traceId, name, kind, attributes, links);
        }

        /** Each replica asks the stores every second of its own accord: traces of nothing else. */
        private static boolean isAlone(Context parent) {
            return !Span.fromContext(parent).getSpanContext().isValid();
        }

        @Override
        public String getDescription() {
            return "without HTTP clients and lone store calls: " + configured.getDescription();
        }
    }
}
