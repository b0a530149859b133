package com.vantage.shipping.carrier.ups;

import static com.vantage.shipping.carrier.WireValues.firstPresent;
import static com.vantage.shipping.carrier.WireValues.nonBlank;
import static com.vantage.shipping.carrier.WireValues.orEmpty;
import static com.vantage.shipping.carrier.WireValues.toDecimal;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.LaneRules;
import com.vantage.shipping.carrier.OptionRules;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.WireValues;
import com.vantage.shipping.carrier.ups.UpsOptions.DeliveryConfirmation;
import com.vantage.shipping.model.CarrierService;
import com.vantage.shipping.model.CustomsDeclaration;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.Rate;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.RateRequest;
import com.vantage.shipping.model.Surcharge;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code POST /rating/v2409/Shoptimeintransit}: rates and transit times of all services. */
final class UpsRatingMapper {
    private static final String PEAK = "Peak surcharge";

    private static final Map<String, String> CHARGES = Map.ofEntries(
            Map.entry("375", "Fuel surcharge"),
            Map.entry("376", "Delivery area surcharge"),
            Map.entry("270", "Residential surcharge"),
            Map.entry("100", "Additional handling"),
            Map.entry("377", "Large package surcharge"),
            Map.entry("300", Surcharge.SATURDAY_DELIVERY),
            Map.entry("120", Surcharge.SIGNATURE),
            Map.entry("121", Surcharge.SIGNATURE),
            Map.entry("400", Surcharge.INSURANCE),
            Map.entry("430", PEAK),
            Map.entry("431", PEAK),
            Map.entry("432", PEAK),
            Map.entry("433", PEAK),
            Map.entry("434", PEAK));

    record Request(RateRequestBody rateRequest) {}

    record RateRequestBody(RequestHeader request, Code pickupType, Shipment shipment) {}

    record RequestHeader(String subVersion, TransactionReference transactionReference) {}

    record TransactionReference(String customerContext) {}

    record Code(@Nullable String code) {}

    record Shipment(
            Party shipper,
            Party shipFrom,
            Party shipTo,
            PaymentDetails paymentDetails,
            RatingOptions shipmentRatingOptions,
            DeliveryTime deliveryTimeInformation,
            Measured shipmentTotalWeight,
            @Nullable Charge invoiceLineTotal,
            @Nullable String documentsOnlyIndicator,
            @Nullable ServiceOptions shipmentServiceOptions,

            @JsonProperty("Package") List<Piece> packages) {}

    /** @param availableServicesOption 1 to rate Saturday deliveries too */
    record ServiceOptions(
            @Nullable String availableServicesOption,
            @Nullable DeliveryConfirmation deliveryConfirmation) {}

    record Party(@Nullable String shipperNumber, Address address) {}

    /** @param residentialAddressIndicator presence means residential, whatever the value */
    record Address(
            List<String> addressLine,
            @Nullable String city,
            @Nullable String stateProvinceCode,
            @Nullable String postalCode,
            String countryCode,
            @Nullable String residentialAddressIndicator) {

        /** Omits personal data. */
        @Override
        public String toString() {
            return "Address[…]";
        }
    }

    record PaymentDetails(List<ShipmentCharge> shipmentCharge) {}

    record ShipmentCharge(String type, BillShipper billShipper) {}

    record BillShipper(String accountNumber) {}

    record RatingOptions(String negotiatedRatesIndicator) {}

    record DeliveryTime(String packageBillType, Pickup pickup) {}

    record Pickup(String date, String time) {}

    record Unit(String code, String description) {}

    record Measured(Unit unitOfMeasurement, String weight) {}

    record Box(Unit unitOfMeasurement, String length, String width, String height) {}

    record Piece(
            Unit packagingType,
            @Nullable Box dimensions,
            Measured packageWeight,
            UpsOptions.@Nullable OfPackage packageServiceOptions) {}

    record Response(@Nullable JsonNode response, @Nullable RateResponse rateResponse) implements UpsErrorMapper.Body {}

    record RateResponse(
            UpsErrorMapper.@Nullable Head response,
            @Nullable List<RatedShipment> ratedShipment) {}

