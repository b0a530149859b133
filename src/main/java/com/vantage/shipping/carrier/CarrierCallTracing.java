package com.vantage.shipping.carrier;

import com.vantage.shipping.carrier.Outcome.Failed;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;

/**
 * Tracing spans of a call to a carrier: one for the waiting caller, {@code fedex quote}, with a child span for each
 * attempt. An attempt that several callers share belongs to the first one's trace; the spans of the others link to it.
 */
final class CarrierCallTracing {
    /** Outcome of a call whose caller cancelled. */
    static final String CANCELLED = "given_up";

    private final Tracer tracer;
    private final Context context;
    private final Span span;
    private final String carrier;
    private final String operation;

    private CarrierCallTracing(Tracer tracer, Context context, String carrier, String operation) {
        this.tracer = tracer;
        this.context = context;
        this.span = Span.fromContext(context);
        this.carrier = carrier;
        this.operation = operation;
    }

    /** Starts a span as a child of the current one, or as the root of a new trace. */
    static CarrierCallTracing start(Tracer tracer, String carrier, String operation) {
        Context caller = Context.current();
        Span span = tracer.spanBuilder(carrier + " " + operation)
                .setParent(caller)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("carrier", carrier)
                .setAttribute("operation", operation)
                // Used by tracing backends to draw service graphs
                .setAttribute("peer.service", carrier)
                .startSpan();
        return new CarrierCallTracing(tracer, caller.with(span), carrier, operation);
    }

    /** @param number counted from 1 */
    CarrierCallTracing attempt(int number) {
        Span attempt = tracer.spanBuilder(carrier + " " + operation + " attempt")
                .setParent(context)
                .setAttribute("carrier", carrier)
                .setAttribute("operation", operation)
                .setAttribute("attempt", number)
                .startSpan();
        return new CarrierCallTracing(tracer, context.with(attempt), carrier, operation);
    }

    /** Links this span to that of the caller whose call this one shares. */
    void linkTo(CarrierCallTracing first) {
        if (first != this) {
            span.setAttribute("shared", true);
            span.addLink(first.span.getSpanContext());
        }
    }

    void end(Outcome<?> outcome) {
        end(outcome.code(), outcome instanceof Failed);
    }

    /** Ends the span of a call whose caller has cancelled or timed out. */
    void cancel() {
        end(CANCELLED, false);
    }

    private void end(String outcome, boolean failed) {
        span.setAttribute("outcome", outcome);
        if (failed) {
            span.setAttribute("error.type", outcome);
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }
}
