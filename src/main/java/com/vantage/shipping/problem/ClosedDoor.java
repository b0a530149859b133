package com.vantage.shipping.problem;

import com.vantage.shipping.access.Departure;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/** Refuses what comes to a replica that is going, so that its caller hears why and asks another one. */
@ApplicationScoped
class ClosedDoor {
    /** After the request has its id, before it counts as work under way. */
    private static final int BEFORE_IT_IS_WORK = 970;

    /** Another replica may have it at once. */
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    private final Departure departure;
    private final EarlyProblem problems;

    ClosedDoor(Departure departure, EarlyProblem problems) {
        this.departure = departure;
        this.problems = problems;
    }

    void register(@Observes Filters filters) {
        filters.register(this::admit, BEFORE_IT_IS_WORK);
    }

    private void admit(RoutingContext context) {
        if (departure.isDoorClosed()) {
            refuse(context);
        } else {
            context.next();
        }
    }

    /** The connection is closed after the answer: were some of the body still to come, its sender would not read the answer. */
    private void refuse(RoutingContext context) {
        context.response().putHeader("Connection", "close");
        context.request().resume();
        context.request()
                .end()
                .onSuccess(all -> problems.send(
                        context,
                        Problem.SHUTTING_DOWN
                                .because("this replica is shutting down; ask again, and another one answers")
                                .retryAfter(A_MOMENT)));
    }
}
