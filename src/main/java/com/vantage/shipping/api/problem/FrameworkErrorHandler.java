package com.vantage.shipping.api.problem;

import com.vantage.shipping.api.RequestId;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;

/** Turns the framework's own rejections, which have an empty body or an HTML page, into problems. */
@ApplicationScoped
class FrameworkErrorHandler {
    private final ProblemWriter problems;
    private final Map<Integer, ProblemException> byStatus;

    FrameworkErrorHandler(ProblemWriter problems, BodyLimit bodyLimit) {
        this.problems = problems;
        this.byStatus = Map.of(
                400,
                        ProblemType.INVALID_REQUEST.withDetail(
                                "malformed request; the path must be percent-encoded and the Host header is required"),
                404, ProblemType.NOT_FOUND.withDetail("no resource at this path"),
                413, bodyLimit.exceeded());
    }

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(this::reject);
        byStatus.keySet().forEach(status -> router.errorHandler(status, this::reject));
    }

    private void reject(RoutingContext context) {
        if (context.response().closed() || context.failure() instanceof HttpClosedException) {
            return; // the client has gone
        }
        ProblemException problem = byStatus.get(status(context));
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
