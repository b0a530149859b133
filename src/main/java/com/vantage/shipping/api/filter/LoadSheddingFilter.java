package com.vantage.shipping.api.filter;

import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.api.problem.ProblemWriter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Rejects requests under overload with a 503, before their token is verified or their body read. */
@ApplicationScoped
class LoadSheddingFilter {
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    private final ConcurrencyLimiter concurrencyLimiter;
    private final ProblemWriter problems;

    LoadSheddingFilter(ConcurrencyLimiter concurrencyLimiter, ProblemWriter problems) {
        this.concurrencyLimiter = concurrencyLimiter;
        this.problems = problems;
    }

    void register(@Observes Filters filters) {
        filters.register(this::admit, FilterOrder.LOAD_SHEDDING.priority());
    }

    private void admit(RoutingContext context) {
        RequestPriority.of(context.request().method().name(), context.normalizedPath())
                .ifPresentOrElse(work -> admit(work, context), context::next);
    }

    private void admit(RequestPriority work, RoutingContext context) {
        if (concurrencyLimiter.enter(work)) {
            leaveAtItsEnd(work, context);
            context.next();
        } else {
            refuse(context);
        }
    }

    /** The end handler runs more than once if the client disconnects. */
    private void leaveAtItsEnd(RequestPriority work, RoutingContext context) {
        AtomicBoolean hasLeft = new AtomicBoolean();
        context.addEndHandler(ended -> {
            if (hasLeft.compareAndSet(false, true)) {
                concurrencyLimiter.leave(work);
            }
        });
    }

    /** Discards the body, so that the connection can be reused. */
    private void refuse(RoutingContext context) {
        context.request().resume();
        problems.send(
                context,
                ProblemType.OVERLOADED
                        .because("this replica is overloaded; send the request again in a moment")
                        .retryAfter(A_MOMENT));
    }
}
