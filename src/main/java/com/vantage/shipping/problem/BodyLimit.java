package com.vantage.shipping.problem;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses a body that is too large by its own account, with a problem; the framework would answer with nothing. */
@ApplicationScoped
class BodyLimit {
    private static final int BEFORE_THE_FRAMEWORKS_OWN = 900;

    private final EarlyProblem problems;
    private final long most;
    private final BodyHandler counting;

    BodyLimit(EarlyProblem problems, @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize most) {
        this.problems = problems;
        this.most = most.asLongValue();
        this.counting = BodyHandler.create(false).setBodyLimit(this.most);
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BEFORE_THE_FRAMEWORKS_OWN);
    }

    private void check(RoutingContext context) {
        String length = context.request().getHeader("Content-Length");
        if (length == null) {
            readUpTo(context);
        } else if (Long.parseLong(length) <= most) {
            context.next();
        } else {
            refuse(context, Problem.TOO_LARGE.because("a request has at most " + most / 1024 + " KiB"));
        }
    }

    /** One that comes in chunks is counted; the framework counts too, but says so too late for an answer. */
    private void readUpTo(RoutingContext context) {
        String coding = context.request().getHeader("Transfer-Encoding");
        if (coding == null) {
            context.next();
        } else if (coding.equalsIgnoreCase("chunked")) {
            context.request().resume();
            counting.handle(context);
        } else {
            refuse(context, Problem.INVALID_REQUEST.because("chunked is the only transfer coding that is known here"));
        }
    }

    /** The body is not read, so the connection is of no more use. */
    private void refuse(RoutingContext context, ProblemException problem) {
        context.response().putHeader("Connection", "close");
        problems.send(context, problem)
                .onComplete(sent -> context.request().connection().close());
    }
}
