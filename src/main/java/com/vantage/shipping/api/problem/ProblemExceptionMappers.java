package com.vantage.shipping.api.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.vantage.shipping.api.RequestId;
import com.vantage.shipping.api.RequestLogContext;
import com.vantage.shipping.api.filter.RateLimitExceededException;
import com.vantage.shipping.api.json.InvalidQueryException;
import com.vantage.shipping.api.json.UnknownFieldsException;
import com.vantage.shipping.api.problem.ProblemDetails.FieldError;
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
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;
import org.jspecify.annotations.Nullable;

/** Maps exceptions to problem responses. */
final class ProblemExceptionMappers {
    static final String MEDIA_TYPE = "application/problem+json";

    /** Bounds the response: a long list may have thousands of invalid entries. */
    private static final int MOST_ERRORS = 20;

    private static final Duration STORE_MAY_BE_BACK = Duration.ofSeconds(2);
    private static final Duration SCHEMA_MAY_BE_MIGRATED = Duration.ofSeconds(30);

    @ServerExceptionMapper
    Response toResponse(ProblemException problem) {
        return respond(problem);
    }

    @ServerExceptionMapper
    Response toResponse(ConstraintViolationException invalid) {
        return respond(ProblemType.INVALID_REQUEST.at(invalid.getConstraintViolations().stream()
                .map(violation -> new FieldError(pointer(violation.getPropertyPath()), violation.getMessage()))
                .sorted(Comparator.comparing(FieldError::pointer))
                .limit(MOST_ERRORS)
                .toList()));
    }

    @ServerExceptionMapper
    Response toResponse(UnknownFieldsException unknown) {
        return respond(ProblemType.INVALID_REQUEST.at(unknown.details()));
    }

    @ServerExceptionMapper
    Response toResponse(InvalidQueryException invalid) {
        return respond(ProblemType.INVALID_REQUEST.because(String.valueOf(invalid.getMessage())));
    }

    @ServerExceptionMapper
    Response toResponse(UnauthorizedException anonymous) {
        return refusal(
                ProblemType.UNAUTHENTICATED.because("missing access token; expected Authorization: Bearer …"),
                "Bearer");
    }

    /** A malformed, foreign or expired token, or one that cannot be verified yet. */
    @ServerExceptionMapper
    Response toResponse(AuthenticationFailedException refused) {
        if (cause(refused, JwksUnavailableException.class) != null) {
            return respond(ProblemType.IDENTITY_UNAVAILABLE
                    .because("the token issuer's keys could not be fetched yet, so no access token can be verified")
                    .retryAfter(STORE_MAY_BE_BACK));
        }
        String fault = TokenErrorDescription.of(refused);
        return refusal(
                ProblemType.UNAUTHENTICATED.because("invalid access token: " + fault),
                "Bearer error=\"invalid_token\", error_description=\"" + fault + "\"");
    }

