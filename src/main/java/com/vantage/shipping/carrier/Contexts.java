package com.vantage.shipping.carrier;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.Executor;

/**
 * Brings what others' threads deliver back to where it was asked for: the request's id is known only there. Nearly always that is
 * where it is already; {@code MutinyHelper.executor} would queue it all the same (docs/decisions/0015).
 */
public final class Contexts {
    private Contexts() {}

    /** Where the caller of this method runs. */
    public static Executor here() {
        Context asked = Vertx.currentContext();
        return asked == null ? Runnable::run : task -> run(asked, task);
    }

    private static void run(Context asked, Runnable task) {
        if (Vertx.currentContext() == asked) {
            task.run();
        } else {
            asked.runOnContext(nothing -> task.run());
        }
    }
}
