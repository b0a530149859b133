package com.vantage.shipping.shipment;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A manifest in the API. */
@Schema(name = "Manifest", description = "Shipments that are handed over together")
record ManifestView(
        @Schema(description = "Id of the manifest", examples = "MAN-2026-5000001")
        String manifestId,

        @Schema(
                description =
                        "`created`: there is a document. `unknown`: in progress, or the carrier gave no usable answer; send the "
                                + "request again. `unconfirmed`: after an unknown outcome the carrier refused; it may have made the "
                                + "manifest, but its document cannot be had",
                enumeration = {"created", "unknown", "unconfirmed"},
                examples = "created")
        String status,

        @Schema(examples = "USPS") String carrier,

        @Schema(description = "Ship date of the shipments, a local date at the origin", examples = "2026-11-24")
        LocalDate shipDate,

        @Schema(description = "Absent if the carrier closes the whole account", examples = "10001") @Nullable
        String originZip,

        @Schema(description = "The carrier's number, if it gives one", examples = "9475038234567000031430") @Nullable
        String manifestNumber,

        @Schema(description = "Ids of the shipments that are in it", examples = "[\"VNT-2026-8847292\"]")
        List<String> shipments,

        @Nullable DocumentLink document,

        @Schema(description = "The carrier's or this service's code for the reason") @Nullable
        String reasonCode,

        @Schema(
                description =
                        "Why there is no document; with a document, which packages of the shipments the carrier has left out")
        @Nullable
        String reason,

        @Schema(description = "When it was requested") Instant createdAt,
        @Schema(examples = "ship-manifest-j1k2l3") String requestId) {

    @Schema(name = "ManifestDocument", description = "Link to the document to hand over with the packages")
    record DocumentLink(
            @Schema(description = "Media type of the document", examples = "application/pdf")
            String mediaType,

            @Schema(description = "Path of the document", examples = "/api/v2/manifests/MAN-2026-5000001/document")
            String url) {}

    /** A manifest with the ids of its shipments. */
    record Source(Manifest manifest, List<String> shipmentIds) {}

    /** @param carrierName the carrier's display name */
    static ManifestView of(Source source, String carrierName, String requestId) {
        Manifest manifest = source.manifest();
        String mediaType = manifest.mediaType();
        return new ManifestView(
                manifest.id(),
                manifest.state().apiStatus(),
                carrierName,
                manifest.shipDate(),
                manifest.originZip(),
                manifest.carrierNumber(),
                source.shipmentIds(),
                mediaType == null
                        ? null
                        : new DocumentLink(mediaType, "/api/v2/manifests/" + manifest.id() + "/document"),
                manifest.reasonCode(),
                manifest.reason(),
                manifest.createdAt(),
                requestId);
    }
}
