package com.vantage.shipping.carrier.ups;

import static com.vantage.shipping.carrier.WireValues.nonBlank;
import static com.vantage.shipping.carrier.WireValues.orEmpty;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.carrier.LabelTextConverter;
import com.vantage.shipping.carrier.LaneRules;
import com.vantage.shipping.carrier.OptionRules;
import com.vantage.shipping.carrier.WireValues;
import com.vantage.shipping.carrier.ups.UpsCustomsMapper.Forms;
import com.vantage.shipping.carrier.ups.UpsCustomsMapper.TaxInformation;
import com.vantage.shipping.carrier.ups.UpsOptions.DeliveryConfirmation;
import com.vantage.shipping.carrier.ups.UpsRatingMapper.BillShipper;
import com.vantage.shipping.carrier.ups.UpsRatingMapper.Box;
import com.vantage.shipping.carrier.ups.UpsRatingMapper.Charge;
import com.vantage.shipping.carrier.ups.UpsRatingMapper.Code;
import com.vantage.shipping.carrier.ups.UpsRatingMapper.Itemized;
import com.vantage.shipping.carrier.ups.UpsRatingMapper.Measured;
import com.vantage.shipping.carrier.ups.UpsRatingMapper.NegotiatedCharges;
import com.vantage.shipping.carrier.ups.UpsRatingMapper.RatingOptions;
import com.vantage.shipping.carrier.ups.UpsRatingMapper.ShipmentCharge;
import com.vantage.shipping.carrier.ups.UpsRatingMapper.TransactionReference;
import com.vantage.shipping.model.CustomsDeclaration;
import com.vantage.shipping.model.CustomsDocument;
import com.vantage.shipping.model.CustomsDocumentType;
import com.vantage.shipping.model.Incoterm;
import com.vantage.shipping.model.Label;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.PurchaseResult;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.Surcharge;
import com.vantage.shipping.model.TrackingNumber;
import io.quarkus.logging.Log;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code POST /shipments/v2409/ship}: buys one label for each package. */
final class UpsShippingMapper {
    private static final LabelTextConverter TEXT = new LabelTextConverter("UPS");

    /** Maximum length of a name and of a street line. */
    private static final int MAX_LINE_LENGTH = 35;

    private static final int MAX_STREET_LINES = 3;
    private static final int MAX_CITY_LENGTH = 30;

    private static final int MAX_STATE_LENGTH = 5;
    private static final int MAX_DESCRIPTION_LENGTH = 50;
    private static final int MAX_PHONE_LENGTH = 15;
    private static final Set<String> WITH_INVOICE_TOTAL = Set.of("PR", "CA");
    private static final String OUR_REFERENCE = "PO";

    /** Area code and number, with an optional extension of four digits. */
    private static final Pattern PHONE = Pattern.compile("1?(\\d{10}|\\d{14})");

    record Request(ShipmentRequestBody shipmentRequest) {}

    record ShipmentRequestBody(Head request, Shipment shipment, LabelSpecification labelSpecification) {}

    record Head(String requestOption, String subVersion, TransactionReference transactionReference) {}

    /**
     * @param referenceNumber across a border, where packages have none
     * @param invoiceLineTotal only from the US to Puerto Rico and Canada
     */
    record Shipment(
            String description,
            @Nullable String documentsOnlyIndicator,
            Party shipper,
            Party shipTo,
            Party shipFrom,
            PaymentInformation paymentInformation,
            @Nullable TaxInformation globalTaxInformation,
            RatingOptions shipmentRatingOptions,
            @Nullable List<ReferenceNumber> referenceNumber,
            Code service,
            @Nullable Charge invoiceLineTotal,
            @Nullable ServiceOptions shipmentServiceOptions,
            @JsonProperty("Package") List<Piece> packages) {}

