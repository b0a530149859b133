package com.vantage.shipping.carrier.fedex;

import static com.vantage.shipping.carrier.WireValues.firstPresent;
import static com.vantage.shipping.carrier.WireValues.nonBlank;
import static com.vantage.shipping.carrier.WireValues.orEmpty;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.CarrierUnavailableException;
import com.vantage.shipping.carrier.LabelTextConverter;
import com.vantage.shipping.carrier.LaneRules;
import com.vantage.shipping.carrier.OptionRules;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.fedex.FedexCustomsMapper.Detail;
import com.vantage.shipping.carrier.fedex.FedexCustomsMapper.Documents;
import com.vantage.shipping.carrier.fedex.FedexCustomsMapper.TaxNumber;
import com.vantage.shipping.carrier.fedex.FedexErrorMapper.Notice;
import com.vantage.shipping.carrier.fedex.FedexRatingMapper.AccountNumber;
import com.vantage.shipping.carrier.fedex.FedexRatingMapper.Amount;
import com.vantage.shipping.carrier.fedex.FedexRatingMapper.Box;
import com.vantage.shipping.carrier.fedex.FedexRatingMapper.ExchangeRate;
import com.vantage.shipping.carrier.fedex.FedexRatingMapper.Measured;
import com.vantage.shipping.model.CustomsDeclaration;
import com.vantage.shipping.model.Label;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.PurchaseResult;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.Surcharge;
import com.vantage.shipping.model.TrackingNumber;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code POST /ship/v1/shipments}: buys one label for each package. */
final class FedexShippingMapper {
    private static final int MAX_PARCELS = 30;
    private static final int MAX_STREET_LINES = 3;
    private static final int MAX_LINE_LENGTH = 35;
    private static final int MAX_NAME_LENGTH = 70;
    private static final int MAX_STATE_LENGTH = 2;
    private static final LabelTextConverter LABEL_TEXT = new LabelTextConverter("FedEx");

    record Request(String labelResponseOptions, AccountNumber accountNumber, Shipment requestedShipment) {}

    record Shipment(
            String shipDatestamp,
            String serviceType,
            String packagingType,
            String pickupType,
            BigDecimal totalWeight,
            int totalPackageCount,
            Party shipper,
            List<Party> recipients,
            Payment shippingChargesPayment,
            @Nullable Detail customsClearanceDetail,
            FedexOptions.@Nullable OfShipment shipmentSpecialServices,
            @Nullable Amount totalDeclaredValue,
            LabelSpecification labelSpecification,
            @Nullable Documents shippingDocumentSpecification,
            List<String> rateRequestType,
            List<Piece> requestedPackageLineItems) {}

    record Party(Contact contact, Address address, @Nullable List<TaxNumber> tins) {}

    record Contact(@Nullable String personName, @Nullable String companyName, String phoneNumber) {

        /** Keeps personal data out of logs. */
        @Override
        public String toString() {
            return "Contact[…]";
        }
    }

    record Address(
            List<String> streetLines,
            String city,
            @Nullable String stateOrProvinceCode,
            String postalCode,
            String countryCode,
            @Nullable Boolean residential) {

        /** Keeps personal data out of logs. */
        @Override
        public String toString() {
            return "Address[…]";
        }
    }

    record Payment(String paymentType) {}

    /** @param resolution dots per inch; 203 when absent */
    record LabelSpecification(
            String imageType,
            String labelStockType,
            @Nullable Integer resolution) {}

    record Piece(
            int sequenceNumber,
            int groupPackageCount,
            List<CustomerReference> customerReferences,
            Measured weight,
            @Nullable Box dimensions,
            @Nullable Amount declaredValue,
            FedexOptions.@Nullable OfPackage packageSpecialServices) {}

    record CustomerReference(String customerReferenceType, String value) {}

    record Response(
            @Nullable String transactionId,
            @Nullable Output output,
            @Nullable List<Notice> errors) {}

    /** @param jobId if the labels are created asynchronously, see {@link FedexJobPoller} */
    record Output(
            @Nullable List<Sold> transactionShipments,
            @Nullable String jobId,
            @Nullable List<Notice> alerts) {}

