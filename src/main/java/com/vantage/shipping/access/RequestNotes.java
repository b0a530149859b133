package com.vantage.shipping.access;

import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the log's line of a request tells beside what HTTP knows. Written while the request is served, wherever that runs. */
public final class RequestNotes {
    private static final String KEY = RequestNotes.class.getName();

    private final SortedMap<String, String> outcomes = new TreeMap<>();
    private @Nullable String problem;

    /** Those of the request under way; nobody's where none is. */
    public static RequestNotes current() {
        Context context = Vertx.currentContext();
        RequestNotes notes =
                context != null && VertxContext.isDuplicatedContext(context) ? context.getLocal(KEY) : null;
        return notes == null ? new RequestNotes() : notes;
    }

    /** New ones, for the request that begins. */
    public static RequestNotes begin() {
        RequestNotes notes = new RequestNotes();
        Context context = Vertx.currentContext();
        if (context != null && VertxContext.isDuplicatedContext(context)) {
            context.putLocal(KEY, notes);
        }
        return notes;
    }

    /** @param word the problem's type, without the path before it */
    public synchronized void problem(String word) {
        problem = word;
    }

    /** What became of the question to a carrier; the last one counts. */
    public synchronized void outcome(String carrier, String outcome) {
        outcomes.put(carrier, outcome);
    }

    public synchronized @Nullable String problem() {
        return problem;
    }

    /** By carrier code. */
    public synchronized SortedMap<String, String> outcomes() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(outcomes));
    }
}
