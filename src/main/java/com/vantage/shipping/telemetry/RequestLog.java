package com.vantage.shipping.telemetry;

import com.vantage.shipping.api.DataSourceHeader;
import com.vantage.shipping.api.DeployedRoutes;
import com.vantage.shipping.api.RequestId;
import com.vantage.shipping.api.RequestLogContext;
import com.vantage.shipping.api.security.Caller;
import com.vantage.shipping.model.ShipmentIdFormat;
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
 * Writes one line per request when it has ended, including rejected requests and disconnected clients. Requests to the
 * management port are not logged.
 */
@ApplicationScoped
class RequestLog {
    /** The log category is public: log levels and queries use it. It keeps the former name of this class. */
    private static final Logger LOG = Logger.getLogger("com.vantage.shipping.telemetry.AccessLog");

    /** nginx's status for a client that closed the connection before the response. */
    private static final int CLIENT_CLOSED = 499;

    /** Static files and pages, which are not routes of resources. */
    private static final List<String> PAGES = List.of("/api/v2/docs", "/api/v2/openapi", "/problems");

    /** Dev UI of Quarkus, in dev mode only. */
    private static final String MANAGEMENT_PREFIX = "/q/";

    private final RequestLogConfig config;
    private final DeployedRoutes routes;

    RequestLog(RequestLogConfig config, DeployedRoutes routes) {
        this.config = config;
        this.routes = routes;
    }

    /** Registers before the filters, which do not see requests that the router itself rejects. */
    void register(@Observes Router router) {
        if (config.enabled()) {
            router.route().order(Integer.MIN_VALUE).handler(context -> {
                start(context);
                context.next();
            });
        }
    }

    private void start(RoutingContext context) {
        if (String.valueOf(context.request().path()).startsWith(MANAGEMENT_PREFIX)) {
            return;
        }
        RequestLogContext logContext = RequestLogContext.start();
        long started = System.nanoTime();
        String trace = traceId();
        AtomicBoolean isWritten = new AtomicBoolean();
        // The end handler runs more than once if the client disconnects.
        context.addEndHandler(end -> {
            if (isWritten.compareAndSet(false, true)) {
                write(toEntry(context, logContext, Duration.ofNanos(System.nanoTime() - started), trace));
            }
        });
    }

    private static void write(RequestLogEntry entry) {
        Logger.Level level = entry.status() >= 500 ? Logger.Level.WARN : Logger.Level.INFO;
        LOG.logf(level, "%s", entry);
    }

    private RequestLogEntry toEntry(
            RoutingContext context, RequestLogContext logContext, Duration duration, @Nullable String trace) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        Optional<DeployedRoutes.Match> route = route(String.valueOf(request.path()));
        return new RequestLogEntry(
                request.method().name(),
                route.map(DeployedRoutes.Match::template).orElse(null),
                route.map(DeployedRoutes.Match::variable)
                        .filter(ShipmentIdFormat::isValid)
                        .orElse(null),
                response.ended() ? response.getStatusCode() : CLIENT_CLOSED,
                duration,
                request.bytesRead(),
                response.bytesWritten(),
                client(context),
                logContext.problem(),
                response.headers().get("X-Cache"),
                response.headers().get(DataSourceHeader.NAME),
                logContext.outcomes(),
                String.valueOf(response.headers().get(RequestId.HEADER)),
                trace);
    }

    /** Unknown paths are caller-supplied text, and are not logged. */
    private Optional<DeployedRoutes.Match> route(String path) {
        return PAGES.stream()
                .filter(path::startsWith)
                .findFirst()
                .map(page -> new DeployedRoutes.Match(page, null))
                .or(() -> routes.match(path));
    }

    /** The client; null if the token was not verified. */
    private static @Nullable String client(RoutingContext context) {
        return context.user() instanceof QuarkusHttpUser user
                        && user.getSecurityIdentity().getPrincipal() instanceof JsonWebToken token
                ? Caller.client(token).orElse(null)
                : null;
    }

    private static @Nullable String traceId() {
        Object id = MDC.get(LogCorrelationFields.TRACE);
        return id == null ? null : id.toString();
    }
}