    record Sold(
            @Nullable String masterTrackingNumber,
            @Nullable List<SoldPiece> pieceResponses,
            @Nullable List<Document> shipmentDocuments,
            @Nullable Completed completedShipmentDetail) {}

    record SoldPiece(
            @Nullable String trackingNumber,
            @Nullable BigDecimal packageSequenceNumber,
            @Nullable List<Document> packageDocuments) {}

    /** @param url of the label, valid for a day, if it is not included */
    record Document(
            @Nullable String contentType,
            @Nullable String docType,
            @Nullable String encodedLabel,
            @Nullable String url) {}

    record Completed(
            @Nullable Rating shipmentRating, @Nullable OperationalDetail operationalDetail) {}

    record OperationalDetail(
            @Nullable String deliveryDate, @Nullable String commitDate) {}

    record Rating(@Nullable String actualRateType, @Nullable List<RateDetail> shipmentRateDetails) {}

    record RateDetail(
            @Nullable String rateType,
            @Nullable BigDecimal totalNetCharge,
            @Nullable String currency,
            @Nullable ExchangeRate currencyExchangeRate,
            @Nullable List<Charge> surcharges) {}

    record Charge(
            @Nullable String surchargeType,
            @Nullable String description,
            @Nullable BigDecimal amount) {}

    private FedexShippingMapper() {}

    /** @throws CarrierDeclinedException for orders that FedEx is known to refuse: nothing is sent, and the outcome is certain */
    static Request toRequest(PurchaseOrder order, String account) {
        LaneRules.requireSellable("FedEx", order.from(), order.to());
        requireWithinLimits(order);
        CustomsDeclaration customs = LaneRules.requireCustoms("FedEx", order).orElse(null);
        FedexOptions.require(order.options(), order.parcels().size(), customs);
        List<Piece> pieces = IntStream.range(0, order.parcels().size())
                .mapToObj(index -> toPiece(order, index))
                .toList();
        return new Request(
                "LABEL",
                new AccountNumber(account),
                new Shipment(
                        order.shipDate().toString(),
                        order.serviceCode(),
                        "YOUR_PACKAGING",
                        "USE_SCHEDULED_PICKUP",
                        pieces.stream().map(piece -> piece.weight().value()).reduce(BigDecimal.ZERO, BigDecimal::add),
                        pieces.size(),
                        party("/origin", order.from(), null, customs == null ? null : customs.exporterTaxId()),
                        List.of(party(
                                "/destination",
                                order.to(),
                                order.to().location().residential(),
                                customs == null ? null : customs.recipientTaxId())),
                        new Payment("SENDER"),
                        customs == null ? null : FedexCustomsMapper.toDetail(order, customs, LABEL_TEXT),
                        FedexOptions.ofShipment(order.options()),
                        FedexOptions.total(order.options(), pieces.size()),
                        labelSpecification(order),
                        customs == null ? null : FedexCustomsMapper.requestedDocuments(customs),
                        List.of("ACCOUNT", "LIST"),
                        pieces));
    }

    static boolean isSold(Response response) {
        return response.output() != null
                && !orEmpty(response.output().transactionShipments()).isEmpty();
    }

    /** The job that creates the labels, if they are not included. */
    static Optional<String> jobId(Response response) {
        return isSold(response)
                ? Optional.empty()
                : Optional.ofNullable(response.output()).map(Output::jobId).filter(id -> nonBlank(id) != null);
    }

    /** @throws RuntimeException if FedEx sold nothing and gives a reason */
    static void requireSold(Response response) {
        if (!isSold(response) && jobId(response).isEmpty()) {
            List<Notice> alerts =
                    response.output() == null ? null : response.output().alerts();
            FedexErrorMapper.reason(Refusal.INVALID_REQUEST, response.errors(), alerts)
                    .ifPresent(reason -> {
                        throw reason;
                    });
        }
    }

