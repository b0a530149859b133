package com.vantage.shipping.access;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * The id of a request: the caller's {@code X-Request-ID} if it is one, else a new one. Goes back as a header, into every
 * log line and, from there, to the carriers.
 */
public final class RequestId {
    /** The key in the logging context. */
    public static final String KEY = "request_id";

    /** In which it comes and goes. */
    public static final String HEADER = "X-Request-ID";

    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7E]{1,128}");
    private static final int BEFORE_EVERYTHING = 1000;

    /** The id of the request under way. */
    public static String current() {
        return String.valueOf(MDC.get(KEY));
    }

    static void register(@Observes Filters filters) {
        filters.register(RequestId::assign, BEFORE_EVERYTHING);
    }

    private static void assign(RoutingContext context) {
        assignTo(context);
        context.next();
    }

    /** Gives the request its id, if it has none yet. */
    public static void assignTo(RoutingContext context) {
        if (!context.response().headers().contains(HEADER)) {
            String id = acceptable(context.request().getHeader(HEADER));
            MDC.put(KEY, id);
            context.response().putHeader(HEADER, id);
        }
    }

    private static String acceptable(@Nullable String told) {
        return told != null && VISIBLE.matcher(told).matches()
                ? told
                : UUID.randomUUID().toString();
    }
}
