package com.vantage.shipping.api.problem;

import com.vantage.shipping.api.problem.ProblemDetails.FieldError;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The catalogue of problem types (RFC 9457). The type URI is derived from the constant's name, for example {@code
 * /problems/no-service}, where {@link ProblemPages} explains it. A problem that is merely an HTTP status has its reason
 * phrase as title.
 */
public enum ProblemType {
    INVALID_REQUEST(
            400,
            "Invalid request",
            Retry.NO,
            "A part of the request is missing, has the wrong type or has an invalid value.",
            "Correct the fields in `errors`; each has a JSON pointer. `detail` names headers and parameters that are wrong."),
    UNAUTHENTICATED(
            401,
            "Missing or invalid access token",
            Retry.NO,
            "The request has no access token, or the token is expired, malformed or from another issuer.",
            "Get a new token and send it as `Authorization: Bearer …`. `detail` says what is wrong with the token."),
    FORBIDDEN(
            403,
            "Insufficient scope",
            Retry.NO,
            "The access token is valid but lacks the scope that this operation needs.",
            "Get a token with the scope that `detail` and `WWW-Authenticate` name."),
    NOT_FOUND(
            404,
            "Not Found",
            Retry.NO,
            "There is no resource at this path.",
            "Compare the path with the API documentation."),
    SHIPMENT_NOT_FOUND(
            404,
            "Shipment not found",
            Retry.NO,
            "No shipment has this id, or it belongs to another client.",
            "Check the `shipment_id`. Shipments are visible to the client that created them and to the customer that they were "
                    + "created for."),
    LABEL_NOT_FOUND(
            404,
            "Label not found",
            Retry.NO,
            "The shipment has no label, or fewer labels than the parameter `package` asks for.",
            "Look at the `status` of the shipment: only a shipment that is `created` has labels."),
    DOCUMENT_NOT_FOUND(
            404,
            "Document not found",
            Retry.NO,
            "The shipment has no document of this type.",
            "Look at `documents` of the shipment: it lists those that there are."),
    MANIFEST_NOT_FOUND(
            404,
            "Manifest not found",
            Retry.NO,
            "There is no manifest with this id, it belongs to another client, or it has no document.",
            "Check the id. Only a manifest whose `status` is `created` has a document."),
    PICKUP_NOT_FOUND(
            404,
            "Pickup not found",
            Retry.NO,
            "There is no pickup with this id, or it belongs to another client.",
            "Check the id."),
    TRACKING_NOT_FOUND(
            404,
            "No tracking information",
            Retry.AFTER_FIRST_SCAN,
            "The carrier has no information about the parcel, or the shipment has no label.",
            "Read the shipment: only one whose `status` is `created` can be tracked, `unknown` may still become `created`."),
    WEBHOOK_NOT_FOUND(
            404,
            "Webhook not found",
            Retry.NO,
            "No webhook of this client has this id, or it has no such delivery.",
            "List the webhooks, or the deliveries of the webhook. Old deliveries are deleted."),
    METHOD_NOT_ALLOWED(
            405,
            "Method Not Allowed",
            Retry.NO,
            "The path does not support this method.",
            "Use one of the methods in the header `Allow`."),
    NOT_ACCEPTABLE(
            406,
            "Not Acceptable",
            Retry.NO,
            "The response is not available in a media type that the header `Accept` lists.",
            "Leave `Accept` out, or send `Accept: application/json`."),
    REQUEST_TIMEOUT(
            408,
            "Request Timeout",
            Retry.AT_ONCE,
            "The body of the request did not arrive in time.",
            "Send the request again."),
    IN_PROGRESS(
            409,
            "Purchase in progress",
            Retry.LATER,
            "An earlier request with the same `Idempotency-Key` is not finished, the shipment to void is still being bought, the "
                    + "pickup to cancel is still being scheduled, or the manifest of these shipments is in progress.",
            "Send the same request again."),
    NOT_CANCELLABLE(
            409,
            "Label cannot be voided",
            Retry.NO,
            "The carrier no longer voids the label, or there is no label to void.",
            "`detail` has the reason. Ask the carrier if the parcel has to be stopped."),
    PICKUP_NOT_CANCELLABLE(
            409,
            "Pickup cannot be cancelled",
            Retry.NO,
            "The carrier no longer cancels the pickup, or none is known to be scheduled.",
            "`detail` has the reason. Ask the carrier if the driver has to be stopped."),
    WEBHOOK_LIMIT(
            409,
            "Too many webhooks",
            Retry.NO,
            "This client has as many webhooks as it may have.",
            "Delete a webhook that is not used any more."),
    TOO_LARGE(
            413,
            "Content Too Large",
            Retry.NO,
            "The body of the request is larger than this service accepts; `detail` has the limit.",
            "Send a smaller body."),
    URI_TOO_LONG(
            414, "URI Too Long", Retry.NO, "Path and query have more than 4,096 characters.", "Shorten the query."),
    UNSUPPORTED_MEDIA_TYPE(
            415,
            "Unsupported Media Type",
            Retry.NO,
            "The body of the request is not JSON, or it is compressed.",
            "Send `Content-Type: application/json` and no `Content-Encoding`."),
    IDEMPOTENCY_MISMATCH(
            422,
            "Idempotency key used for another request",
            Retry.NO,
            "This `Idempotency-Key` was used before, with another request.",
            "Use a new key for each purchase and each pickup, and the same key only to send the same request again."),
    QUOTE_EXPIRED(
            422,
            "Quote expired or unknown",
            Retry.NO,
            "The `quote_id` is unknown or older than 30 minutes.",
            "Get a new quote and buy with its `quote_id`."),
    ADDRESS_UNDELIVERABLE(
            422,
            "Address not deliverable",
            Retry.NO,
            "A purchase with `validate_address` has a destination that the carriers do not know, or for which several addresses "
                    + "may be meant. Nothing was bought.",
            "Correct the address; `candidates` has the addresses that may be meant, if there are any. The `Idempotency-Key` may be "
                    + "used again. Without `validate_address` the label is bought as it is."),
    NO_SERVICE(
            422,
            "No service available",
            Retry.NO,
            "Every carrier declined: none offers a service for these locations, packages and service types.",
            "`carriers` has the reason of each carrier. Change the request accordingly."),
    NOT_MANIFESTABLE(
            422,
            "No manifest needed",
            Retry.NO,
            "The carrier needs no manifests, or no shipment with this ship date needs one.",
            "`detail` has the reason. Hand the packages over without a manifest."),
    CARRIER_DECLINED(
            422,
            "Declined by the carrier",
            Retry.NO,
            "The carrier declined the request. If it was a purchase, nothing was bought; if it was for a pickup, no driver comes.",
            "`carriers` has the carrier's code and reason. Correct the request, and send it with a new `Idempotency-Key`."),
    RATE_LIMITED(
            429,
            "Rate limit exceeded",
            Retry.LATER,
            "This client sends more requests than its rate limit allows.",
            "Send fewer requests. The header `RateLimit` says how many are left."),
    HEADERS_TOO_LARGE(
            431,
            "Request Header Fields Too Large",
            Retry.NO,
            "The headers of the request are larger than 20 KiB.",
            "Send fewer or shorter headers."),
    INTERNAL_ERROR(
            500,
            "Internal Server Error",
            Retry.NO,
            "The service failed unexpectedly.",
            "Report it with the `request_id`."),
    CARRIER_TIMEOUT(
            502,
            "Carrier timeout",
            Retry.DEPENDS,
            "No carrier answered in time. No label was bought.",
            "`carriers` has the status of each carrier. A quote can be given more time with `deadline_ms`; a cancellation can be "
                    + "repeated without harm."),
    CARRIER_ERROR(
            502,
            "Carrier error",
            Retry.DEPENDS,
            "No carrier gave a usable answer. No purchase was sent to a carrier.",
            "`carriers` has the status of each carrier. A cancellation can be repeated without harm."),
    PURCHASE_UNKNOWN(
            502,
            "Purchase outcome unknown",
            Retry.DEPENDS,
            "The carrier was asked to sell the label and gave no usable answer. The label may be bought or not. The service queries "
                    + "the carrier until the outcome is known, usually within a minute; FedEx reports it only from the ship date on.",
            "Send the same request with the same `Idempotency-Key` again: it returns the outcome and buys nothing twice. Without a "
                    + "key, do not send it again; read the shipment that `shipment_id` names until its `status` is known."),
    PICKUP_UNKNOWN(
            502,
            "Pickup outcome unknown",
            Retry.DEPENDS,
            "The carrier was asked for a pickup and gave no usable answer. A driver may come or not. UPS lists its pickups of today and "
                    + "tomorrow, so the service looks there until the date is over; FedEx and USPS list none.",
            "If `retryable` is true, send the same request with the same `Idempotency-Key` again: it returns the outcome and sends no "
                    + "second driver. Otherwise ask the carrier's support; `pickup_id` has what was requested."),
    OVERLOADED(
            503,
            "Service overloaded",
            Retry.LATER,
            "This replica has too many requests at once. It did not process this one.",
            "Send the request again."),
    SHUTTING_DOWN(
            503,
            "Replica shutting down",
            Retry.LATER,
            "This replica is shutting down. It did not process this request.",
            "Send the request again; another replica answers."),
    CARRIERS_UNAVAILABLE(
            503,
            "Carriers unavailable",
            Retry.DEPENDS,
            "No carrier can be called now: circuits are open, quotas are used up, or carriers limit the requests or reject the "
                    + "credentials of this service. Nothing was bought.",
            "Send the request again, a purchase with the same `Idempotency-Key`."),
    STORAGE_UNAVAILABLE(
            503,
            "Storage unavailable",
            Retry.LATER,
            "A database of this service cannot be reached, or is not migrated yet.",
            "Send the request again, a purchase with the same `Idempotency-Key`."),
    IDENTITY_UNAVAILABLE(
            503,
            "Access tokens cannot be verified",
            Retry.LATER,
            "This replica could not fetch the keys of the token issuer yet.",
            "Send the request again.");

