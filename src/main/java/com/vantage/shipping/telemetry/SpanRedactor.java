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
 * Redacts caller-supplied text in spans of requests: path, query, addresses, user agent. The route, which is set at the end
 * of the request, is kept.
 */
@Singleton
final class SpanRedactor implements SpanProcessor {
    /** The value that OpenTelemetry's semantic conventions specify for redacted text. */
    private static final String REDACTED = "REDACTED";

    private static final Set<String> ALLOWED = Set.of(
            "http.request.method", "url.scheme", "network.protocol.name", "network.protocol.version", "http.route");

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        if (span.getKind() == SpanKind.SERVER) {
            span.getAttributes().forEach((key, value) -> {
                if (value instanceof String && !ALLOWED.contains(key.getKey())) {
                    span.setAttribute(AttributeKey.stringKey(key.getKey()), REDACTED);
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