    /** @param saturdayDeliveryIndicator presence means yes, whatever the value */
    record ServiceOptions(
            @Nullable String saturdayDeliveryIndicator,
            @Nullable DeliveryConfirmation deliveryConfirmation,
            @Nullable Forms internationalForms) {}

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
            @Nullable List<ReferenceNumber> referenceNumber,
            @Nullable Box dimensions,
            Measured packageWeight,
            UpsOptions.@Nullable OfPackage packageServiceOptions) {}

    record ReferenceNumber(String code, String value) {}

    record LabelSpecification(Code labelImageFormat, StockSize labelStockSize) {}

    record StockSize(String height, String width) {}

    record Response(@Nullable JsonNode response, @Nullable ShipmentResponse shipmentResponse)
            implements UpsErrorMapper.Body {}

    record ShipmentResponse(
            UpsErrorMapper.@Nullable Head response,
            @Nullable Results shipmentResults) {}

    record Results(
            @Nullable String shipmentIdentificationNumber,
            @Nullable Charges shipmentCharges,
            @Nullable Charges negotiatedRateCharges,
            @Nullable List<PackageResult> packageResults,
            @Nullable List<Form> form) {}

    /** @param itemizedCharges of the shipment; those of packages are listed with them */
    record Charges(
            @Nullable List<Itemized> itemizedCharges,
            @Nullable Charge totalCharge,
            @Nullable Charge totalCharges,
            @Nullable Charge totalChargesWithTaxes) {}

    record PackageResult(
            @Nullable String trackingNumber,
            @Nullable ShippingLabel shippingLabel,
            @Nullable List<Itemized> itemizedCharges,
            @Nullable NegotiatedCharges negotiatedCharges) {}

    record ShippingLabel(
            @Nullable Code imageFormat, @Nullable String graphicImage) {}

    /** All requested forms in one image. */
    record Form(@Nullable FormImage image) {}

    record FormImage(@Nullable String graphicImage) {}

    private UpsShippingMapper() {}

    static Request toRequest(PurchaseOrder order, String account, String correlation) {
        LaneRules.requireSellable("UPS", order.from(), order.to());
        RateAddress from = order.from().location();
        RateAddress to = order.to().location();
        UpsServices.requireAccepted(order.parcels());
        UpsServices.byCode(order.serviceCode(), UpsServices.between(from, to))
                .ifPresent(service -> OptionRules.require("UPS", service, UpsOptions.rule(order.options())));
        CustomsDeclaration customs = LaneRules.requireCustoms("UPS", order).orElse(null);
        List<ReferenceNumber> reference =
                List.of(new ReferenceNumber(OUR_REFERENCE, order.reference().value()));
        return new Request(new ShipmentRequestBody(
                new Head("nonvalidate", "2409", new TransactionReference(correlation)),
                new Shipment(
                        customs == null ? "Goods" : description(customs),
                        customs != null && customs.documentsOnly() ? "" : null,
                        party("/origin", order.from(), account, false),
                        party(
                                "/destination",
                                order.to(),
                                null,
                                order.to().location().residential()),
                        party("/origin", order.from(), null, false),
                        new PaymentInformation(charges(order, customs, account)),
                        customs == null ? null : UpsCustomsMapper.taxInformation(customs),
                        new RatingOptions("Y"),
                        // UPS accepts references at the shipment across a border only, and at the package within a
                        // country only
                        customs == null ? null : reference,
                        new Code(order.serviceCode()),
                        customs == null ? null : invoiceLineTotal(order, customs),
                        serviceOptions(order, customs),
                        order.parcels().stream()
                                .map(parcel -> toPiece(parcel, customs == null ? reference : null, order))
                                .toList()),
                new LabelSpecification(new Code(wireFormat(order.labelFormat())), new StockSize("6", "4"))));
    }

    static PurchaseResult toPurchaseResult(Response response, PurchaseOrder order) {
        ShipmentResponse reply = Objects.requireNonNull(response.shipmentResponse(), "no ShipmentResponse");
        UpsErrorMapper.requireSold(reply.response(), reply.shipmentResults() != null);
        Log.infof("UPS sold %s in its transaction %s", order.reference(), UpsErrorMapper.transaction(reply.response()));
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
                id != null ? id : labels.getFirst().trackingNumber().value(),
                labels,
                charge(results),
                null,
                surcharges(results),
                documents(results, order));
    }

    private static String description(CustomsDeclaration customs) {
        String all = IntStream.range(0, customs.items().size())
                .mapToObj(i -> UpsCustomsMapper.description(i, customs.items().get(i), TEXT))
                .flatMap(List::stream)
                .collect(Collectors.joining(" "));
        return WireValues.truncate(all, MAX_DESCRIPTION_LENGTH);
    }

    /** Duties and taxes are the recipient's, unless the sender's account is charged. */
    private static List<ShipmentCharge> charges(
            PurchaseOrder order, @Nullable CustomsDeclaration customs, String account) {
        ShipmentCharge transport = new ShipmentCharge("01", new BillShipper(account));
        return customs == null || customs.incoterm() == Incoterm.DAP || isQualifiedDomestic(order)
                ? List.of(transport)
                : List.of(transport, new ShipmentCharge("02", new BillShipper(account)));
    }

    private static @Nullable Charge invoiceLineTotal(PurchaseOrder order, CustomsDeclaration customs) {
        boolean isStated = order.from().location().isoCountry().equals("US")
                && WITH_INVOICE_TOTAL.contains(order.to().location().isoCountry());
        return isStated ? UpsRatingMapper.contentsValue(customs) : null;
    }

    private static @Nullable ServiceOptions serviceOptions(PurchaseOrder order, @Nullable CustomsDeclaration customs) {
        ServiceOptions options = new ServiceOptions(
                order.options().saturdayDelivery() ? "" : null,
                UpsOptions.ofShipment(
                        order.options(), order.from().location(), order.to().location()),
                customs == null || isQualifiedDomestic(order) ? null : invoice(order, customs));
        return options.equals(new ServiceOptions(null, null, null)) ? null : options;
    }

    private static @Nullable Forms invoice(PurchaseOrder order, CustomsDeclaration customs) {
        return UpsCustomsMapper.invoice(order, customs, party("/destination", order.to(), null, false), TEXT);
    }

    private static boolean isQualifiedDomestic(PurchaseOrder order) {
        return UpsCountryCodes.isQualifiedDomestic(
                order.from().location(), order.to().location());
    }

    /** An unreadable invoice is omitted: the labels are paid for. */
    private static List<CustomsDocument> documents(Results results, PurchaseOrder order) {
        List<CustomsDocument> invoices = orEmpty(results.form()).stream()
                .map(Form::image)
                .filter(Objects::nonNull)
                .map(image -> WireValues.decodeBase64(image.graphicImage()))
                .filter(bytes -> bytes.length > 0)
                .limit(1)
                .map(bytes -> new CustomsDocument(CustomsDocumentType.COMMERCIAL_INVOICE, LabelFormat.PDF, bytes))
                .toList();
        if (invoices.isEmpty() && results.form() != null) {
            Log.warnf("UPS sent no readable invoice of %s", order.reference());
        }
        return invoices;
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
                pointer + "/street1",
                MAX_STREET_LINES,
                MAX_LINE_LENGTH,
                address.street1(),
                address.street2(),
                isStateCode(address) ? null : address.state());
        Names names = names(pointer, address, MAX_STREET_LINES - street.size());
        return new Party(
                names.name(),
                names.attention(),
                shipperNumber,
                phone(address),
                new Address(
                        Stream.concat(names.rest().stream(), street.stream()).toList(),
                        TEXT.line(pointer + "/city", address.city(), MAX_CITY_LENGTH),
                        isStateCode(address) ? address.state() : null,
                        UpsCountryCodes.postalCode(address.location()),
                        address.location().isoCountry(),
                        residential ? "" : null));
    }

    /** Abroad, names of provinces are printed below the street. */
    private static boolean isStateCode(com.vantage.shipping.model.Address address) {
        return address.state() == null || address.state().length() <= MAX_STATE_LENGTH;
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

    /** Optional within the US for most services, so an invalid number is omitted. Abroad it has the country's code. */
    private static @Nullable Phone phone(com.vantage.shipping.model.Address address) {
        String digits = address.phone() == null ? "" : address.phone().replaceAll("\\D", "");
        Matcher national = PHONE.matcher(digits);
        if (address.location().inUs() || address.location().country().equals("CA")) {
            return national.matches() ? new Phone(national.group(1)) : null;
        }
        return digits.isEmpty() || digits.length() > MAX_PHONE_LENGTH ? null : new Phone(digits);
    }

    private static Piece toPiece(Parcel parcel, @Nullable List<ReferenceNumber> reference, PurchaseOrder order) {
        return new Piece(
                new Code("02"),
                reference,
                UpsRatingMapper.box(parcel.dimensions()),
                UpsRatingMapper.weight(parcel),
                UpsOptions.ofPackage(
                        order.options(), order.from().location(), order.to().location()));
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

    /** Those of the price that is charged; null if UPS itemizes none. */
    private static @Nullable List<Surcharge> surcharges(Results results) {
        Money charge = charge(results);
        Charges negotiated = results.negotiatedRateCharges();
        Charges listed = results.shipmentCharges();
        List<Itemized> itemized = new ArrayList<>();
        if (negotiated != null) {
            itemized.addAll(orEmpty(negotiated.itemizedCharges()));
            orEmpty(results.packageResults()).stream()
                    .map(PackageResult::negotiatedCharges)
                    .filter(Objects::nonNull)
                    .forEach(charges -> itemized.addAll(orEmpty(charges.itemizedCharges())));
        } else if (listed != null) {
            itemized.addAll(orEmpty(listed.itemizedCharges()));
            orEmpty(results.packageResults()).forEach(result -> itemized.addAll(orEmpty(result.itemizedCharges())));
        }
        return charge == null || itemized.isEmpty()
                ? null
                : UpsRatingMapper.surcharges(itemized, null, charge.currency());
    }

    private static @Nullable Money charge(Results results) {
        return Stream.of(results.negotiatedRateCharges(), results.shipmentCharges())
                .filter(Objects::nonNull)
                .flatMap(charges ->
                        Stream.of(charges.totalChargesWithTaxes(), charges.totalCharge(), charges.totalCharges()))
                .map(UpsRatingMapper::money)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
