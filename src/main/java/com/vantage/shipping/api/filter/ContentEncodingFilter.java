package com.vantage.shipping.api.filter;

import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.api.problem.ProblemWriter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Rejects compressed bodies: however small, they may decompress to any size. */
@ApplicationScoped
class ContentEncodingFilter {
    private final ProblemWriter problems;

    ContentEncodingFilter(ProblemWriter problems) {
        this.problems = problems;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, FilterOrder.CONTENT_ENCODING.priority());
    }

    private void check(RoutingContext context) {
        String encoding = context.request().getHeader("Content-Encoding");
        if (encoding == null || encoding.equalsIgnoreCase("identity")) {
            context.next();
        } else {
            reject(context);
        }
    }

    private void reject(RoutingContext context) {
        context.request().resume();
        context.response().putHeader("Accept-Encoding", "identity");
        problems.send(
                context, ProblemType.UNSUPPORTED_MEDIA_TYPE.withDetail("send the body without a Content-Encoding"));
    }
}
