package com.vantage.shipping.shipment;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.vantage.shipping.api.json.CustomsBody;
import com.vantage.shipping.api.json.InputNormalizer;
import com.vantage.shipping.api.json.OptionsBody;
import com.vantage.shipping.api.json.ParcelBody;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.Surcharge;
import com.vantage.shipping.shipment.Shipment.ListedDocument;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A shipment in the API. */
@Schema(name = "Shipment", description = "A shipment; in an event, as it was at that time")
record ShipmentView(
        @Schema(examples = "VNT-2026-8847292") String shipmentId,
        @Schema(ref = "ShipmentStatus") String status,
        @Schema(examples = "FedEx") String carrier,
        @Schema(examples = "Ground") String service,
        @Schema(examples = "FEDEX_GROUND") String serviceCode,
        @Schema(examples = "794644790138") @Nullable String trackingNumber,

        @Schema(description = "Each package, in the order of the purchase")
        List<PackageView> packages,

        @Schema(description = "The carrier's charge; absent if unknown", examples = "11.95") @Nullable
        BigDecimal rate,

        @Schema(description = "The quote's price, if bought by quote", examples = "11.95") @Nullable
        BigDecimal quotedRate,

        @Schema(examples = "USD") @Nullable String currency,

        @Schema(
                description = "Itemized surcharges in the price: in `rate` if the carrier lists them at the "
                        + "purchase, else in `quoted_rate`. Empty if there are none; absent if not listed")
        @Nullable
        List<Surcharge> surcharges,

        @Schema(
                description = "Ship date, a local date at the origin; absent in events of earlier versions",
                examples = "2026-11-24")
        @Nullable
        LocalDate shipDate,

        @Schema(description = "The delivery date that the carrier estimated at the purchase", examples = "2026-11-29")
        @Nullable
        LocalDate estimatedDelivery,

        @Schema(examples = "ORD-55120") @Nullable String orderId,
        @Schema(examples = "cus_81") @Nullable String customerId,

        @Schema(
                description =
                        "For the client that created it and operators who read this single shipment; for the customer "
                                + "without phone and email. Absent in events, if nothing was bought, and in shipments of earlier versions")
        @Nullable
        AddressView origin,

        @Schema(
                description =
                        "For the client that created it, the customer, and operators who read this single shipment. "
                                + "Absent in events, if nothing was bought, and in shipments of earlier versions")
        @Nullable
        AddressView destination,

        @Schema(
                description =
                        "What the purchase declared to customs. For those who see `destination`; absent if the carrier needs "
                                + "none")
        @Nullable
        CustomsBody customs,

        @Schema(
                description =
                        "The options of the purchase; those with their defaults are absent. Absent in events, and if nothing was bought")
        @Nullable
        OptionsBody options,

        @Nullable LabelLink label,

        @Schema(
                description =
                        "Documents for customs. Absent if there are none: also if the purchase was settled later, and the "
                                + "carrier does not return them again")
        @Nullable
        List<DocumentLink> documents,

        @Schema(description = "The carrier's code, if it declined") @Nullable
        String reasonCode,

        @Schema(description = "Why there is no label") @Nullable
        String reason,

        @Schema(description = "When the purchase began") Instant createdAt,
        @Schema(examples = "ship-create-j1k2l3") String requestId) {

    @Schema(name = "ShipmentPackage", description = "One package of a shipment")
    record PackageView(
            @Schema(examples = "794644790138") @Nullable String trackingNumber,
            @Schema(examples = "box 1") @Nullable String reference,

            @Schema(description = "Ounces; absent in shipments of earlier versions", examples = "32") @Nullable
            BigDecimal weightOz,

            @Schema(
                    description =
                            "The sides in inches, the longest first; absent if the purchase did not name them, and in shipments "
                                    + "of earlier versions")
            ParcelBody.@Nullable Box dimensions) {

        static PackageView of(Shipment.StoredPackage stored) {
            BigDecimal ounces = stored.weightOz();
            List<BigDecimal> sides = stored.sides();
            return new PackageView(
                    stored.trackingNumber(),
                    stored.reference(),
                    ounces == null ? null : InputNormalizer.ofMeasure(ounces),
                    sides.isEmpty() ? null : new ParcelBody.Box(sides.get(0), sides.get(1), sides.get(2)));
        }
    }

    @Schema(name = "LabelLink", description = "Link to the label")
    record LabelLink(
            @Schema(implementation = CreateShipmentRequest.Format.class)
            String format,

            @Schema(description = "Path of the label", examples = "/api/v2/shipments/VNT-2026-8847292/label")
            String url) {}

    @Schema(name = "DocumentLink", description = "Link to a document")
    record DocumentLink(
            @Schema(implementation = Document.class) String type,

            @Schema(implementation = CreateShipmentRequest.Format.class)
            String format,

            @Schema(
                    description = "Path of the document. If the labels contain it, their print is returned",
                    examples = "/api/v2/shipments/VNT-2026-8847292/documents/commercial_invoice")
            String url) {}

    /** Document types in paths and responses. */
    @Schema(
            name = "DocumentType",
            description =
                    "commercial_invoice: one per shipment, to be attached to it; customs_form: printed with the labels")
    enum Document {
        @JsonProperty("commercial_invoice")
        COMMERCIAL_INVOICE,
        @JsonProperty("customs_form")
        CUSTOMS_FORM
    }

    /**
     * Creates the view for a reader.
     *
     * @param carrierName the carrier's display name
     */
    static ShipmentView of(Shipment shipment, String carrierName, String requestId, AddressVisibility addresses) {
        return new ShipmentView(
                shipment.id(),
                shipment.state().apiStatus(),
                carrierName,
                shipment.serviceName(),
                shipment.serviceCode(),
                shipment.trackingNumber(),
                shipment.packages().stream().map(PackageView::of).toList(),
                amount(shipment.rate()),
                amount(shipment.quotedRate()),
                Stream.of(shipment.rate(), shipment.quotedRate())
                        .filter(Objects::nonNull)
                        .map(Money::currency)
                        .findFirst()
                        .orElse(null),
                shipment.details().surcharges(),
                shipment.shipDate(),
                shipment.estimatedDelivery(),
                shipment.orderId(),
                shipment.customerId(),
                origin(shipment, addresses),
                addresses == AddressVisibility.NONE ? null : shipment.details().destination(),
                addresses == AddressVisibility.NONE ? null : shipment.details().customs(),
                shipment.details().options(),
                shipment.hasLabel() ? new LabelLink(shipment.labelFormat().name(), path(shipment) + "/label") : null,
                documents(shipment),
                shipment.reasonCode(),
                shipment.reason(),
                shipment.createdAt().truncatedTo(ChronoUnit.SECONDS),
                requestId);
    }

    private static @Nullable AddressView origin(Shipment shipment, AddressVisibility addresses) {
        AddressView origin = shipment.details().origin();
        return switch (addresses) {
            case NONE -> null;
            case WITHOUT_SENDERS_CONTACT -> origin == null ? null : origin.withoutContact();
            case ALL -> origin;
        };
    }

    private static @Nullable List<DocumentLink> documents(Shipment shipment) {
        List<ListedDocument> documents = shipment.availableDocuments();
        return documents == null
                ? null
                : documents.stream().map(document -> toLink(shipment, document)).toList();
    }

    private static DocumentLink toLink(Shipment shipment, ListedDocument document) {
        String type = document.type().code();
        return new DocumentLink(type, document.format().name(), path(shipment) + "/documents/" + type);
    }

    static String path(Shipment shipment) {
        return "/api/v2/shipments/" + shipment.id();
    }

    private static @Nullable BigDecimal amount(@Nullable Money money) {
        return money == null ? null : money.amount();
    }
}
