package com.vantage.shipping.api.filter;

import com.vantage.shipping.api.problem.ProblemException;
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
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final ConcurrencyLimiter limiter;
    private final ProblemWriter problems;

    LoadSheddingFilter(ConcurrencyLimiter limiter, ProblemWriter problems) {
        this.limiter = limiter;
        this.problems = problems;
    }

    void register(@Observes Filters filters) {
        filters.register(this::admit, FilterOrder.LOAD_SHEDDING.priority());
    }

    private void admit(RoutingContext context) {
        RequestPriority.of(context.request().method().name(), context.normalizedPath())
                .ifPresentOrElse(priority -> admit(priority, context), context::next);
    }

    private void admit(RequestPriority priority, RoutingContext context) {
        if (limiter.tryAcquire(priority)) {
            releaseAtEnd(priority, context);
            context.next();
        } else {
            reject(context);
        }
    }

    /** The end handler runs more than once if the client disconnects. */
    private void releaseAtEnd(RequestPriority priority, RoutingContext context) {
        AtomicBoolean isReleased = new AtomicBoolean();
        context.addEndHandler(ignored -> {
            if (isReleased.compareAndSet(false, true)) {
                limiter.release(priority);
            }
        });
    }

    /** Discards the body, so that the connection can be reused. */
    private void reject(RoutingContext context) {
        context.request().resume();
        problems.send(context, problem());
    }

    static ProblemException problem() {
        return ProblemType.OVERLOADED
                .withDetail("this replica is overloaded; send the request again in a moment")
                .retryAfter(RETRY_AFTER);
    }
}
