package com.vantage.shipping.carrier;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Where a caller's own things hang, its request's id among them. Whoever waits for something that somebody else fetches, a
 * token or an answer that is shared, would go on in that other's context.
 */
final class CallersContext {
    private CallersContext() {}

    /** What comes goes on in the context that it was asked for in. */
    static <T> Uni<T> returning(Uni<T> call) {
        return Uni.createFrom().deferred(() -> {
            Context here = Vertx.currentContext();
            return here == null ? call : call.emitOn(next -> here.runOnContext(ignored -> next.run()));
        });
    }
}
