package com.vantage.shipping.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Takes out of a request's span whatever its caller may have written freely: path, query, addresses, user agent. What the
 * request was about is told by its route, which is known at its end.
 */
@Singleton
final class QuietSpans implements SpanProcessor {
    /** As OpenTelemetry's conventions want it for what is kept back. */
    private static final String KEPT_BACK = "REDACTED";

    private static final Set<String> TOLD = Set.of(
            "http.request.method", "url.scheme", "network.protocol.name", "network.protocol.version", "http.route");

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        if (span.getKind() == SpanKind.SERVER) {
            span.getAttributes().forEach((key, value) -> {
                if (value instanceof String && !TOLD.contains(key.getKey())) {
                    span.setAttribute(AttributeKey.stringKey(key.getKey()), KEPT_BACK);
                }
            });
        }
    }

    @Override
    public boolean isEndRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {}
}
