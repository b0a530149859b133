package com.vantage.shipping.api;

import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** The header {@code Data-Source: replica} of responses that were read from a replica of the database, which may lag. */
@Singleton
public class DataSourceHeader {
    public static final String NAME = "Data-Source";

    private static final String KEY = DataSourceHeader.class.getName();

    /** Notes where data of the current request was read. One read from a replica marks the response. */
    public static void mark(boolean isFromReplica) {
        Context context = Vertx.currentContext();
        if (isFromReplica && context != null && VertxContext.isDuplicatedContext(context)) {
            context.putLocal(KEY, true);
        }
    }

    /** Resources whose responses may have the header. The others do without the filter. */
    @NameBinding
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.TYPE})
    public @interface MayReadReplica {}

    @MayReadReplica
    @ServerResponseFilter
    void add(ContainerResponseContext response) {
        Context context = Vertx.currentContext();
        if (context != null && VertxContext.isDuplicatedContext(context) && context.getLocal(KEY) != null) {
            response.getHeaders().putSingle(NAME, "replica");
        }
    }
}
