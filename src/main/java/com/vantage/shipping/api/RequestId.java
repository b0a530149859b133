package com.vantage.shipping.api;

import com.vantage.shipping.api.filter.FilterOrder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Assigns each request an id: the caller's {@code X-Request-ID} if it is valid, else a new UUID. The id is returned as a
 * header, logged with every line and sent to the carriers.
 */
public final class RequestId {
    /** Key in the MDC. */
    public static final String KEY = "request_id";

    /** Header of request and response. */
    public static final String HEADER = "X-Request-ID";

    private static final Pattern ACCEPTED = Pattern.compile("[\\x21-\\x7E]{1,128}");
    /** The id of the current request. */
    public static String current() {
        return String.valueOf(MDC.get(KEY));
    }

    static void register(@Observes Filters filters) {
        filters.register(RequestId::assign, FilterOrder.REQUEST_ID.priority());
    }

    private static void assign(RoutingContext context) {
        assignTo(context);
        context.next();
    }

    /** Assigns the request its id, if it has none yet. */
    public static void assignTo(RoutingContext context) {
        if (!context.response().headers().contains(HEADER)) {
            String id = acceptOrCreate(context.request().getHeader(HEADER));
            MDC.put(KEY, id);
            context.response().putHeader(HEADER, id);
        }
    }

    private static String acceptOrCreate(@Nullable String proposed) {
        return proposed != null && ACCEPTED.matcher(proposed).matches()
                ? proposed
                : UUID.randomUUID().toString();
    }
}
