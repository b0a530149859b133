package com.vantage.shipping.carrier;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.Executor;

/**
 * Runs continuations on the Vert.x context of the caller, where the request id is known. Usually this is the current
 * context; {@code MutinyHelper.executor} would queue the task even then (docs/decisions/0015).
 */
public final class VertxContextExecutor {
    private VertxContextExecutor() {}

    /** An executor for the current Vert.x context; runs tasks directly if there is none. */
    public static Executor current() {
        Context context = Vertx.currentContext();
        return context == null ? Runnable::run : task -> run(context, task);
    }

    private static void run(Context context, Runnable task) {
        if (Vertx.currentContext() == context) {
            task.run();
        } else {
            context.runOnContext(nothing -> task.run());
        }
    }
}
