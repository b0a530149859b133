package com.vantage.shipping.api.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.vantage.shipping.api.RequestId;
import com.vantage.shipping.api.RequestLogContext;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;

/** Writes problem responses from Vert.x handlers, which run before the framework's exception mappers. */
@ApplicationScoped
public class ProblemWriter {
    private final ObjectMapper json;

    ProblemWriter(ObjectMapper json) {
        this.json = json;
    }

    public Future<Void> send(RoutingContext context, ProblemException problem) {
        RequestLogContext.current().problem(problem.problem().code());
        HttpServerResponse response = context.response()
                .setStatusCode(problem.problem().status())
                .putHeader("Content-Type", ProblemExceptionMappers.MEDIA_TYPE);
        Long retryAfter = problem.retryAfterSeconds();
        if (retryAfter != null) {
            response.putHeader("Retry-After", retryAfter.toString());
        }
        if (!problem.allowedMethods().isEmpty()) {
            response.putHeader("Allow", String.join(", ", problem.allowedMethods()));
        }
        return response.end(write(problem.details(RequestId.current())));
    }

    private String write(ProblemDetails details) {
        try {
            return json.writeValueAsString(details);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
