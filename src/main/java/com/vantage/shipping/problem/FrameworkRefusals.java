package com.vantage.shipping.problem;

import com.vantage.shipping.access.RequestId;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;

/** Makes problems of what the framework refuses before any code of ours: it would answer with nothing, or with a page. */
@ApplicationScoped
class FrameworkRefusals {
    private static final Map<Integer, ProblemException> BY_STATUS = Map.of(
            400, Problem.INVALID_REQUEST.because("the request cannot be read: is its path encoded, and has it a host?"),
            404, Problem.NOT_FOUND.because("there is nothing at this path"),
            413, Problem.TOO_LARGE.because("a request has at most 64 KiB"));

    private final EarlyProblem problems;

    FrameworkRefusals(EarlyProblem problems) {
        this.problems = problems;
    }

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(this::refuse);
        BY_STATUS.keySet().forEach(status -> router.errorHandler(status, this::refuse));
    }

    private void refuse(RoutingContext context) {
        if (context.response().closed() || context.failure() instanceof HttpClosedException) {
            return; // nobody is there to be answered
        }
        ProblemException problem = BY_STATUS.get(status(context));
        if (problem == null || context.response().headWritten()) {
            context.next();
        } else {
            RequestId.assignTo(context);
            context.request().resume();
            problems.send(context, problem);
        }
    }

    private static int status(RoutingContext context) {
        boolean isUnreadable =
                context.failure() instanceof VertxException || context.failure() instanceof NumberFormatException;
        return isUnreadable ? 400 : context.statusCode();
    }
}
