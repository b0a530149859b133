package com.vantage.shipping.api.filter;

import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.api.problem.ProblemWriter;
import io.netty.util.AttributeKey;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;

/**
 * Rejects ambiguous requests (HTTP request smuggling; RFC 9112, 3.2 and 6.1) and closes the connection, since an intermediary
 * may parse the following bytes differently. Netty itself rejects several lengths, and a length together with chunks.
 */
@ApplicationScoped
class RequestSmugglingFilter {
    /** Marks a connection whose last response was sent; bytes already received are ignored. */
    private static final AttributeKey<Boolean> CLOSING = AttributeKey.valueOf(RequestSmugglingFilter.class, "closing");

    private final ProblemWriter problems;

    RequestSmugglingFilter(ProblemWriter problems) {
        this.problems = problems;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, FilterOrder.REQUEST_SMUGGLING.priority());
    }

    private void check(RoutingContext context) {
        if (ConnectionChannel.of(context.request()).hasAttr(CLOSING)) {
            return;
        }
        findAmbiguity(context.request()).ifPresentOrElse(detail -> reject(context, detail), context::next);
    }

    private static Optional<String> findAmbiguity(HttpServerRequest request) {
        List<String> encodings = request.headers().getAll("Transfer-Encoding");
        boolean isSupportedEncoding = encodings.isEmpty()
                || (encodings.size() == 1 && encodings.getFirst().equalsIgnoreCase("chunked"));
        if (!isSupportedEncoding) {
            return Optional.of("unsupported Transfer-Encoding; expected chunked");
        }
        boolean hasOneHost = request.version() != HttpVersion.HTTP_1_1
                || request.headers().getAll("Host").size() == 1;
        return hasOneHost ? Optional.empty() : Optional.of("exactly one Host header is required");
    }

    private void reject(RoutingContext context, String detail) {
        ConnectionChannel.of(context.request()).attr(CLOSING).set(true);
        context.response().putHeader("Connection", "close");
        var _ = problems.send(context, ProblemType.INVALID_REQUEST.withDetail(detail));
        // At once, before the following bytes are parsed
        var _ = context.request().connection().close();
    }
}
