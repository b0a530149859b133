package com.vantage.shipping.api.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.vantage.shipping.api.RequestId;
import com.vantage.shipping.api.RequestLogContext;
import com.vantage.shipping.api.filter.RateLimitExceededException;
import com.vantage.shipping.api.json.InvalidQueryException;
import com.vantage.shipping.api.json.UnknownFieldsException;
import com.vantage.shipping.api.security.JwksUnavailableException;
import com.vantage.shipping.api.security.TokenErrorDescription;
import io.quarkus.logging.Log;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.VertxException;
import io.vertx.sqlclient.DatabaseException;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;
import org.jspecify.annotations.Nullable;

/** Maps exceptions to problem responses. */
final class ProblemExceptionMappers {
    static final String MEDIA_TYPE = "application/problem+json";

    /** How the framework's message begins. */
    private static final String MALFORMED_MEDIA_TYPE = "Failed to parse media type";

    private static final Duration STORE_RETRY_AFTER = Duration.ofSeconds(2);

    private final BodyLimits bodyLimits;

    ProblemExceptionMappers(BodyLimits bodyLimits) {
        this.bodyLimits = bodyLimits;
    }

    /** Refusals of the request, failures of a store, and bugs. Subclasses are listed where the framework has mappers of its own. */
    @ServerExceptionMapper({
        ProblemException.class,
        ConstraintViolationException.class,
        UnknownFieldsException.class,
        InvalidQueryException.class,
        RateLimitExceededException.class,
        JsonProcessingException.class,
        MismatchedInputException.class,
        IOException.class,
        VertxException.class,
        TimeoutException.class,
        DatabaseException.class,
        io.smallrye.mutiny.TimeoutException.class,
        Throwable.class
    })
    Response toResponse(Throwable failure) {
        return respond(FailureProblems.of(failure));
    }

    @ServerExceptionMapper
    Response toResponse(UnauthorizedException exception) {
        return missingToken();
    }

    /** A malformed, foreign or expired token, or one that cannot be verified yet. */
    @ServerExceptionMapper
    Response toResponse(AuthenticationFailedException exception) {
        if (cause(exception, JwksUnavailableException.class) != null) {
            return respond(ProblemType.IDENTITY_UNAVAILABLE
                    .withDetail("the token issuer's keys could not be fetched yet, so no access token can be verified")
                    .retryAfter(STORE_RETRY_AFTER));
        }
        String fault = TokenErrorDescription.of(exception);
        return challenge(
                ProblemType.UNAUTHENTICATED.withDetail("invalid access token: " + fault),
                "Bearer error=\"invalid_token\", error_description=\"" + fault + "\"");
    }

    /** Any one of the operation's scopes suffices; the challenge names the first, which grants least (RFC 6750, 3). */
    @ServerExceptionMapper
    Response toResponse(ForbiddenException exception, SimpleResourceInfo operation) {
        List<String> scopes = scopes(operation);
        return challenge(
                ProblemType.FORBIDDEN.withDetail("the access token lacks the scope " + String.join(" or ", scopes)),
                "Bearer error=\"insufficient_scope\", scope=\"" + scopes.getFirst() + "\"");
    }

    private static List<String> scopes(SimpleResourceInfo operation) {
        return Arrays.stream(operation.getResourceClass().getMethods())
                .filter(method -> method.getName().equals(operation.getMethodName()))
                .map(method -> method.getAnnotation(RolesAllowed.class))
                .filter(Objects::nonNull)
                .flatMap(allowed -> Arrays.stream(allowed.value()))
                .toList();
    }

    private static Response missingToken() {
        return challenge(
                ProblemType.UNAUTHENTICATED.withDetail("missing access token; expected Authorization: Bearer …"),
                "Bearer");
    }

    private static Response challenge(ProblemException problem, String challenge) {
        return Response.fromResponse(respond(problem))
                .header(HttpHeaders.WWW_AUTHENTICATE, challenge)
                .build();
    }

    /** The framework's rejections: an unknown path, an unsupported media type, a body that is not JSON. */
    @ServerExceptionMapper
    Response toResponse(WebApplicationException exception) {
        JsonProcessingException unreadable = cause(exception, JsonProcessingException.class);
        if (unreadable != null) {
            return respond(FailureProblems.of(unreadable));
        }
        return byStatus(exception);
    }

    /** A media type that cannot be parsed, at paths whose operations differ in their media types only. */
    @ServerExceptionMapper
    Response toResponse(IllegalArgumentException exception, HttpHeaders headers) {
        String message = String.valueOf(exception.getMessage());
        if (!message.startsWith(MALFORMED_MEDIA_TYPE)) {
            return respond(FailureProblems.of(exception));
        }
        String contentType = headers.getHeaderString(HttpHeaders.CONTENT_TYPE);
        return message.substring(MALFORMED_MEDIA_TYPE.length()).strip().equals(contentType)
                ? unsupportedMediaType()
                : notAcceptable();
    }

    private static Response notAcceptable() {
        return respond(ProblemType.NOT_ACCEPTABLE.withDetail(
                "the response is not available in a media type that Accept lists"));
    }

    private static Response unsupportedMediaType() {
        return respond(ProblemType.UNSUPPORTED_MEDIA_TYPE.withDetail("expected Content-Type: application/json"));
    }

    private static Response respond(ProblemException problem) {
        RequestLogContext.current().problem(problem.problem().code());
        Response.ResponseBuilder response = Response.status(problem.problem().status())
                .type(MEDIA_TYPE)
                .entity(problem.details(RequestId.current()));
        Long retryAfter = problem.retryAfterSeconds();
        if (retryAfter != null) {
            response.header(HttpHeaders.RETRY_AFTER, retryAfter);
        }
        if (!problem.allowedMethods().isEmpty()) {
            response.header(HttpHeaders.ALLOW, String.join(", ", problem.allowedMethods()));
        }
        return response.build();
    }

    private Response byStatus(WebApplicationException exception) {
        int status = exception.getResponse().getStatus();
        return switch (status) {
            case 401 -> missingToken();
            case 404 -> respond(ProblemType.NOT_FOUND.withDetail("no resource at this path"));
            case 406 -> notAcceptable();
            case 413 -> respond(bodyLimits.largest().exceeded());
            case 415 -> unsupportedMediaType();
            default -> {
                if (status >= 500) {
                    Log.errorf(exception, "Request failed with an unexpected error");
                    yield respond(ProblemType.INTERNAL_ERROR.withDetail("quote the request_id when you report this"));
                }
                yield respond(ProblemType.INVALID_REQUEST.withDetail("malformed request"));
            }
        };
    }

    private static <T> @Nullable T cause(Throwable thrown, Class<T> type) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
