package com.vantage.shipping.api.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.vantage.shipping.api.filter.RateLimitExceededException;
import com.vantage.shipping.api.json.InvalidQueryException;
import com.vantage.shipping.api.json.UnknownFieldsException;
import com.vantage.shipping.api.problem.ProblemDetails.FieldError;
import io.quarkus.logging.Log;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;

/** Chooses the problem for what an operation has failed with. */
public final class FailureProblems {
    /** Bounds the response: a long list may have thousands of invalid entries. */
    private static final int MAX_ERRORS = 20;

    private static final Duration STORE_RETRY_AFTER = Duration.ofSeconds(2);
    private static final Duration SCHEMA_RETRY_AFTER = Duration.ofSeconds(30);

    private FailureProblems() {}

    /** Failures that are neither refusals of the request nor of a store are bugs: logged once and not disclosed. */
    public static ProblemException of(Throwable failure) {
        return switch (failure) {
            case ProblemException problem -> problem;
            case ConstraintViolationException invalid -> ofConstraints(invalid);
            case UnknownFieldsException unknown -> ProblemType.INVALID_REQUEST.at(unknown.details());
            case InvalidQueryException invalid ->
                ProblemType.INVALID_REQUEST.withDetail(String.valueOf(invalid.getMessage()));
            case RateLimitExceededException limited ->
                ProblemType.RATE_LIMITED
                        .withDetail(String.valueOf(limited.getMessage()))
                        .retryAfter(limited.retryAfter());
            case JsonProcessingException unreadable -> JsonErrorDescription.problem(unreadable);
            default -> ofStoreOrBug(failure);
        };
    }

    private static ProblemException ofConstraints(ConstraintViolationException exception) {
        return ProblemType.INVALID_REQUEST.at(exception.getConstraintViolations().stream()
                .map(violation -> new FieldError(pointer(violation.getPropertyPath()), violation.getMessage()))
                .sorted(Comparator.comparing(FieldError::pointer))
                .limit(MAX_ERRORS)
                .toList());
    }

    private static ProblemException ofStoreOrBug(Throwable failure) {
        if (StoreFailures.isTransient(failure)) {
            Log.errorf("Storage unavailable: %s", failure);
            return ProblemType.STORAGE_UNAVAILABLE
                    .withDetail("try again in a moment")
                    .retryAfter(STORE_RETRY_AFTER);
        }
        if (StoreFailures.isSchemaMissing(failure)) {
            Log.errorf("Database schema is not migrated to this version (run `migrate`?): %s", failure.getMessage());
            return ProblemType.STORAGE_UNAVAILABLE
                    .withDetail(
                            "the database schema is not migrated to this version yet; an operator must run `migrate`")
                    .retryAfter(SCHEMA_RETRY_AFTER);
        }
        Log.errorf(failure, "Request failed with an unexpected error");
        return ProblemType.INTERNAL_ERROR.withDetail("quote the request_id when you report this");
    }

    /** Converts a Java property path to a JSON pointer: without a method and its parameter, names in snake_case. */
    private static String pointer(Path path) {
        StringBuilder pointer = new StringBuilder();
        for (Path.Node node : path) {
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
}
