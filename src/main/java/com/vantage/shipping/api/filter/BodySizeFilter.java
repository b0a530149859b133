package com.vantage.shipping.api.filter;

import com.vantage.shipping.api.problem.BodyLimit;
import com.vantage.shipping.api.problem.BodyLimits;
import com.vantage.shipping.api.problem.ProblemException;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.api.problem.ProblemWriter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Rejects bodies above the size limit with a problem; the framework itself would close the connection without a body. */
@ApplicationScoped
class BodySizeFilter {
    private final ProblemWriter problems;
    private final BodyLimits limits;
    private final Map<BodyLimit, BodyHandler> bodyHandlers = new ConcurrentHashMap<>();

    BodySizeFilter(ProblemWriter problems, BodyLimits limits) {
        this.problems = problems;
        this.limits = limits;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, FilterOrder.BODY_SIZE.priority());
    }

    private void check(RoutingContext context) {
        BodyLimit limit = limits.of(context.normalizedPath());
        String length = context.request().getHeader("Content-Length");
        if (length == null) {
            limitBody(context, limit);
        } else if (Long.parseLong(length) <= limit.bytes()) {
            context.next();
        } else {
            reject(context, limit.exceeded());
        }
    }

    /** Counts the bytes of a chunked body. The framework counts them too, but reports the excess too late for a response. */
    private void limitBody(RoutingContext context, BodyLimit limit) {
        String coding = context.request().getHeader("Transfer-Encoding");
        if (coding == null) {
            context.next();
        } else if (coding.equalsIgnoreCase("chunked")) {
            context.request().resume();
            bodyHandlers
                    .computeIfAbsent(limit, size -> BodyHandler.create(false).setBodyLimit(size.bytes()))
                    .handle(context);
        } else {
            reject(context, ProblemType.INVALID_REQUEST.withDetail("unsupported Transfer-Encoding; expected chunked"));
        }
    }

    /** Closes the connection, because the unread body would otherwise be taken for the next request. */
    private void reject(RoutingContext context, ProblemException problem) {
        context.response().putHeader("Connection", "close");
        problems.send(context, problem)
                .onComplete(ignored -> context.request().connection().close());
    }
}
