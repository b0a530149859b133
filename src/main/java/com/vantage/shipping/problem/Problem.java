package com.vantage.shipping.problem;

import com.vantage.shipping.problem.ProblemDetails.FieldError;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The whole catalogue of what we answer instead of what was asked for. The type is the name: {@code /problems/no-service}. */
public enum Problem {
    INVALID_REQUEST(400, "The request does not make sense"),
    UNAUTHENTICATED(401, "No valid access token"),
    FORBIDDEN(403, "The access token does not open this"),
    NOT_FOUND(404, "Nothing here"),
    SHIPMENT_NOT_FOUND(404, "No such shipment"),
    LABEL_NOT_FOUND(404, "No such label"),
    TRACKING_NOT_FOUND(404, "The carrier does not know this parcel"),
    METHOD_NOT_ALLOWED(405, "Not with this method"),
    NOT_ACCEPTABLE(406, "Not in this media type"),
    REQUEST_TIMEOUT(408, "The request did not arrive in time"),
    IN_PROGRESS(409, "The purchase is still under way"),
    NOT_CANCELLABLE(409, "The label can no longer be taken back"),
    TOO_LARGE(413, "The request is too large"),
    URI_TOO_LONG(414, "The path and query are too long"),
    UNSUPPORTED_MEDIA_TYPE(415, "Not from this media type"),
    IDEMPOTENCY_MISMATCH(422, "This key was used for another request"),
    QUOTE_EXPIRED(422, "The quote is unknown or too old"),
    NO_SERVICE(422, "No carrier serves this"),
    CARRIER_DECLINED(422, "The carrier declined"),
    RATE_LIMITED(429, "This client asks too often"),
    HEADERS_TOO_LARGE(431, "The headers are too large"),
    INTERNAL_ERROR(500, "An error of ours"),
    CARRIER_TIMEOUT(502, "The carrier did not answer in time"),
    CARRIER_ERROR(502, "The carrier gave no usable answer"),
    PURCHASE_UNKNOWN(502, "Nobody knows yet whether the label was bought"),
    OVERLOADED(503, "Too much to do at once"),
    SHUTTING_DOWN(503, "This replica is shutting down"),
    CARRIERS_UNAVAILABLE(503, "No carrier can be asked now"),
    STORAGE_UNAVAILABLE(503, "The store cannot be reached now"),
    IDENTITY_UNAVAILABLE(503, "Access tokens cannot be checked now");

    private final int status;
    private final String title;

    Problem(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    String title() {
        return title;
    }

    /** Relative to the API, as RFC 9457, 3.1.1 allows. */
    String type() {
        return "/problems/" + word();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** To be thrown, with a sentence for the caller about this occurrence. */
    public ProblemException because(String detail) {
        return new ProblemException(this, detail);
    }

    /** To be thrown for a method that a path does not support. The detail and the {@code Allow} header list those it does. */
    public static ProblemException methodNotAllowed(String method, Collection<String> allowed) {
        return METHOD_NOT_ALLOWED
                .because(method + " is not allowed here; allowed: " + String.join(", ", allowed))
                .allow(allowed);
    }

    /** To be thrown for one field of the request. */
    public ProblemException at(String pointer, String detail) {
        return at(Map.of(pointer, detail));
    }

    /** To be thrown for several fields of the request. */
    public ProblemException at(Map<String, String> details) {
        return at(details.entrySet().stream()
                .map(field -> new FieldError(field.getKey(), field.getValue()))
                .toList());
    }

    ProblemException at(List<FieldError> errors) {
        return because(errors.stream().map(FieldError::sentence).collect(Collectors.joining("; ")))
                .errors(errors);
    }
}