    static PurchaseResult toPurchaseResult(Response response, PurchaseOrder order) {
        Output output = Objects.requireNonNull(response.output(), "no output");
        Sold sold = orEmpty(output.transactionShipments()).stream().findFirst().orElseThrow();
        List<Label> labels = orEmpty(sold.pieceResponses()).stream()
                .sorted(Comparator.comparing(
                        SoldPiece::packageSequenceNumber, Comparator.nullsLast(Comparator.naturalOrder())))
                .map(piece -> toLabel(piece, order.labelFormat()))
                .toList();
        if (labels.size() != order.parcels().size()) {
            throw new IllegalArgumentException(
                    labels.size() + " labels for " + order.parcels().size() + " parcels");
        }
        String id = nonBlank(sold.masterTrackingNumber());
        return new PurchaseResult(
                id != null ? id : labels.getFirst().trackingNumber().value(),
                labels,
                billedRate(sold.completedShipmentDetail())
                        .map(FedexShippingMapper::money)
                        .orElse(null),
                estimatedDelivery(sold.completedShipmentDetail()),
                billedRate(sold.completedShipmentDetail())
                        .map(FedexShippingMapper::surcharges)
                        .orElse(null),
                FedexCustomsMapper.toDocuments(sold, order));
    }

    private static void requireWithinLimits(PurchaseOrder order) {
        if (order.parcels().size() > MAX_PARCELS) {
            throw FedexRatingMapper.overLimit("FedEx sells up to " + MAX_PARCELS + " labels per shipment");
        }
        RateAddress from = order.from().location();
        RateAddress to = order.to().location();
        FedexServices.byCode(order.serviceCode(), from, to).ifPresent(service -> {
            if (!FedexServices.accepts(service, order.parcels())) {
                throw FedexRatingMapper.overLimit(
                        "FedEx " + service.name() + " does not accept parcels of this weight or size");
            }
            OptionRules.require("FedEx", service, FedexOptions.rule(order.options(), from, to));
        });
    }

    private static Piece toPiece(PurchaseOrder order, int index) {
        Parcel parcel = order.parcels().get(index);
        return new Piece(
                index + 1,
                1,
                List.of(new CustomerReference(
                        "CUSTOMER_REFERENCE", order.reference().value())),
                FedexRatingMapper.weight(parcel),
                FedexRatingMapper.box(parcel.dimensions()),
                FedexOptions.ofParcel(order.options()),
                FedexOptions.ofPackage(order.options()));
    }

    private static LabelSpecification labelSpecification(PurchaseOrder order) {
        Integer dpi = order.options().labelDpi();
        return switch (order.labelFormat()) {
            case PDF -> new LabelSpecification("PDF", "PAPER_4X6", null);
            case PNG, GIF -> new LabelSpecification("PNG", "PAPER_4X6", null);
            case ZPL -> new LabelSpecification("ZPLII", "STOCK_4X6", dpi);
        };
    }

    /** @param pointer JSON pointer to the address in the caller's request */
    static Party party(
            String pointer,
            com.vantage.shipping.model.Address address,
            @Nullable Boolean residential,
            @Nullable String taxId) {
        RateAddress location = address.location();
        return new Party(
                new Contact(
                        LABEL_TEXT.optionalLine(pointer + "/name", address.name(), MAX_NAME_LENGTH),
                        LABEL_TEXT.optionalLine(pointer + "/company", address.company(), MAX_LINE_LENGTH),
                        phone(pointer + "/phone", address)),
                new Address(
                        LABEL_TEXT.lines(
                                pointer + "/street1",
                                MAX_STREET_LINES,
                                MAX_LINE_LENGTH,
                                address.street1(),
                                address.street2(),
                                isStateCode(address) ? null : address.state()),
                        LABEL_TEXT.line(pointer + "/city", address.city(), MAX_LINE_LENGTH),
                        isStateCode(address) ? FedexCountryCodes.state(address) : null,
                        FedexCountryCodes.postalCode(location),
                        location.isoCountry(),
                        residential),
                FedexCustomsMapper.taxNumbers(taxId));
    }

    /** FedEx refuses longer states; they are printed below the street. */
    private static boolean isStateCode(com.vantage.shipping.model.Address address) {
        return address.state() == null || address.state().length() <= MAX_STATE_LENGTH;
    }

