package com.vantage.shipping.carrier.ups;

import static com.vantage.shipping.carrier.Wire.orEmpty;
import static com.vantage.shipping.carrier.Wire.presentText;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.carrier.Wire;
import com.vantage.shipping.carrier.ups.UpsRating.BillShipper;
import com.vantage.shipping.carrier.ups.UpsRating.Box;
import com.vantage.shipping.carrier.ups.UpsRating.Charge;
import com.vantage.shipping.carrier.ups.UpsRating.Code;
import com.vantage.shipping.carrier.ups.UpsRating.Measured;
import com.vantage.shipping.carrier.ups.UpsRating.RatingOptions;
import com.vantage.shipping.carrier.ups.UpsRating.ShipmentCharge;
import com.vantage.shipping.carrier.ups.UpsRating.TransactionReference;
import com.vantage.shipping.model.Label;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.Purchased;
import com.vantage.shipping.model.TrackingNumber;
import io.quarkus.logging.Log;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code POST /shipments/v2409/ship}: buys one label for each package. */
final class UpsShipping {
    private static final int MOST_LINES = 3;
    private static final int LONGEST_LINE = 35;
    private static final int LONGEST_CITY = 30;

    record Request(ShipmentRequestBody shipmentRequest) {}

    record ShipmentRequestBody(Head request, Shipment shipment, LabelSpecification labelSpecification) {}

    record Head(String requestOption, String subVersion, TransactionReference transactionReference) {}

    record Shipment(
            String description,
            Party shipper,
            Party shipTo,
            Party shipFrom,
            PaymentInformation paymentInformation,
            RatingOptions shipmentRatingOptions,
            Code service,
            @JsonProperty("Package") List<Piece> packages) {}

    record Party(
            String name,
            @Nullable String attentionName,
            @Nullable String shipperNumber,
            @Nullable Phone phone,
            Address address) {

        /** Not for log lines. */
        @Override
        public String toString() {
            return "Party[…]";
        }
    }

    record Phone(String number) {}

    record Address(
            List<String> addressLine,
            String city,
            String stateProvinceCode,
            String postalCode,
            String countryCode,
            @Nullable String residentialAddressIndicator) {

        /** Not for log lines. */
        @Override
        public String toString() {
            return "Address[…]";
        }
    }

    record PaymentInformation(List<ShipmentCharge> shipmentCharge) {}

    record Piece(
            Code packaging,
            List<ReferenceNumber> referenceNumber,
            @Nullable Box dimensions,
            Measured packageWeight) {}

    record ReferenceNumber(String code, String value) {}

    record LabelSpecification(Code labelImageFormat, StockSize labelStockSize) {}

    record StockSize(String height, String width) {}

    record Response(@Nullable JsonNode response, @Nullable ShipmentResponse shipmentResponse)
            implements UpsErrors.Body {}

    record ShipmentResponse(
            UpsErrors.@Nullable Head response, @Nullable Results shipmentResults) {}

    record Results(
            @Nullable String shipmentIdentificationNumber,
            @Nullable Charges shipmentCharges,
            @Nullable Charges negotiatedRateCharges,
            @Nullable List<PackageResult> packageResults) {}

    record Charges(
            @Nullable Charge totalCharge,
            @Nullable Charge totalCharges,
            @Nullable Charge totalChargesWithTaxes) {}

    record PackageResult(
            @Nullable String trackingNumber, @Nullable ShippingLabel shippingLabel) {}

    record ShippingLabel(
            @Nullable Code imageFormat, @Nullable String graphicImage) {}

    private UpsShipping() {}

    static Request toRequest(PurchaseOrder order, String account, String correlation) {
        UpsServices.requireCarried(order.parcels());
        return new Request(new ShipmentRequestBody(
                new Head("nonvalidate", "2409", new TransactionReference(correlation)),
                new Shipment(
                        "Goods",
                        party(order.from(), account, false),
                        party(order.to(), null, order.to().location().residential()),
                        party(order.from(), null, false),
                        new PaymentInformation(List.of(new ShipmentCharge("01", new BillShipper(account)))),
                        new RatingOptions("Y"),
                        new Code(order.serviceCode()),
                        order.parcels().stream()
                                .map(parcel -> toPiece(parcel, order.reference().value()))
                                .toList()),
                new LabelSpecification(new Code(wireFormat(order.labelFormat())), new StockSize("6", "4"))));
    }

