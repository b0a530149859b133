package com.vantage.shipping.api.filter;

import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.api.problem.ProblemWriter;
import io.quarkus.vertx.http.ManagementInterface;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Rejects requests whose body does not arrive in time with a 408, and manages the connections' header deadlines. */
@ApplicationScoped
class SlowRequestFilter {
    private final TransportConfig config;
    private final ProblemWriter problems;
    private final Vertx vertx;

    SlowRequestFilter(TransportConfig config, ProblemWriter problems, Vertx vertx) {
        this.config = config;
        this.problems = problems;
        this.vertx = vertx;
    }

    void register(@Observes Filters filters) {
        filters.register(this::watch, FilterOrder.SLOW_REQUEST.priority());
    }

    void register(@Observes ManagementInterface management) {
        management.router().route().order(Integer.MIN_VALUE).handler(context -> {
            keepConnection(context, whole(context.request()));
            context.next();
        });
    }

    private void watch(RoutingContext context) {
        Future<Void> whole = whole(context.request());
        keepConnection(context, whole);
        if (!whole.isComplete() && hasBody(context.request())) {
            long deadline = vertx.setTimer(config.bodyPatience().toMillis(), timer -> refuse(context));
            whole.onComplete(end -> vertx.cancelTimer(deadline));
        }
        context.next();
    }

    private static void keepConnection(RoutingContext context, Future<Void> whole) {
        ConnectionBase connection = (ConnectionBase) context.request().connection();
        HeaderTimeout.of(connection.channel()).ifPresent(deadline -> {
            deadline.keep();
            context.addEndHandler(answered -> whole.onComplete(end -> deadline.awaitNext()));
        });
    }

    /** Closes the connection in any case, also if the request was answered before its body had arrived. */
    private void refuse(RoutingContext context) {
        if (context.response().headWritten()) {
            context.request().connection().close();
            return;
        }
        context.response().putHeader("Connection", "close");
        problems.send(
                        context,
                        ProblemType.REQUEST_TIMEOUT
                                .because("the body did not arrive in time")
                                .retryable(true))
                .onComplete(sent -> context.request().connection().close());
    }

    private static boolean hasBody(HttpServerRequest request) {
        return request.headers().contains("Content-Length") || request.headers().contains("Transfer-Encoding");
    }

    private static Future<Void> whole(HttpServerRequest request) {
        return request.isEnded() ? Future.succeededFuture() : request.end();
    }
}
