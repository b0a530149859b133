package com.vantage.shipping.api;

import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects the fields of the request log that HTTP does not have: the problem and the carriers' outcomes. Thread-safe. */
public final class RequestLogContext {
    private static final String KEY = RequestLogContext.class.getName();

    private final SortedMap<String, String> outcomes = new TreeMap<>();
    private @Nullable String problem;

    /** The context of the current request; outside a request, one that is discarded. */
    public static RequestLogContext current() {
        Context context = Vertx.currentContext();
        RequestLogContext entry =
                context != null && VertxContext.isDuplicatedContext(context) ? context.getLocal(KEY) : null;
        return entry == null ? new RequestLogContext() : entry;
    }

    /** Creates the context of a request that begins. */
    public static RequestLogContext start() {
        RequestLogContext entry = new RequestLogContext();
        Context context = Vertx.currentContext();
        if (context != null && VertxContext.isDuplicatedContext(context)) {
            context.putLocal(KEY, entry);
        }
        return entry;
    }

    /** @param code the problem's type without its path */
    public synchronized void problem(String code) {
        problem = code;
    }

    /** Records the outcome of a call to a carrier, replacing an earlier one. */
    public synchronized void outcome(String carrier, String outcome) {
        outcomes.put(carrier, outcome);
    }

    public synchronized @Nullable String problem() {
        return problem;
    }

    /** Outcomes by carrier code. */
    public synchronized SortedMap<String, String> outcomes() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(outcomes));
    }
}