    /** Whether the same request may succeed when it is sent again. */
    enum Retry {
        NO("No. The same request fails again."),
        AT_ONCE("Yes, at once."),
        AFTER_FIRST_SCAN("Yes, when the carrier has scanned the parcel for the first time."),
        LATER("Yes, after the seconds in the header `Retry-After`."),
        DEPENDS("If `retryable` is true; after the seconds in the header `Retry-After`, if there is one.");

        private final String description;

        Retry(String description) {
            this.description = description;
        }

        /** Prose for the problem pages; names in backticks. */
        String description() {
            return description;
        }
    }

    private final int status;
    private final String title;
    private final Retry retry;
    private final String meaning;
    private final String remedy;

    ProblemType(int status, String title, Retry retry, String meaning, String remedy) {
        this.status = status;
        this.title = title;
        this.retry = retry;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    public int status() {
        return status;
    }

    String title() {
        return title;
    }

    Retry retry() {
        return retry;
    }

    /** What happened, as prose for the problem pages; names in backticks. */
    String meaning() {
        return meaning;
    }

    /** What the caller can do, as prose for the problem pages; names in backticks. */
    String remedy() {
        return remedy;
    }

    /** A relative URI, as RFC 9457, 3.1.1 allows. */
    String type() {
        return "/problems/" + code();
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Creates the exception to throw.
     *
     * @param detail explains this occurrence to the caller
     */
    public ProblemException withDetail(String detail) {
        return new ProblemException(this, detail);
    }

    /**
     * Creates the exception for a method that the path does not support; detail and {@code Allow} header list the allowed
     * ones.
     */
    public static ProblemException methodNotAllowed(String method, Collection<String> allowed) {
        return METHOD_NOT_ALLOWED
                .withDetail(method + " is not allowed here; allowed: " + String.join(", ", allowed))
                .allowedMethods(allowed);
    }

    /** Creates the exception for one invalid field of the request. */
    public ProblemException at(String pointer, String detail) {
        return at(Map.of(pointer, detail));
    }

    /** Creates the exception for several invalid fields of the request, as details by JSON pointer. */
    public ProblemException at(Map<String, String> details) {
        return at(details.entrySet().stream()
                .map(field -> new FieldError(field.getKey(), field.getValue()))
                .toList());
    }

    ProblemException at(List<FieldError> errors) {
        return withDetail(errors.stream().map(FieldError::sentence).collect(Collectors.joining("; ")))
                .errors(errors);
    }
}
