package com.vantage.shipping.api.problem;

import com.vantage.shipping.api.RequestId;
import com.vantage.shipping.api.SecurityHeaders;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the framework's own rejections, which have an empty body or an HTML page, into problems. */
@ApplicationScoped
class FrameworkErrorHandler {
    private final ProblemWriter problems;
    private final BodyLimits bodyLimits;

    FrameworkErrorHandler(ProblemWriter problems, BodyLimits bodyLimits) {
        this.problems = problems;
        this.bodyLimits = bodyLimits;
    }

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(this::reject);
        List.of(400, 404, 413).forEach(status -> router.errorHandler(status, this::reject));
    }

    private void reject(RoutingContext context) {
        if (context.response().closed() || context.failure() instanceof HttpClosedException) {
            return; // the client has gone
        }
        ProblemException problem = problem(context);
        if (problem == null || context.response().headWritten()) {
            context.next();
        } else {
            RequestId.assignTo(context);
            SecurityHeaders.addTo(context);
            context.request().resume();
            problems.send(context, problem);
        }
    }

    private @Nullable ProblemException problem(RoutingContext context) {
        return switch (status(context)) {
            case 400 ->
                ProblemType.INVALID_REQUEST.withDetail(
                        "malformed request; the path must be percent-encoded and the Host header is required");
            case 404 -> ProblemType.NOT_FOUND.withDetail("no resource at this path");
            case 413 -> bodyLimits.of(context.normalizedPath()).exceeded();
            default -> null;
        };
    }

    private static int status(RoutingContext context) {
        boolean isUnreadable =
                context.failure() instanceof VertxException || context.failure() instanceof NumberFormatException;
        return isUnreadable ? 400 : context.statusCode();
    }
}
