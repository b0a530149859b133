package com.vantage.shipping.problem;

import com.vantage.shipping.access.InFlight;
import com.vantage.shipping.access.Work;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Refuses at once what there is no room or no time for, before it has cost anything: its token is not looked at, its body not read. */
@ApplicationScoped
class Shedding {
    /** After the request has its id, which the refusal tells. */
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

    /** A caller who hangs up ends a request more than once. */
    private void leaveAtItsEnd(Work work, RoutingContext context) {
        AtomicBoolean hasLeft = new AtomicBoolean();
        context.addEndHandler(ended -> {
            if (hasLeft.compareAndSet(false, true)) {
                inFlight.leave(work);
            }
        });
    }

    /** What comes of the body is thrown away, so that the connection stays of use. */
    private void refuse(RoutingContext context) {
        context.request().resume();
        problems.send(
                context,
                Problem.OVERLOADED
                        .because("this replica has too much to do; ask again in a moment")
                        .retryAfter(A_MOMENT));
    }
}
