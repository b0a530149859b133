package com.vantage.shipping.api.problem;

import com.vantage.shipping.api.problem.ProblemDetails.FieldError;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An occurrence of a {@link ProblemType}, thrown to be sent to the caller. Has no stack trace: it is a response, not a bug. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemType problem;
    private transient List<FieldError> errors = List.of();
    private transient @Nullable List<?> carriers;
    private transient @Nullable List<?> candidates;
    private @Nullable Boolean retryable;
    private @Nullable Duration retryAfter;
    private @Nullable String shipmentId;
    private @Nullable String pickupId;
    private transient Collection<String> allowedMethods = List.of();

    ProblemException(ProblemType problem, String detail) {
        super(detail, null, false, false);
        this.problem = problem;
    }

    /** Sets {@code errors}. Errors that have no pointer, such as those of a header, appear in the detail only. */
    ProblemException errors(List<FieldError> fields) {
        errors = fields.stream().filter(FieldError::hasPointer).toList();
        return this;
    }

    /** Sets {@code carriers}, the outcome of each carrier. */
    public ProblemException carriers(List<?> results) {
        carriers = List.copyOf(results);
        return this;
    }

    /** Sets {@code candidates}, the addresses that may be meant; absent if there are none. */
    public ProblemException candidates(List<?> addresses) {
        candidates = addresses.isEmpty() ? null : List.copyOf(addresses);
        return this;
    }

    public ProblemException retryable(boolean retryable) {
        this.retryable = retryable;
        return this;
    }

    /** Sets {@code Retry-After}, in whole seconds rounded up, at least one, and {@code retryable}. */
    public ProblemException retryAfter(Duration duration) {
        retryAfter = duration;
        retryable = true;
        return this;
    }

    /** Sets {@code shipment_id}, which the caller can look up. */
    public ProblemException shipmentId(String id) {
        shipmentId = id;
        return this;
    }

    /** Sets {@code pickup_id}, which the caller can look up. */
    public ProblemException pickupId(String id) {
        pickupId = id;
        return this;
    }

    /** Sets the {@code Allow} header. */
    ProblemException allowedMethods(Collection<String> methods) {
        allowedMethods = List.copyOf(methods);
        return this;
    }

    public ProblemType problem() {
        return problem;
    }

    /** The value of {@code Retry-After}: in seconds, rounded up, at least one. */
    public @Nullable Long retryAfterSeconds() {
        return retryAfter == null
                ? null
                : Math.max(1, retryAfter.plusMillis(999).toSeconds());
    }

    /** The methods of the {@code Allow} header; empty if there is no such header. */
    Collection<String> allowedMethods() {
        return allowedMethods;
    }

    /** The response body. */
    public ProblemDetails details(String requestId) {
        return new ProblemDetails(
                problem.type(),
                problem.title(),
                problem.status(),
                String.valueOf(getMessage()),
                requestId,
                retryable,
                shipmentId,
                pickupId,
                carriers,
                candidates,
                errors.isEmpty() ? null : errors);
    }
}