    static Purchased toPurchased(Response answer, PurchaseOrder order) {
        ShipmentResponse reply = Objects.requireNonNull(answer.shipmentResponse(), "no ShipmentResponse");
        UpsErrors.requireSold(reply.response(), reply.shipmentResults() != null);
        Log.infof("UPS sold %s in its transaction %s", order.reference(), UpsErrors.transaction(reply.response()));
        Results results = Objects.requireNonNull(reply.shipmentResults(), "no ShipmentResults");
        List<Label> labels = orEmpty(results.packageResults()).stream()
                .map(result -> toLabel(result, order.labelFormat()))
                .toList();
        if (labels.size() != order.parcels().size()) {
            throw new IllegalArgumentException(
                    labels.size() + " labels for " + order.parcels().size() + " parcels");
        }
        String id = presentText(results.shipmentIdentificationNumber());
        return new Purchased(
                id != null ? id : labels.getFirst().trackingNumber().value(), labels, charge(results), null);
    }

    /** Ship makes no PDF; a picture can be turned into one, after the purchase, where nothing is at stake. */
    private static String wireFormat(LabelFormat wanted) {
        return switch (wanted) {
            case ZPL -> "ZPL";
            case PDF, PNG, GIF -> "GIF";
        };
    }

    private static Party party(
            com.vantage.shipping.model.Address who, @Nullable String shipperNumber, boolean residential) {
        return new Party(
                Wire.cut(who.company() != null ? who.company() : who.addressee(), LONGEST_LINE),
                Wire.cut(who.addressee(), LONGEST_LINE),
                shipperNumber,
                phone(who.phone()),
                address(who, residential));
    }

    /** Area code and number; UPS sells most services without, so what it cannot read is left out. */
    private static @Nullable Phone phone(@Nullable String told) {
        String digits = told == null ? "" : told.replaceAll("\\D", "").replaceFirst("^1(?=\\d{10}$)", "");
        return digits.length() == 10 ? new Phone(digits) : null;
    }

    private static Address address(com.vantage.shipping.model.Address where, boolean residential) {
        return new Address(
                Wire.lines(MOST_LINES, LONGEST_LINE, where.street1(), where.street2()),
                Wire.cut(where.city(), LONGEST_CITY),
                where.state(),
                where.location().zip().replace("-", ""),
                where.location().country(),
                residential ? "" : null);
    }

    /** From the United States to the United States, UPS takes references at the package only. */
    private static Piece toPiece(Parcel parcel, String reference) {
        return new Piece(
                new Code("02"),
                List.of(new ReferenceNumber("PO", reference)),
                UpsRating.box(parcel.dimensions()),
                UpsRating.weight(parcel));
    }

    private static Label toLabel(PackageResult result, LabelFormat wanted) {
        ShippingLabel label = Objects.requireNonNull(result.shippingLabel(), "no ShippingLabel");
        String number = Objects.requireNonNull(presentText(result.trackingNumber()), "no TrackingNumber");
        String image = Objects.requireNonNull(label.graphicImage(), "no GraphicImage");
        return new Label(
                new TrackingNumber(number),
                format(label.imageFormat(), wanted),
                Base64.getMimeDecoder().decode(image));
    }

    /** As UPS says it, which need not be what we asked for. */
    private static LabelFormat format(@Nullable Code told, LabelFormat wanted) {
        String format = told == null ? null : presentText(told.code());
        return LabelFormat.valueOf(format == null ? wireFormat(wanted) : format.toUpperCase(Locale.ROOT));
    }

    private static @Nullable Money charge(Results results) {
        return Stream.of(results.negotiatedRateCharges(), results.shipmentCharges())
                .filter(Objects::nonNull)
                .flatMap(charges ->
                        Stream.of(charges.totalChargesWithTaxes(), charges.totalCharge(), charges.totalCharges()))
                .map(UpsRating::money)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
