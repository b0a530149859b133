package com.vantage.shipping.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.vantage.shipping.access.RequestId;
import com.vantage.shipping.access.RequestNotes;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Duration;

/** Writes problem responses from Vert.x handlers, which run before the framework's exception mappers. */
@ApplicationScoped
public class EarlyProblem {
    private final ObjectMapper json;

    EarlyProblem(ObjectMapper json) {
        this.json = json;
    }

    public Future<Void> send(RoutingContext context, ProblemException problem) {
        RequestNotes.current().problem(problem.problem().word());
        HttpServerResponse response = context.response()
                .setStatusCode(problem.problem().status())
                .putHeader("Content-Type", ProblemMapper.MEDIA_TYPE);
        Duration pause = problem.retryAfter();
        if (pause != null) {
            response.putHeader("Retry-After", Long.toString(ProblemMapper.wholeSeconds(pause)));
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
