package com.vantage.shipping.carrier;

import com.vantage.shipping.carrier.Outcome.Failed;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;

/**
 * A question to a carrier as a trace shows it: one span for the caller who waits, {@code fedex quote}, and in it one for each
 * attempt. An attempt for several callers at once is in the trace of the first; the others' spans are linked to that one's.
 */
final class CallSpan {
    /** Of one that nobody waited for any more. */
    static final String GIVEN_UP = "given_up";

    private final Tracer tracer;
    private final Context context;
    private final Span span;
    private final String carrier;
    private final String operation;

    private CallSpan(Tracer tracer, Context context, String carrier, String operation) {
        this.tracer = tracer;
        this.context = context;
        this.span = Span.fromContext(context);
        this.carrier = carrier;
        this.operation = operation;
    }

    /** Within the request under way; the root of a trace of its own where there is none. */
    static CallSpan start(Tracer tracer, String carrier, String operation) {
        Context caller = Context.current();
        Span span = tracer.spanBuilder(carrier + " " + operation)
                .setParent(caller)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("carrier", carrier)
                .setAttribute("operation", operation)
                // By which backends draw who calls whom
                .setAttribute("peer.service", carrier)
                .startSpan();
        return new CallSpan(tracer, caller.with(span), carrier, operation);
    }

    /** @param number counted from 1 */
    CallSpan attempt(int number) {
        Span attempt = tracer.spanBuilder(carrier + " " + operation + " attempt")
                .setParent(context)
                .setAttribute("carrier", carrier)
                .setAttribute("operation", operation)
                .setAttribute("attempt", number)
                .startSpan();
        return new CallSpan(tracer, context.with(attempt), carrier, operation);
    }

    /** The carrier was asked for another caller, and this one waited for the same answer. */
    void shares(CallSpan asker) {
        if (asker != this) {
            span.setAttribute("shared", true);
            span.addLink(asker.span.getSpanContext());
        }
    }

    void end(Outcome<?> outcome) {
        end(outcome.word(), outcome instanceof Failed);
    }

    /** Whoever asked has hung up or is out of time. */
    void giveUp() {
        end(GIVEN_UP, false);
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
