package com.vantage.shipping.api.filter;

import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.api.problem.ProblemWriter;
import io.quarkus.vertx.http.ManagementInterface;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Rejects requests whose body does not arrive in time with a 408, and manages the connections' header deadlines. */
@ApplicationScoped
class BodyTimeoutFilter {
    private final TransportConfig config;
    private final ProblemWriter problems;
    private final Vertx vertx;

    BodyTimeoutFilter(TransportConfig config, ProblemWriter problems, Vertx vertx) {
        this.config = config;
        this.problems = problems;
        this.vertx = vertx;
    }

    void register(@Observes Filters filters) {
        filters.register(this::limitBodyTime, FilterOrder.BODY_TIMEOUT.priority());
    }

    void register(@Observes ManagementInterface management) {
        management.router().route().order(Integer.MIN_VALUE).handler(context -> {
            suspendHeaderTimeout(context, bodyEnd(context.request()));
            context.next();
        });
    }

    private void limitBodyTime(RoutingContext context) {
        Future<Void> bodyEnd = bodyEnd(context.request());
        suspendHeaderTimeout(context, bodyEnd);
        if (!bodyEnd.isComplete() && hasBody(context.request())) {
            long timerId = vertx.setTimer(config.bodyTimeout().toMillis(), ignored -> reject(context));
            bodyEnd.onComplete(ignored -> vertx.cancelTimer(timerId));
        }
        context.next();
    }

    private static void suspendHeaderTimeout(RoutingContext context, Future<Void> bodyEnd) {
        HeaderTimeout.of(ConnectionChannel.of(context.request())).ifPresent(timeout -> {
            timeout.suspend();
            context.addEndHandler(ended -> bodyEnd.onComplete(ignored -> timeout.resume()));
        });
    }

    /** Closes the connection in any case, also if the request was answered before its body had arrived. */
    private void reject(RoutingContext context) {
        if (context.response().headWritten()) {
            context.request().connection().close();
            return;
        }
        context.response().putHeader("Connection", "close");
        problems.send(
                        context,
                        ProblemType.REQUEST_TIMEOUT
                                .withDetail("the body did not arrive in time")
                                .retryable(true))
                .onComplete(ignored -> context.request().connection().close());
    }

    /** An empty body that no resource reads would never end. */
    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        return request.headers().contains("Transfer-Encoding") || (length != null && !length.equals("0"));
    }

    private static Future<Void> bodyEnd(HttpServerRequest request) {
        return request.isEnded() ? Future.succeededFuture() : request.end();
    }
}