    /** FedEx requires ten digits in the US and Canada, elsewhere 10 to 15 with the country's code. */
    private static String phone(String pointer, com.vantage.shipping.model.Address address) {
        String digits = address.phone() == null ? "" : address.phone().replaceAll("\\D", "");
        boolean isNational =
                address.location().inUs() || address.location().country().equals("CA");
        String number = isNational ? digits.replaceFirst("^1(?=\\d{10}$)", "") : digits;
        if (number.length() < 10 || number.length() > (isNational ? 10 : 15)) {
            throw new CarrierDeclinedException(
                    Refusal.INVALID_ADDRESS,
                    "phone_required",
                    pointer
                            + (isNational
                                    ? " must be a US or Canadian phone number of 10 digits"
                                    : " must be a phone number of 10 to 15 digits with the country's code")
                            + "; FedEx requires one");
        }
        return number;
    }

    private static Label toLabel(SoldPiece piece, LabelFormat labelFormat) {
        String number = Objects.requireNonNull(piece.trackingNumber(), "no trackingNumber");
        Document label = orEmpty(piece.packageDocuments()).stream()
                .filter(document -> "LABEL".equals(document.contentType()))
                .min(Comparator.comparing(document -> nonBlank(document.encodedLabel()) == null))
                .orElseThrow(() -> unreadable("FedEx sent no label of " + number));
        String image = nonBlank(label.encodedLabel());
        if (image == null) {
            throw unreadable(
                    "FedEx sent no label of " + number + ", only a URL that is valid for a day: " + label.url());
        }
        return new Label(
                new TrackingNumber(number),
                format(label.docType(), labelFormat),
                Base64.getMimeDecoder().decode(image));
    }

    private static CarrierUnavailableException unreadable(String detail) {
        return new CarrierUnavailableException(Failure.UNREADABLE, detail);
    }

    /** Falls back to the requested format for unknown names, since the label is paid for. */
    private static LabelFormat format(@Nullable String docType, LabelFormat labelFormat) {
        return switch (String.valueOf(docType).strip().toUpperCase(Locale.ROOT)) {
            case "PDF" -> LabelFormat.PDF;
            case "PNG" -> LabelFormat.PNG;
            case "ZPLII", "ZPL" -> LabelFormat.ZPL;
            case "GIF" -> LabelFormat.GIF;
            default -> labelFormat;
        };
    }

    /**
     * The billed rate of the whole shipment. Each piece repeats it in {@code netRateAmount}, which must not be added
     * up.
     */
    private static Optional<RateDetail> billedRate(@Nullable Completed shipment) {
        Rating rating = shipment == null ? null : shipment.shipmentRating();
        if (rating == null) {
            return Optional.empty();
        }
        List<RateDetail> details = orEmpty(rating.shipmentRateDetails());
        return Stream.concat(
                        details.stream()
                                .filter(detail -> detail.rateType() != null
                                        && detail.rateType().equals(rating.actualRateType())),
                        details.stream())
                .findFirst();
    }

    private static @Nullable List<Surcharge> surcharges(RateDetail detail) {
        return detail.surcharges() == null
                ? null
                : FedexRatingMapper.surcharges(orEmpty(detail.surcharges()).stream()
                        .map(charge -> new FedexRatingMapper.Charge(
                                charge.surchargeType(), charge.description(), charge.amount())));
    }

    private static @Nullable Money money(RateDetail detail) {
        ExchangeRate exchange = detail.currencyExchangeRate();
        return FedexRatingMapper.money(
                detail.totalNetCharge(), detail.currency(), exchange == null ? null : exchange.intoCurrency());
    }

    private static @Nullable LocalDate estimatedDelivery(@Nullable Completed shipment) {
        OperationalDetail detail = shipment == null ? null : shipment.operationalDetail();
        return detail == null
                ? null
                : firstPresent(
                        FedexRatingMapper.date(detail.deliveryDate()), FedexRatingMapper.date(detail.commitDate()));
    }
}
