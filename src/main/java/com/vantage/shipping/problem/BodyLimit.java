package com.vantage.shipping.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.vantage.shipping.access.RequestId;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.UncheckedIOException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses a body that is too large by its own account, with a problem; the framework would answer with nothing. */
@ApplicationScoped
class BodyLimit {
    private static final int BEFORE_THE_FRAMEWORKS_OWN = 900;

    private final ObjectMapper json;
    private final long most;

    BodyLimit(ObjectMapper json, @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize most) {
        this.json = json;
        this.most = most.asLongValue();
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BEFORE_THE_FRAMEWORKS_OWN);
    }

    private void check(RoutingContext context) {
        String length = context.request().getHeader("Content-Length");
        if (length == null || Long.parseLong(length) <= most) {
            context.next();
        } else {
            refuse(context);
        }
    }

    /** The body is not read, so the connection is of no more use. */
    private void refuse(RoutingContext context) {
        ProblemException problem = Problem.TOO_LARGE.because("a request has at most " + most / 1024 + " KiB");
        context.response()
                .setStatusCode(problem.problem().status())
                .putHeader("Content-Type", ProblemMapper.MEDIA_TYPE)
                .putHeader("Connection", "close")
                .end(write(problem.details(RequestId.current())))
                .onComplete(sent -> context.request().connection().close());
    }

    private String write(ProblemDetails details) {
        try {
            return json.writeValueAsString(details);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