    record RatedShipment(
            @Nullable Code service,
            @Nullable Charge totalCharges,
            @Nullable Charge totalChargesWithTaxes,
            @Nullable List<Itemized> itemizedCharges,
            @Nullable List<Tax> taxCharges,
            @Nullable Negotiated negotiatedRateCharges,
            @Nullable List<RatedPackage> ratedPackage,
            @Nullable Guaranteed guaranteedDelivery,
            @Nullable TimeInTransit timeInTransit) {

        private Optional<Priced> listed() {
            return toPriced(
                    charges(itemizedCharges, RatedPackage::itemizedCharges),
                    taxCharges,
                    totalChargesWithTaxes,
                    totalCharges);
        }

        private Optional<Priced> negotiated() {
            return Optional.ofNullable(negotiatedRateCharges)
                    .flatMap(accountPrice -> toPriced(
                            charges(accountPrice.itemizedCharges(), RatedPackage::negotiatedItemizedCharges),
                            accountPrice.taxCharges(),
                            accountPrice.totalChargesWithTaxes(),
                            accountPrice.totalCharge()));
        }

        /** UPS lists some charges with the shipment, others with each package. */
        private List<Itemized> charges(
                @Nullable List<Itemized> ofShipment, Function<RatedPackage, @Nullable List<Itemized>> ofPackage) {
            List<Itemized> charges = new ArrayList<>(orEmpty(ofShipment));
            for (RatedPackage piece : orEmpty(ratedPackage)) {
                charges.addAll(orEmpty(ofPackage.apply(piece)));
            }
            return charges;
        }

        private Optional<ServiceSummary> summary() {
            return Optional.ofNullable(timeInTransit).map(TimeInTransit::serviceSummary);
        }

        private Optional<EstimatedArrival> arrival() {
            return summary().map(ServiceSummary::estimatedArrival);
        }

        private Optional<Guaranteed> promise() {
            return Optional.ofNullable(guaranteedDelivery);
        }
    }

    record Charge(@Nullable String currencyCode, @Nullable String monetaryValue) {}

    record Itemized(
            @Nullable String code,
            @Nullable String description,
            @Nullable String subType,
            @Nullable String currencyCode,
            @Nullable String monetaryValue) {

        /** Our name of the charge, else UPS's, with its subtype if there is one. */
        private @Nullable String name() {
            String reportedCode = nonBlank(code);
            String name = firstPresent(
                    reportedCode == null ? null : CHARGES.get(reportedCode), nonBlank(description), reportedCode);
            String kind = nonBlank(subType);
            return name == null || kind == null ? name : name + " (" + kind + ")";
        }
    }

    record Tax(@Nullable String type, @Nullable String monetaryValue) {}

    record Negotiated(
            @Nullable Charge totalCharge,
            @Nullable Charge totalChargesWithTaxes,
            @Nullable List<Itemized> itemizedCharges,
            @Nullable List<Tax> taxCharges) {}

    record RatedPackage(
            @Nullable List<Itemized> itemizedCharges,
            @Nullable NegotiatedCharges negotiatedCharges) {

        private @Nullable List<Itemized> negotiatedItemizedCharges() {
            return negotiatedCharges == null ? null : negotiatedCharges.itemizedCharges();
        }
    }

    record NegotiatedCharges(@Nullable List<Itemized> itemizedCharges) {}

    record Guaranteed(
            @Nullable String businessDaysInTransit,
            @Nullable String scheduledDeliveryDate) {}

    record TimeInTransit(@Nullable ServiceSummary serviceSummary) {}

    record ServiceSummary(
            @Nullable EstimatedArrival estimatedArrival,
            @Nullable String guaranteedIndicator,
            @Nullable String saturdayDelivery) {}

    record EstimatedArrival(
            @Nullable Arrival arrival, @Nullable String businessDaysInTransit) {}

    record Arrival(@Nullable String date) {}

    /** Either our negotiated price or the list price, with its surcharges; the two are never mixed. */
    private record Priced(Money total, List<Surcharge> surcharges) {}

    private UpsRatingMapper() {}

    static Request toRequest(RateRequest request, String account, String correlation) {
        LaneRules.requireServed("UPS", request.origin(), request.destination());
        UpsServices.requireAccepted(request.parcels());
        OptionRules.requireAny(
                "UPS",
                UpsServices.between(request.origin(), request.destination()).values(),
                UpsOptions.rule(request.options()));
        Optional<CustomsDeclaration> customs = LaneRules.requireCustoms("UPS", request);
        boolean documents = customs.filter(CustomsDeclaration::documentsOnly).isPresent();
        return new Request(new RateRequestBody(
                new RequestHeader("2409", new TransactionReference(correlation)),
                new Code("01"),
                new Shipment(
                        new Party(account, address(request.origin(), false)),
                        new Party(null, address(request.origin(), false)),
                        new Party(null, address(request.destination(), true)),
                        new PaymentDetails(List.of(new ShipmentCharge("01", new BillShipper(account)))),
                        new RatingOptions("Y"),
                        new DeliveryTime(documents ? "02" : "03", new Pickup(toDate(request.shipDate()), "1700")),
                        totalWeight(request.parcels()),
                        customs.map(UpsRatingMapper::contentsValue).orElse(null),
                        documents ? "" : null,
                        serviceOptions(request),
                        request.parcels().stream()
                                .map(parcel -> toPiece(parcel, request))
                                .toList())));
    }

