package com.vantage.shipping.carrier.ups;

import static com.vantage.shipping.carrier.WireValues.nonBlank;
import static com.vantage.shipping.carrier.WireValues.orEmpty;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.carrier.LabelTextConverter;
import com.vantage.shipping.carrier.LaneRules;
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
import com.vantage.shipping.model.PurchaseResult;
import com.vantage.shipping.model.TrackingNumber;
import io.quarkus.logging.Log;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code POST /shipments/v2409/ship}: buys one label for each package. */
final class UpsShipping {
    private static final LabelTextConverter TEXT = new LabelTextConverter("UPS");

    /** Maximum length of a name and of a street line. */
    private static final int MAX_LINE_LENGTH = 35;

    private static final int MAX_STREET_LINES = 3;
    private static final int MAX_CITY_LENGTH = 30;

    /** Area code and number, with an optional extension of four digits. */
    private static final Pattern PHONE = Pattern.compile("1?(\\d{10}|\\d{14})");

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

        /** Keeps personal data out of logs. */
        @Override
        public String toString() {
            return "Party[…]";
        }
    }

    record Phone(String number) {}

    /** @param rest of the company's name, for the address lines */
    private record Names(String name, String attention, List<String> rest) {

        /** Keeps personal data out of logs. */
        @Override
        public String toString() {
            return "Names[…]";
        }
    }

    record Address(
            List<String> addressLine,
            String city,
            @Nullable String stateProvinceCode,
            @Nullable String postalCode,
            String countryCode,
            @Nullable String residentialAddressIndicator) {

        /** Keeps personal data out of logs. */
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
        LaneRules.requireSellable("UPS", order.from(), order.to());
        UpsServices.requireAccepted(order.parcels());
        return new Request(new ShipmentRequestBody(
                new Head("nonvalidate", "2409", new TransactionReference(correlation)),
                new Shipment(
                        "Goods",
                        party("/origin", order.from(), account, false),
                        party(
                                "/destination",
                                order.to(),
                                null,
                                order.to().location().residential()),
                        party("/origin", order.from(), null, false),
                        new PaymentInformation(List.of(new ShipmentCharge("01", new BillShipper(account)))),
                        new RatingOptions("Y"),
                        new Code(order.serviceCode()),
                        order.parcels().stream()
                                .map(parcel -> toPiece(parcel, order.reference().value()))
                                .toList()),
                new LabelSpecification(new Code(wireFormat(order.labelFormat())), new StockSize("6", "4"))));
    }

    static PurchaseResult toPurchaseResult(Response response, PurchaseOrder order) {
        ShipmentResponse reply = Objects.requireNonNull(response.shipmentResponse(), "no ShipmentResponse");
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
        String id = nonBlank(results.shipmentIdentificationNumber());
        return new PurchaseResult(
                id != null ? id : labels.getFirst().trackingNumber().value(), labels, charge(results), null);
    }

    /** The operation does not support PDF; an image is converted after the purchase, where a failure costs nothing. */
    private static String wireFormat(LabelFormat labelFormat) {
        return switch (labelFormat) {
            case ZPL -> "ZPL";
            case PDF, PNG, GIF -> "GIF";
        };
    }

    /** @param pointer JSON pointer to the address in the caller's request */
    private static Party party(
            String pointer,
            com.vantage.shipping.model.Address address,
            @Nullable String shipperNumber,
            boolean residential) {
        List<String> street = TEXT.lines(
                pointer + "/street1", MAX_STREET_LINES, MAX_LINE_LENGTH, address.street1(), address.street2());
        Names names = names(pointer, address, MAX_STREET_LINES - street.size());
        return new Party(
                names.name(),
                names.attention(),
                shipperNumber,
                phone(address.phone()),
                new Address(
                        Stream.concat(names.rest().stream(), street.stream()).toList(),
                        TEXT.line(pointer + "/city", address.city(), MAX_CITY_LENGTH),
                        address.state(),
                        UpsPlaces.postalCode(address.location()),
                        address.location().isoCountry(),
                        residential ? "" : null));
    }

    /**
     * Splits names into lines: a person and a company have one line each, and a long company name continues above the
     * street. A person or company alone may use both lines.
     *
     * @param freeLines lines that the street does not use
     */
    private static Names names(String pointer, com.vantage.shipping.model.Address address, int freeLines) {
        if (address.name() == null || address.company() == null) {
            String field = address.name() == null ? "/company" : "/name";
            List<String> lines = TEXT.lines(pointer + field, 2, MAX_LINE_LENGTH, address.addressee());
            return new Names(lines.getFirst(), lines.getLast(), List.of());
        }
        List<String> companyLines = TEXT.lines(pointer + "/company", 1 + freeLines, MAX_LINE_LENGTH, address.company());
        String person = TEXT.line(pointer + "/name", address.name(), MAX_LINE_LENGTH);
        return new Names(companyLines.getFirst(), person, companyLines.subList(1, companyLines.size()));
    }

    /** Optional for most services, so an invalid number is omitted. */
    private static @Nullable Phone phone(@Nullable String phone) {
        Matcher digits = PHONE.matcher(phone == null ? "" : phone.replaceAll("\\D", ""));
        return digits.matches() ? new Phone(digits.group(1)) : null;
    }

    /** For domestic shipments UPS accepts references only at the package. */
    private static Piece toPiece(Parcel parcel, String reference) {
        return new Piece(
                new Code("02"),
                List.of(new ReferenceNumber("PO", reference)),
                UpsRating.box(parcel.dimensions()),
                UpsRating.weight(parcel));
    }

    private static Label toLabel(PackageResult result, LabelFormat labelFormat) {
        ShippingLabel label = Objects.requireNonNull(result.shippingLabel(), "no ShippingLabel");
        String number = Objects.requireNonNull(nonBlank(result.trackingNumber()), "no TrackingNumber");
        String image = Objects.requireNonNull(label.graphicImage(), "no GraphicImage");
        return new Label(
                new TrackingNumber(number),
                format(label.imageFormat(), labelFormat),
                Base64.getMimeDecoder().decode(image));
    }

    /** The format that UPS states, which may differ from the requested one. */
    private static LabelFormat format(@Nullable Code reported, LabelFormat labelFormat) {
        String format = reported == null ? null : nonBlank(reported.code());
        return LabelFormat.valueOf(format == null ? wireFormat(labelFormat) : format.toUpperCase(Locale.ROOT));
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
