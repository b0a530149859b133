package com.vantage.shipping.shipment;

import com.vantage.shipping.api.json.BoundedList;
import com.vantage.shipping.api.json.InputNormalizer;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The request body of a manifest. */
@Schema(description = "Shipments to hand over together. Unknown fields are rejected")
record ManifestRequest(
        @Schema(
                description = "The carrier's name, in any case",
                pattern = InputNormalizer.ANY_CARRIER,
                examples = "USPS")
        @NotNull
        String carrier,

        @Schema(
                description =
                        "Their ship date, a local date at the origin. When absent, today at `origin_zip`, or the next day that is "
                                + "neither a Sunday nor a federal holiday",
                examples = "2026-11-24")
        @Nullable
        LocalDate shipDate,

        @Schema(
                description = "The ZIP code that they are sent from; required if there are several. Not for FedEx",
                examples = "10001")
        @Pattern(regexp = "^\\d{5}$", message = "must be a ZIP code of 5 digits")
        @Nullable
        String originZip,

        @Schema(
                description = "Ids of the shipments; when absent, all that are in no manifest yet. Not for FedEx",
                examples = "[\"VNT-2026-8847292\"]")
        @Size(min = 1, max = ManifestRequest.MAX_SHIPMENTS, message = "must have {min} to {max} entries")
        @Nullable
        List<@NotNull String> shipments) {
    private static final int MAX_SHIPMENTS = 1_000;

    ManifestRequest {
        shipments = BoundedList.truncate(shipments, MAX_SHIPMENTS);
    }
}
