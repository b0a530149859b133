package com.vantage.shipping.api.problem;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of an error (RFC 9457). */
@Schema(name = "Problem", description = "Problem details (RFC 9457)")
public record ProblemDetails(
        @Schema(
                description = "Problem type. A relative URI of a page that explains it",
                examples = "/problems/invalid-request")
        String type,

        @Schema(description = "Title of the problem type", examples = "Invalid request")
        String title,

        @Schema(description = "The HTTP status", examples = "400")
        int status,

        @Schema(
                description = "Explanation of this occurrence",
                examples = "packages[0].weight_oz must be greater than 0")
        String detail,

        @Schema(description = "The request's X-Request-ID", examples = "ship-rq-8a2b3c")
        String requestId,

        @Schema(description = "Whether the same request may succeed later") @Nullable
        Boolean retryable,

        @Schema(description = "Shipment concerned") @Nullable
        String shipmentId,

        @Schema(description = "Pickup concerned") @Nullable String pickupId,

        @Schema(description = "Outcome of each carrier") @Nullable
        List<?> carriers,

        @Schema(description = "Addresses that may be meant") @Nullable
        List<?> candidates,

        @Schema(description = "The fields that are wrong") @Nullable
        List<FieldError> errors) {

    /**
     * One invalid field.
     *
     * @param pointer JSON pointer into the request body (RFC 6901); empty for the whole body, a header or a parameter, which
     *     the detail names
     */
    @Schema(name = "ProblemError", description = "What is wrong with one field")
    public record FieldError(
            @Schema(description = "JSON pointer into the request", examples = "/packages/0/weight_oz")
            String pointer,

            @Schema(description = "What is wrong and what is expected", examples = "must be greater than 0")
            String detail) {

        boolean hasPointer() {
            return !pointer.isEmpty();
        }

        /** For example {@code packages[0].weight_oz must be greater than 0}. */
        String sentence() {
            return hasPointer() ? path() + " " + detail : detail;
        }

        private String path() {
            return pointer.substring(1).replaceAll("/(\\d+)(?=/|$)", "[$1]").replace('/', '.');
        }
    }
}
