package com.vantage.shipping.api.filter;

import com.vantage.shipping.api.GracefulShutdown;
import com.vantage.shipping.api.problem.ProblemException;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.api.problem.ProblemWriter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/** Rejects requests to a replica that is shutting down with a 503, so that callers retry at another replica. */
@ApplicationScoped
class ShutdownFilter {
    /** Short, because another replica can serve the request at once. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final GracefulShutdown shutdown;
    private final ProblemWriter problems;

    ShutdownFilter(GracefulShutdown shutdown, ProblemWriter problems) {
        this.shutdown = shutdown;
        this.problems = problems;
    }

    void register(@Observes Filters filters) {
        filters.register(this::admit, FilterOrder.SHUTDOWN.priority());
    }

    private void admit(RoutingContext context) {
        if (shutdown.isRefusing()) {
            reject(context);
        } else {
            context.next();
        }
    }

    /** Reads the body to its end before the response: a client that is still sending would not read the response. */
    private void reject(RoutingContext context) {
        context.response().putHeader("Connection", "close");
        context.request().resume();
        context.request().end().onSuccess(ignored -> problems.send(context, problem()));
    }

    static ProblemException problem() {
        return ProblemType.SHUTTING_DOWN
                .withDetail("this replica is shutting down; send the request again to reach another replica")
                .retryAfter(RETRY_AFTER);
    }
}
