package com.vantage.shipping.problem;

import com.vantage.shipping.access.InFlight;
import com.vantage.shipping.access.Work;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Rejects requests under overload with a 503, before their token is verified or their body read. */
@ApplicationScoped
class Shedding {
    /** After the request id is assigned, which the response contains. */
    private static final int BEFORE_ANYTHING_COSTS = 950;

    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    private final InFlight inFlight;
    private final EarlyProblem problems;

    Shedding(InFlight inFlight, EarlyProblem problems) {
        this.inFlight = inFlight;
        this.problems = problems;
    }

    void register(@Observes Filters filters) {
        filters.register(this::admit, BEFORE_ANYTHING_COSTS);
    }

    private void admit(RoutingContext context) {
        Work.of(context.request().method().name(), context.normalizedPath())
                .ifPresentOrElse(work -> admit(work, context), context::next);
    }

    private void admit(Work work, RoutingContext context) {
        if (inFlight.enter(work)) {
            leaveAtItsEnd(work, context);
            context.next();
        } else {
            refuse(context);
        }
    }

    /** The end handler runs more than once if the client disconnects. */
    private void leaveAtItsEnd(Work work, RoutingContext context) {
        AtomicBoolean hasLeft = new AtomicBoolean();
        context.addEndHandler(ended -> {
            if (hasLeft.compareAndSet(false, true)) {
                inFlight.leave(work);
            }
        });
    }

    /** Discards the body, so that the connection can be reused. */
    private void refuse(RoutingContext context) {
        context.request().resume();
        problems.send(
                context,
                Problem.OVERLOADED
                        .because("this replica is overloaded; send the request again in a moment")
                        .retryAfter(A_MOMENT));
    }
}