    /**
     * Returns one rate for each known service that offers the options. If Saturday delivery is asked for, that of the Saturday;
     * else that of the regular day if there is a Saturday delivery too. A Saturday rate alone is kept, since Saturday can be the
     * regular day for residences.
     */
    static List<Rate> toRates(Response response, RateRequest request) {
        Map<String, CarrierService> services = services(request);
        RateResponse reply = Objects.requireNonNull(response.rateResponse(), "no RateResponse");
        UpsErrorMapper.requireSuccess(reply.response(), UpsErrorMapper.OwnCodes.NONE);
        Objects.requireNonNull(reply.ratedShipment(), "no RatedShipment");
        Map<String, Rate> byService = new LinkedHashMap<>();
        List<RatedShipment> saturday = new ArrayList<>();
        boolean saturdayOnly = request.options().saturdayDelivery();
        for (RatedShipment rated : orEmpty(reply.ratedShipment())) {
            if (isSaturday(rated)) {
                saturday.add(rated);
            } else if (!saturdayOnly) {
                addRate(byService, rated, services);
            }
        }
        saturday.forEach(rated -> addRate(byService, rated, services));
        if (saturdayOnly && byService.isEmpty()) {
            throw OptionRules.notOnSaturday("UPS", request.shipDate());
        }
        return List.copyOf(byService.values());
    }

    private static Map<String, CarrierService> services(RateRequest request) {
        OptionRules.Rule rule = UpsOptions.rule(request.options());
        return CarrierService.byCode(UpsServices.between(request.origin(), request.destination()).values().stream()
                .filter(service -> rule.missingOption(service).isEmpty())
                .toList());
    }

    private static @Nullable ServiceOptions serviceOptions(RateRequest request) {
        DeliveryConfirmation confirmation =
                UpsOptions.ofShipment(request.options(), request.origin(), request.destination());
        boolean saturday = request.options().saturdayDelivery();
        return saturday || confirmation != null ? new ServiceOptions(saturday ? "1" : null, confirmation) : null;
    }

    private static void addRate(
            Map<String, Rate> byService, RatedShipment rated, Map<String, CarrierService> services) {
        toRate(rated, services)
                .ifPresent(rate -> byService.putIfAbsent(rate.service().code(), rate));
    }

    static String toDate(LocalDate day) {
        return DateTimeFormatter.BASIC_ISO_DATE.format(day);
    }

