package com.vantage.shipping.carrier.ups;

import com.fasterxml.jackson.annotation.JsonProperty;
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
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code POST /shipments/v2409/ship}: buys one label for each package. */
final class UpsShipping {
    private static final int LONGEST_LINE = 35;

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
            Address address) {}

    record Phone(String number) {}

    record Address(
            List<String> addressLine,
            String city,
            String stateProvinceCode,
            String postalCode,
            String countryCode,
            @Nullable String residentialAddressIndicator) {}

    record PaymentInformation(List<ShipmentCharge> shipmentCharge) {}

    record Piece(Code packaging, List<ReferenceNumber> referenceNumber, Box dimensions, Measured packageWeight) {}

    record ReferenceNumber(String code, String value) {}

    record LabelSpecification(Code labelImageFormat, StockSize labelStockSize) {}

    record StockSize(String height, String width) {}

    record Response(@Nullable ShipmentResponse shipmentResponse) {}

    record ShipmentResponse(@Nullable Results shipmentResults) {}

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
                        party(order.from(), account),
                        party(order.to(), null),
                        party(order.from(), null),
                        new PaymentInformation(List.of(new ShipmentCharge("01", new BillShipper(account)))),
                        new RatingOptions("Y"),
                        new Code(order.serviceCode()),
                        order.parcels().stream()
                                .map(parcel -> toPiece(parcel, order.reference().value()))
                                .toList()),
                new LabelSpecification(new Code(wireFormat(order.labelFormat())), new StockSize("6", "4"))));
    }

    static Purchased toPurchased(Response answer) {
        ShipmentResponse reply = Objects.requireNonNull(answer.shipmentResponse(), "no ShipmentResponse");
        Results results = Objects.requireNonNull(reply.shipmentResults(), "no ShipmentResults");
        List<PackageResult> packages = Objects.requireNonNull(results.packageResults(), "no PackageResults");
        List<Label> labels = packages.stream().map(UpsShipping::toLabel).toList();
        String id = results.shipmentIdentificationNumber();
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

    private static Party party(com.vantage.shipping.model.Address who, @Nullable String shipperNumber) {
        return new Party(
                Wire.cut(who.company() != null ? who.company() : who.addressee(), LONGEST_LINE),
                Wire.cut(who.addressee(), LONGEST_LINE),
                shipperNumber,
                who.phone() == null ? null : new Phone(who.phone()),
                address(who, shipperNumber == null && who.location().residential()));
    }

    private static Address address(com.vantage.shipping.model.Address where, boolean residential) {
        return new Address(
                Stream.of(where.street1(), where.street2())
                        .filter(Objects::nonNull)
                        .map(line -> Wire.cut(line, LONGEST_LINE))
                        .toList(),
                where.city(),
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

    private static Label toLabel(PackageResult result) {
        ShippingLabel label = Objects.requireNonNull(result.shippingLabel(), "no ShippingLabel");
        Code format = Objects.requireNonNull(label.imageFormat(), "no ImageFormat");
        return new Label(
                new TrackingNumber(Objects.requireNonNull(result.trackingNumber(), "no TrackingNumber")),
                LabelFormat.valueOf(format.code()),
                Base64.getMimeDecoder().decode(Objects.requireNonNull(label.graphicImage(), "no GraphicImage")));
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
