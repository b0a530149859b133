package com.vantage.shipping.problem;

import com.vantage.shipping.problem.ProblemDetails.FieldError;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link Problem} on its way to the caller. Carries no stack: it is an answer, not a bug. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Problem problem;
    private transient List<FieldError> errors = List.of();
    private transient @Nullable List<?> carriers;
    private @Nullable Boolean retryable;
    private @Nullable Duration retryAfter;
    private @Nullable String shipmentId;
    private transient Collection<String> allowedMethods = List.of();

    ProblemException(Problem problem, String detail) {
        super(detail, null, false, false);
        this.problem = problem;
    }

    /** Names the fields that are wrong. What is not a field of the body, such as a header, is left to the detail. */
    ProblemException errors(List<FieldError> fields) {
        errors = fields.stream().filter(FieldError::hasPointer).toList();
        return this;
    }

    /** What became of each carrier. */
    public ProblemException carriers(List<?> reports) {
        carriers = List.copyOf(reports);
        return this;
    }

    public ProblemException retryable(boolean may) {
        retryable = may;
        return this;
    }

    /** Sends {@code Retry-After}, in whole seconds rounded up, at least one. */
    public ProblemException retryAfter(Duration pause) {
        retryAfter = pause;
        retryable = true;
        return this;
    }

    /** Names the shipment that the problem is about, where the caller may want to look at it. */
    public ProblemException shipment(String id) {
        shipmentId = id;
        return this;
    }

    /** Sends {@code Allow} with these methods. */
    ProblemException allow(Collection<String> methods) {
        allowedMethods = List.copyOf(methods);
        return this;
    }

    public Problem problem() {
        return problem;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** The methods for the {@code Allow} header; empty if it is not sent. */
    Collection<String> allowedMethods() {
        return allowedMethods;
    }

    /** The body that goes out. */
    public ProblemDetails details(String requestId) {
        return new ProblemDetails(
                problem.type(),
                problem.title(),
                problem.status(),
                String.valueOf(getMessage()),
                requestId,
                retryable,
                shipmentId,
                carriers,
                errors.isEmpty() ? null : errors);
    }
}