    static @Nullable LocalDate toDate(@Nullable String text) {
        String digits = nonBlank(text);
        if (digits == null) {
            return null;
        }
        try {
            return LocalDate.parse(digits, DateTimeFormatter.BASIC_ISO_DATE);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** Pounds with one decimal. */
    static Measured weight(Parcel parcel) {
        return pounds(parcel.weight().pounds(1));
    }

    /** Absent without dimensions: UPS then prices by weight alone. */
    static @Nullable Box box(@Nullable Dimensions sides) {
        return sides == null
                ? null
                : new Box(
                        new Unit("IN", "Inches"),
                        inches(sides.length()),
                        inches(sides.width()),
                        inches(sides.height()));
    }

    static @Nullable Money money(@Nullable Charge charge) {
        return charge == null ? null : WireValues.toMoney(charge.monetaryValue(), charge.currencyCode());
    }

    /**
     * The value of the contents, at least the minimum of 1. Transit times need it in the origin's currency: UPS ignores others.
     *
     * @throws CarrierDeclinedException if it is in another currency
     */
    static Charge contentsValue(CustomsDeclaration customs) {
        Money total = customs.total();
        if (!total.currency().equals("USD")) {
            throw new CarrierDeclinedException(
                    Refusal.INVALID_REQUEST, "customs_currency", "UPS needs the contents' values in USD");
        }
        return new Charge(
                total.currency(), total.amount().max(new BigDecimal("1.00")).toPlainString());
    }

    /** The sum of the rounded weights. */
    private static Measured totalWeight(List<Parcel> parcels) {
        return pounds(
                parcels.stream().map(parcel -> parcel.weight().pounds(1)).reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    private static Measured pounds(BigDecimal pounds) {
        return new Measured(new Unit("LBS", "Pounds"), pounds.toPlainString());
    }

    /** Whole inches, rounded up: UPS allows at most three characters. */
    private static String inches(BigDecimal side) {
        return side.setScale(0, RoundingMode.CEILING).toPlainString();
    }

    private static Address address(RateAddress place, boolean isDestination) {
        return new Address(
                List.of(""),
                UpsCountryCodes.city(place),
                UpsCountryCodes.state(place),
                UpsCountryCodes.postalCode(place),
                place.isoCountry(),
                isDestination && place.residential() ? "" : null);
    }

    private static Piece toPiece(Parcel parcel, RateRequest request) {
        return new Piece(
                new Unit("02", "Package"),
                box(parcel.dimensions()),
                weight(parcel),
                UpsOptions.ofPackage(request.options(), request.origin(), request.destination()));
    }

    private static boolean isSaturday(RatedShipment rated) {
        return rated.summary()
                .map(ServiceSummary::saturdayDelivery)
                .filter("1"::equals)
                .isPresent();
    }

    private static Optional<Rate> toRate(RatedShipment rated, Map<String, CarrierService> services) {
        Optional<Priced> accountPrice = rated.negotiated();
        Optional<Priced> listed = rated.listed();
        return Optional.ofNullable(rated.service())
                .map(Code::code)
                .flatMap(code -> UpsServices.byCode(code, services))
                .flatMap(service -> accountPrice
                        .or(() -> listed)
                        .map(price -> new Rate(
                                service,
                                price.total(),
                                listed.map(Priced::total)
                                        .filter(list -> list.currency()
                                                .equals(price.total().currency()))
                                        .orElse(null),
                                price.surcharges(),
                                transitDays(rated),
                                deliveryDate(rated),
                                isGuaranteed(rated),
                                null)));
    }

    /** @param totals in order of preference */
    private static Optional<Priced> toPriced(
            List<Itemized> charges, @Nullable List<Tax> taxes, @Nullable Charge... totals) {
        for (Charge candidate : totals) {
            Money total = money(candidate);
            if (total != null) {
                return Optional.of(new Priced(total, surcharges(charges, taxes, total.currency())));
            }
        }
        return Optional.empty();
    }

    /** Surcharges in the price's currency, one per code; taxes have no currency of their own. */
    static List<Surcharge> surcharges(List<Itemized> charges, @Nullable List<Tax> taxes, String currency) {
        Map<String, Surcharge> byCode = new LinkedHashMap<>();
        for (Itemized charge : charges) {
            if (currency.equals(nonBlank(charge.currencyCode()))) {
                addCharge(byCode, charge.code(), charge.name(), charge.monetaryValue());
            }
        }
        for (Tax tax : orEmpty(taxes)) {
            addCharge(byCode, tax.type(), tax.type(), tax.monetaryValue());
        }
        return byCode.values().stream()
                .filter(charge -> charge.amount().signum() != 0)
                .toList();
    }

    private static void addCharge(
            Map<String, Surcharge> byCode, @Nullable String code, @Nullable String name, @Nullable String amount) {
        surcharge(code, name, amount).ifPresent(charge -> byCode.merge(charge.code(), charge, UpsRatingMapper::add));
    }

    /** Adds two charges; the name omits the subtypes if they differ. */
    private static Surcharge add(Surcharge one, Surcharge other) {
        String name = one.description().equals(other.description())
                ? one.description()
                : CHARGES.getOrDefault(one.code(), one.description());
        return new Surcharge(one.code(), name, one.amount().add(other.amount()));
    }

    private static Optional<Surcharge> surcharge(
            @Nullable String reportedCode, @Nullable String name, @Nullable String amount) {
        String code = nonBlank(reportedCode);
        BigDecimal value = toDecimal(amount);
        return code == null || value == null
                ? Optional.empty()
                : Optional.of(new Surcharge(code, name == null ? code : name.strip(), value));
    }

    /** Not {@code TotalTransitDays}, which counts weekends and holidays. */
    private static @Nullable Integer transitDays(RatedShipment rated) {
        return rated.arrival()
                .map(EstimatedArrival::businessDaysInTransit)
                .map(UpsRatingMapper::toInteger)
                .or(() -> rated.promise().map(Guaranteed::businessDaysInTransit).map(UpsRatingMapper::toInteger))
                .orElse(null);
    }

    private static @Nullable LocalDate deliveryDate(RatedShipment rated) {
        return rated.arrival()
                .map(EstimatedArrival::arrival)
                .map(arrival -> toDate(arrival.date()))
                .or(() -> rated.promise().map(promise -> toDate(promise.scheduledDeliveryDate())))
                .orElse(null);
    }

    /** Presence of the indicator means guaranteed, whatever the value. */
    private static boolean isGuaranteed(RatedShipment rated) {
        return rated.summary().map(ServiceSummary::guaranteedIndicator).isPresent();
    }

    private static @Nullable Integer toInteger(@Nullable String text) {
        BigDecimal number = toDecimal(text);
        return number == null || number.signum() < 0 || number.scale() > 0 || number.precision() > 3
                ? null
                : number.intValue();
    }
}
