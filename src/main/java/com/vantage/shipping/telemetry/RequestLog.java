package com.vantage.shipping.telemetry;

import com.vantage.shipping.access.Caller;
import com.vantage.shipping.access.RequestId;
import com.vantage.shipping.access.RequestNotes;
import com.vantage.shipping.access.Routes;
import com.vantage.shipping.model.ShipmentId;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Writes one line into the log for each request, when it has ended, also if it was refused before anybody looked at it or its
 * caller has hung up. Health and metrics have a port of their own, and no lines.
 */
@ApplicationScoped
class RequestLog {
    private static final Logger LOG = Logger.getLogger(RequestLog.class);

    /** As nginx says it of a caller who did not wait for the answer. */
    private static final int HUNG_UP = 499;

    /** Files and pages, which no resource answers. */
    private static final List<String> PAGES = List.of("/api/v2/docs", "/api/v2/openapi", "/problems");

    /** Of the framework, while developing only. */
    private static final String TOOLS = "/q/";

    private final RequestLogConfig config;
    private final Routes routes;

    RequestLog(RequestLogConfig config, Routes routes) {
        this.config = config;
        this.routes = routes;
    }

    /** Before the filters, to which nothing comes that the router itself refuses. */
    void register(@Observes Router router) {
        if (config.enabled()) {
            router.route().order(Integer.MIN_VALUE).handler(context -> {
                begin(context);
                context.next();
            });
        }
    }

    private void begin(RoutingContext context) {
        if (String.valueOf(context.request().path()).startsWith(TOOLS)) {
            return;
        }
        RequestNotes notes = RequestNotes.begin();
        long started = System.nanoTime();
        String trace = traceId();
        AtomicBoolean isWritten = new AtomicBoolean();
        // A caller who hangs up ends a request more than once.
        context.addEndHandler(end -> {
            if (isWritten.compareAndSet(false, true)) {
                write(line(context, notes, Duration.ofNanos(System.nanoTime() - started), trace));
            }
        });
    }

    private static void write(RequestLine line) {
        Logger.Level level = line.status() >= 500 ? Logger.Level.WARN : Logger.Level.INFO;
        LOG.logf(level, "%s", line);
    }

    private RequestLine line(RoutingContext context, RequestNotes notes, Duration took, @Nullable String trace) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        Optional<Routes.Match> route = route(String.valueOf(request.path()));
        return new RequestLine(
                request.method().name(),
                route.map(Routes.Match::template).orElse(null),
                route.map(Routes.Match::variable).filter(ShipmentId::isOne).orElse(null),
                response.ended() ? response.getStatusCode() : HUNG_UP,
                took,
                request.bytesRead(),
                response.bytesWritten(),
                client(context),
                notes.problem(),
                response.headers().get("X-Cache"),
                notes.outcomes(),
                String.valueOf(response.headers().get(RequestId.HEADER)),
                trace);
    }

    /** What leads nowhere may be anything, and is not repeated. */
    private Optional<Routes.Match> route(String path) {
        return PAGES.stream()
                .filter(path::startsWith)
                .findFirst()
                .map(page -> new Routes.Match(page, null))
                .or(() -> routes.match(path));
    }

    /** Nobody, if the token was not looked at or was none. */
    private static @Nullable String client(RoutingContext context) {
        return context.user() instanceof QuarkusHttpUser user
                        && user.getSecurityIdentity().getPrincipal() instanceof JsonWebToken token
                ? Caller.client(token).orElse(null)
                : null;
    }

    private static @Nullable String traceId() {
        Object id = MDC.get(ContextFields.TRACE);
        return id == null ? null : id.toString();
    }
}