    /** Any one of the operation's scopes suffices; the challenge names the first, which grants least (RFC 6750, 3). */
    @ServerExceptionMapper
    Response toResponse(ForbiddenException refused, SimpleResourceInfo operation) {
        List<String> scopes = scopes(operation);
        return refusal(
                ProblemType.FORBIDDEN.because("the access token lacks the scope " + String.join(" or ", scopes)),
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

    private static Response refusal(ProblemException problem, String challenge) {
        return Response.fromResponse(respond(problem))
                .header(HttpHeaders.WWW_AUTHENTICATE, challenge)
                .build();
    }

    @ServerExceptionMapper
    Response toResponse(RateLimitExceededException refused) {
        return respond(ProblemType.RATE_LIMITED
                .because(String.valueOf(refused.getMessage()))
                .retryAfter(refused.pause()));
    }

    /** The framework's rejections: an unknown path, an unsupported media type, a body that is not JSON. */
    @ServerExceptionMapper
    Response toResponse(WebApplicationException refused) {
        JsonProcessingException unreadable = cause(refused, JsonProcessingException.class);
        if (unreadable != null) {
            return respond(JsonErrorDescription.problem(unreadable));
        }
        return respond(byStatus(refused));
    }

    /** Some JSON errors come unwrapped. The subclass is listed because the framework has a mapper of its own for it. */
    @ServerExceptionMapper({JsonProcessingException.class, MismatchedInputException.class})
    Response toResponse(JsonProcessingException unreadable) {
        return respond(JsonErrorDescription.problem(unreadable));
    }

    /** A store that is unavailable, failing over or overloaded. Failures of carriers never get here: they are values. */
    @ServerExceptionMapper({
        IOException.class,
        VertxException.class,
        TimeoutException.class,
        DatabaseException.class,
        io.smallrye.mutiny.TimeoutException.class
    })
    Response toResponse(Exception failure) {
        return toResponse((Throwable) failure);
    }

    /** Store clients may throw other exceptions too. Everything else is a bug: logged once and not disclosed. */
    @ServerExceptionMapper
    Response toResponse(Throwable failure) {
        if (StoreFailure.isPassing(failure)) {
            Log.errorf("Storage unavailable: %s", failure);
            return respond(ProblemType.STORAGE_UNAVAILABLE
                    .because("try again in a moment")
                    .retryAfter(STORE_MAY_BE_BACK));
        }
        if (StoreFailure.isSchemaMissing(failure)) {
            Log.errorf("Database schema is not migrated to this version (run `migrate`?): %s", failure.getMessage());
            return respond(ProblemType.STORAGE_UNAVAILABLE
                    .because("the database schema is not migrated to this version yet; an operator must run `migrate`")
                    .retryAfter(SCHEMA_MAY_BE_MIGRATED));
        }
        Log.errorf(failure, "Request failed with an unexpected error");
        return respond(ProblemType.INTERNAL_ERROR.because("quote the request_id when you report this"));
    }

    private static Response respond(ProblemException problem) {
        RequestLogContext.current().problem(problem.problem().word());
        Response.ResponseBuilder response = Response.status(problem.problem().status())
                .type(MEDIA_TYPE)
                .entity(problem.details(RequestId.current()));
        Duration pause = problem.retryAfter();
        if (pause != null) {
            response.header(HttpHeaders.RETRY_AFTER, wholeSeconds(pause));
        }
        if (!problem.allowedMethods().isEmpty()) {
            response.header(HttpHeaders.ALLOW, String.join(", ", problem.allowedMethods()));
        }
        return response.build();
    }

    /** The value of {@code Retry-After}: rounded up, at least one. */
    static long wholeSeconds(Duration pause) {
        return Math.max(1, pause.plusMillis(999).toSeconds());
    }

    private static ProblemException byStatus(WebApplicationException refused) {
        int status = refused.getResponse().getStatus();
        return switch (status) {
            case 401 -> ProblemType.UNAUTHENTICATED.because("missing access token; expected Authorization: Bearer …");
            case 404 -> ProblemType.NOT_FOUND.because("no resource at this path");
            case 406 ->
                ProblemType.NOT_ACCEPTABLE.because("the response is not available in a media type that Accept lists");
            case 413 -> ProblemType.TOO_LARGE.because("the body must be at most 64 KiB");
            case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE.because("expected Content-Type: application/json");
            default -> {
                if (status >= 500) {
                    Log.errorf(refused, "Request failed with an unexpected error");
                    yield ProblemType.INTERNAL_ERROR.because("quote the request_id when you report this");
                }
                yield ProblemType.INVALID_REQUEST.because("malformed request");
            }
        };
    }

    /** Converts a Java property path to a JSON pointer: without the method and its parameter, names in snake_case. */
    private static String pointer(Path path) {
        StringBuilder pointer = new StringBuilder();
        Iterator<Path.Node> nodes = path.iterator();
        nodes.next();
        while (nodes.hasNext()) {
            Path.Node node = nodes.next();
            if (node.getIndex() != null) {
                pointer.append('/').append(node.getIndex());
            }
            if (isField(node)) {
                pointer.append('/').append(snakeCase(node.getName()));
            }
        }
        return pointer.toString();
    }

    private static boolean isField(Path.Node node) {
        return switch (node.getKind()) {
            case PROPERTY -> true;
            case BEAN, PARAMETER, METHOD, CONSTRUCTOR, RETURN_VALUE, CROSS_PARAMETER, CONTAINER_ELEMENT -> false;
        };
    }

    private static String snakeCase(String camelCase) {
        return camelCase.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    private static <T> @Nullable T cause(Throwable thrown, Class<T> wanted) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (wanted.isInstance(cause)) {
                return wanted.cast(cause);
            }
        }
        return null;
    }
}
