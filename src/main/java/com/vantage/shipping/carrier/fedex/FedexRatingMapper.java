package com.vantage.shipping.carrier.fedex;

import static com.vantage.shipping.carrier.WireValues.firstPresent;
import static com.vantage.shipping.carrier.WireValues.nonBlank;
import static com.vantage.shipping.carrier.WireValues.orEmpty;
import static com.vantage.shipping.carrier.WireValues.toDecimal;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.LaneRules;
import com.vantage.shipping.carrier.OptionRules;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.WireValues;
import com.vantage.shipping.carrier.fedex.FedexErrorMapper.Notice;
import com.vantage.shipping.model.CarrierService;
import com.vantage.shipping.model.CustomsDeclaration;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.Rate;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.RateRequest;
import com.vantage.shipping.model.ServiceClass;
import com.vantage.shipping.model.ShippingOptions;
import com.vantage.shipping.model.Surcharge;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code POST /rate/v1/rates/quotes}: rates and transit times of all services. */
final class FedexRatingMapper {
    private static final int MAX_PARCELS = 99;
    private static final String USD = "USD";

    /** FedEx's own currency codes. */
    private static final Map<String, String> CURRENCIES = Map.of("UKL", "GBP", "SFR", "CHF");

    /** Our descriptions of the prices of options. */
    private static final Map<String, String> OPTIONS = Map.of(
            "SIGNATURE_OPTION",
            Surcharge.SIGNATURE,
            "INSURED_VALUE",
            Surcharge.INSURANCE,
            "SATURDAY_DELIVERY",
            Surcharge.SATURDAY_DELIVERY);

    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d(T.*)?");
    private static final Pattern DAYS_SUFFIX = Pattern.compile("_DAYS?$");

    private static final List<String> NUMBER_WORDS = List.of(
            "ONE",
            "TWO",
            "THREE",
            "FOUR",
            "FIVE",
            "SIX",
            "SEVEN",
            "EIGHT",
            "NINE",
            "TEN",
            "ELEVEN",
            "TWELVE",
            "THIRTEEN",
            "FOURTEEN",
            "FIFTEEN",
            "SIXTEEN",
            "SEVENTEEN",
            "EIGHTEEN",
            "NINETEEN",
            "TWENTY");

    /**
     * Rules to select our price among a service's prices, in order of preference. {@code PREFERRED_INCENTIVE} comes
     * late, as it can be the list price in another currency.
     */
    private static final List<Predicate<Priced>> ACCOUNT_PRICE_RULES = List.of(
            priced -> priced.hasTypeWord("ACCOUNT") && priced.isInUsd(),
            priced -> priced.hasTypeWord("PREFERRED")
                    && !priced.hasTypeWord("INCENTIVE")
                    && !priced.hasTypeWord("LIST")
                    && priced.isInUsd(),
            priced -> priced.hasTypeWord("ACCOUNT"),
            priced -> priced.hasTypeWord("INCENTIVE") && !priced.hasTypeWord("PREFERRED"),
            priced -> priced.hasTypeWord("INCENTIVE"),
            // Without an account price, only the list price is known.
            priced -> priced.hasTypeWord("LIST"));

    record Request(AccountNumber accountNumber, Control rateRequestControlParameters, Shipment requestedShipment) {}

    record AccountNumber(String value) {}

    record Control(
            boolean returnTransitTimes,
            boolean servicesNeededOnRateFailure,
            String rateSortOrder,
            @Nullable String variableOptions) {}

    record Shipment(
            Party shipper,
            Party recipient,
            String pickupType,
            String packagingType,
            String shipDateStamp,
            String preferredCurrency,
            List<String> rateRequestType,
            int totalPackageCount,
            @Nullable Boolean documentShipment,
            @Nullable CustomsDetail customsClearanceDetail,
            FedexOptions.@Nullable OfShipment shipmentSpecialServices,
            List<Piece> requestedPackageLineItems) {}

    record CustomsDetail(List<Commodity> commodities) {}

    /** @param customsValue of all articles */
    record Commodity(
            String description,
            int quantity,
            String quantityUnits,
            int numberOfPieces,
            @Nullable Measured weight,
            Amount unitPrice,
            Amount customsValue,
            @Nullable String countryOfManufacture,
            @Nullable String harmonizedCode) {

        Commodity withDescription(String text) {
            return new Commodity(
                    text,
                    quantity,
                    quantityUnits,
                    numberOfPieces,
                    weight,
                    unitPrice,
                    customsValue,
                    countryOfManufacture,
                    harmonizedCode);
        }
    }

    record Amount(BigDecimal amount, String currency) {
        static Amount of(Money money) {
            return new Amount(money.amount(), money.currency());
        }
    }

    record Party(Address address) {}

    /** @param residential selects FEDEX_GROUND or GROUND_HOME_DELIVERY: a quote never has both */
    record Address(
            @Nullable String city,
            @Nullable String stateOrProvinceCode,
            String postalCode,
            String countryCode,
            @Nullable Boolean residential) {}

    record Piece(
            int groupPackageCount,
            Measured weight,
            @Nullable Box dimensions,
            @Nullable Amount declaredValue,
            FedexOptions.@Nullable OfPackage packageSpecialServices) {}

    record Measured(String units, BigDecimal value) {}

    record Box(int length, int width, int height, String units) {}

    record Response(@Nullable Output output, @Nullable List<Notice> errors) {}

    record Output(
            @Nullable List<RatedService> rateReplyDetails,
            @Nullable List<Notice> alerts) {}

    /** @param customerMessages why there is no price */
    record RatedService(
            @Nullable String serviceType,
            @Nullable Boolean saturdayDelivery,
            @Nullable Commit commit,
            @Nullable List<RatedShipment> ratedShipmentDetails,
            @Nullable OperationalDetail operationalDetail,
            @Nullable List<Notice> customerMessages) {}

    record Commit(
            @Nullable DateDetail dateDetail,
            @Nullable TransitDays transitDays,
            @Nullable String daysInTransit,
            @Nullable Boolean saturdayDelivery) {}

    record DateDetail(@JsonAlias("dayCxsFormat") @Nullable String dayFormat) {}

    record TransitDays(@Nullable String minimumTransitTime) {}

    record RatedShipment(
            @Nullable String rateType,
            @Nullable BigDecimal totalNetCharge,
            @Nullable BigDecimal totalDutiesAndTaxes,
            @Nullable String currency,
            @Nullable RateDetail shipmentRateDetail,
            @Nullable List<RatedPackage> ratedPackages) {}

    record RatedPackage(@Nullable RateDetail packageRateDetail) {}

    /** Price details of a shipment, or of a parcel, where FedEx spells the surcharges differently. */
    record RateDetail(
            @Nullable String currency,
            @Nullable ExchangeRate currencyExchangeRate,
            @JsonAlias("surcharges") @Nullable List<Charge> surCharges,
            @Nullable List<Charge> taxes) {}

    record ExchangeRate(@Nullable String intoCurrency) {}

    record Charge(
            @Nullable String type,
            @Nullable String description,
            @Nullable BigDecimal amount) {}

    record OperationalDetail(
            @Nullable String transitTime,
            @Nullable String deliveryDate,
            @Nullable String commitDate,
            @Nullable Boolean ineligibleForMoneyBackGuarantee) {}

    /**
     * One of a service's prices, with the words of its type: {@code PAYOR_ACCOUNT_SHIPMENT} is an account price too.
     */
    private record Priced(
            Money price,
            List<String> typeWords,
            List<Surcharge> surcharges,
            @Nullable BigDecimal dutiesTaxes) {
        private boolean hasTypeWord(String word) {
            return typeWords.contains(word);
        }

        private boolean isInUsd() {
            return price.currency().equals(USD);
        }
    }

    private FedexRatingMapper() {}

    /** @throws CarrierDeclinedException if no service accepts the places or the parcels, which saves the call */
    static Request toRequest(RateRequest request, String account) {
        LaneRules.requireServed("FedEx", request.origin(), request.destination());
        if (request.parcels().size() > MAX_PARCELS || !FedexServices.anyAccepts(request.parcels())) {
            throw overLimit("FedEx accepts up to " + MAX_PARCELS + " parcels of up to 150 lb, 119 in length, and 165 in"
                    + " length plus girth");
        }
        ShippingOptions options = request.options();
        OptionRules.requireAny(
                "FedEx",
                FedexServices.between(request.origin(), request.destination()),
                FedexOptions.rule(options, request.origin(), request.destination()));
        Optional<CustomsDeclaration> customs = LaneRules.requireCustoms("FedEx", request);
        FedexOptions.require(options, request.parcels().size(), customs.orElse(null));
        return new Request(
                new AccountNumber(account),
                new Control(true, true, "SERVICENAMETRADITIONAL", FedexOptions.variableOptions(options)),
                new Shipment(
                        new Party(address(request.origin(), null)),
                        new Party(address(
                                request.destination(), request.destination().residential())),
                        "USE_SCHEDULED_PICKUP",
                        "YOUR_PACKAGING",
                        request.shipDate().toString(),
                        USD,
                        List.of("ACCOUNT", "LIST"),
                        request.parcels().size(),
                        customs.filter(CustomsDeclaration::documentsOnly)
                                .map(documents -> true)
                                .orElse(null),
                        customs.map(FedexRatingMapper::toCustomsDetail).orElse(null),
                        FedexOptions.ofShipment(options),
                        request.parcels().stream()
                                .map(parcel -> toPiece(parcel, options))
                                .toList()));
    }

    /**
     * Returns one rate for each known service that accepts these parcels and offers the options; of several entries one without
     * Saturday delivery, unless that is asked for.
     */
    static List<Rate> toRates(Response response, RateRequest request) {
        Output output = response.output() == null ? new Output(null, null) : response.output();
        List<RatedService> services = orEmpty(output.rateReplyDetails());
        Map<String, Rate> byService = new LinkedHashMap<>();
        List<RatedService> saturday = new ArrayList<>();
        boolean saturdayOnly = request.options().saturdayDelivery();
        for (RatedService rated : services) {
            if (isSaturdayDelivery(rated)) {
                saturday.add(rated);
            } else if (!saturdayOnly) {
                addRate(byService, rated, request);
            }
        }
        saturday.forEach(rated -> addRate(byService, rated, request));
        if (byService.isEmpty()) {
            List<Notice> messages = services.stream()
                    .filter(service -> orEmpty(service.ratedShipmentDetails()).isEmpty())
                    .flatMap(service -> orEmpty(service.customerMessages()).stream())
                    .toList();
            FedexErrorMapper.reason(Refusal.NO_SERVICE, response.errors(), output.alerts(), messages)
                    .ifPresent(reason -> {
                        throw reason;
                    });
            Objects.requireNonNull(response.output(), "no output");
            if (saturdayOnly) {
                throw OptionRules.notOnSaturday("FedEx", request.shipDate());
            }
        }
        return List.copyOf(byService.values());
    }

    private static void addRate(Map<String, Rate> byService, RatedService rated, RateRequest request) {
        toRate(rated, request)
                .ifPresent(rate -> byService.putIfAbsent(rate.service().code(), rate));
    }

    static CarrierDeclinedException overLimit(String reason) {
        return new CarrierDeclinedException(Refusal.OVER_LIMIT, Refusal.OVER_LIMIT.name(), reason);
    }

    static Measured weight(Parcel parcel) {
        return new Measured("LB", parcel.weight().pounds(2));
    }

    /** Whole inches; absent without dimensions: FedEx then prices by weight alone. */
    static @Nullable Box box(@Nullable Dimensions sides) {
        return sides == null
                ? null
                : new Box(inches(sides.length()), inches(sides.width()), inches(sides.height()), "IN");
    }

    /** @param currencies in order of preference */
    static @Nullable Money money(@Nullable BigDecimal amount, @Nullable String... currencies) {
        for (String candidate : currencies) {
            String currency = nonBlank(candidate);
            if (currency != null) {
                return WireValues.toMoney(amount, CURRENCIES.getOrDefault(currency, currency));
            }
        }
        return null;
    }

    /** The date of {@code 2026-12-07} or {@code 2026-12-07T23:59:00-06:00}. */
    static @Nullable LocalDate date(@Nullable String text) {
        String nonBlankText = nonBlank(text);
        if (nonBlankText == null || !DATE.matcher(nonBlankText).matches()) {
            return null;
        }
        try {
            return LocalDate.parse(nonBlankText.substring(0, "2026-12-07".length()));
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static Address address(RateAddress place, @Nullable Boolean residential) {
        return new Address(
                place.city(),
                FedexCountryCodes.state(place),
                FedexCountryCodes.postalCode(place),
                place.isoCountry(),
                residential);
    }

    private static Piece toPiece(Parcel parcel, ShippingOptions options) {
        return new Piece(
                1,
                weight(parcel),
                box(parcel.dimensions()),
                FedexOptions.ofParcel(options),
                FedexOptions.ofPackage(options));
    }

    private static CustomsDetail toCustomsDetail(CustomsDeclaration customs) {
        return new CustomsDetail(
                customs.items().stream().map(FedexRatingMapper::toCommodity).toList());
    }

    static Commodity toCommodity(CustomsDeclaration.Item item) {
        return new Commodity(
                item.description(),
                item.quantity(),
                "PCS",
                item.quantity(),
                item.totalWeight()
                        .map(weight -> new Measured("LB", weight.pounds(2)))
                        .orElse(null),
                Amount.of(item.unitValue()),
                Amount.of(item.value()),
                item.originCountry(),
                item.hsCode());
    }

    private static int inches(BigDecimal side) {
        return side.setScale(0, RoundingMode.CEILING).intValueExact();
    }

    private static Optional<Rate> toRate(RatedService rated, RateRequest request) {
        CarrierService service = FedexServices.byCode(
                        String.valueOf(rated.serviceType()), request.origin(), request.destination())
                .orElse(null);
        if (service == null
                || !FedexServices.accepts(service, request.parcels())
                || FedexOptions.rule(request.options(), request.origin(), request.destination())
                        .missingOption(service)
                        .isPresent()) {
            return Optional.empty();
        }
        List<Priced> prices = new ArrayList<>();
        for (RatedShipment shipment : orEmpty(rated.ratedShipmentDetails())) {
            toPriced(shipment).ifPresent(prices::add);
        }
        return accountPrice(prices).map(accountPrice -> {
            LocalDate delivery = deliveryDate(rated);
            return new Rate(
                            service,
                            accountPrice.price(),
                            listPrice(prices, accountPrice),
                            accountPrice.surcharges(),
                            transitDays(rated, request.shipDate(), delivery),
                            delivery,
                            isGuaranteed(service, rated),
                            null)
                    .withDutiesTaxes(accountPrice.dutiesTaxes());
        });
    }

    private static Optional<Priced> toPriced(RatedShipment shipment) {
        RateDetail detail = detail(shipment.shipmentRateDetail());
        ExchangeRate exchange = detail.currencyExchangeRate();
        String intoCurrency = exchange == null ? null : exchange.intoCurrency();
        Money price = money(shipment.totalNetCharge(), shipment.currency(), detail.currency(), intoCurrency);
        String type = String.valueOf(shipment.rateType()).toUpperCase(Locale.ROOT);
        if (price == null) {
            return Optional.empty();
        }
        // FedEx writes 0 where it states no duties and taxes.
        Money dutiesTaxes = WireValues.toMoney(shipment.totalDutiesAndTaxes(), price.currency());
        return Optional.of(new Priced(
                price,
                List.of(type.split("_", -1)),
                surcharges(shipment),
                dutiesTaxes == null ? null : dutiesTaxes.amount()));
    }

    private static RateDetail detail(@Nullable RateDetail detail) {
        return detail == null ? new RateDetail(null, null, null, null) : detail;
    }

    private static Optional<Priced> accountPrice(List<Priced> prices) {
        for (Predicate<Priced> rule : ACCOUNT_PRICE_RULES) {
            for (Priced priced : prices) {
                if (rule.test(priced)) {
                    return Optional.of(priced);
                }
            }
        }
        return Optional.empty();
    }

    private static @Nullable Money listPrice(List<Priced> prices, Priced accountPrice) {
        for (Priced priced : prices) {
            Money price = priced.price();
            boolean isComparable = price.currency().equals(accountPrice.price().currency());
            if (isComparable && priced.hasTypeWord("LIST")) {
                return price;
            }
        }
        return null;
    }

    /** The shipment's surcharges, plus the sums of the parcels' surcharges whose codes the shipment lacks. */
    private static List<Surcharge> surcharges(RatedShipment shipment) {
        Map<String, Surcharge> byCode = new LinkedHashMap<>();
        addCharges(byCode, shipment.shipmentRateDetail());
        Map<String, Surcharge> ofParcels = new LinkedHashMap<>();
        for (RatedPackage parcel : orEmpty(shipment.ratedPackages())) {
            addCharges(ofParcels, parcel.packageRateDetail());
        }
        ofParcels.forEach(byCode::putIfAbsent);
        return List.copyOf(byCode.values());
    }

    private static void addCharges(Map<String, Surcharge> byCode, @Nullable RateDetail detail) {
        if (detail != null) {
            orEmpty(detail.surCharges()).forEach(charge -> addCharge(byCode, charge));
            orEmpty(detail.taxes()).forEach(charge -> addCharge(byCode, charge));
        }
    }

    private static void addCharge(Map<String, Surcharge> byCode, Charge charge) {
        surcharge(charge).ifPresent(surcharge -> byCode.merge(surcharge.code(), surcharge, Surcharge::plus));
    }

    static List<Surcharge> surcharges(Stream<Charge> charges) {
        return Surcharge.sumByCode(charges.map(FedexRatingMapper::surcharge).flatMap(Optional::stream));
    }

    private static Optional<Surcharge> surcharge(Charge charge) {
        String code = firstPresent(nonBlank(charge.type()), nonBlank(charge.description()));
        BigDecimal amount = charge.amount();
        if (code == null || amount == null || amount.signum() == 0) {
            return Optional.empty();
        }
        String description = firstPresent(OPTIONS.get(code), nonBlank(charge.description()));
        return Optional.of(new Surcharge(code, description == null ? code : description, amount));
    }

    private static @Nullable Integer transitDays(RatedService rated, LocalDate shipped, @Nullable LocalDate delivery) {
        Commit commit = rated.commit();
        OperationalDetail detail = rated.operationalDetail();
        TransitDays transit = commit == null ? null : commit.transitDays();
        return firstPresent(
                days(transit == null ? null : transit.minimumTransitTime()),
                days(detail == null ? null : detail.transitTime()),
                days(commit == null ? null : commit.daysInTransit()),
                delivery == null ? null : businessDays(shipped, delivery));
    }

    /** {@code ONE_DAY} to {@code TWENTY_DAYS}, or a number; the specification spells {@code TW0_DAYS} with a zero. */
    private static @Nullable Integer days(@Nullable String text) {
        String unit = DAYS_SUFFIX
                .matcher(String.valueOf(text).strip().toUpperCase(Locale.ROOT))
                .replaceFirst("");
        String word = unit.equals("TW0") ? "TWO" : unit;
        int index = NUMBER_WORDS.indexOf(word);
        if (index >= 0) {
            return index + 1;
        }
        BigDecimal number = toDecimal(text);
        return number == null || number.signum() < 0 || number.scale() > 0 || number.precision() > 3
                ? null
                : number.intValue();
    }

    /** Business days from the day after shipping to delivery; a Saturday delivery counts as one day. */
    private static @Nullable Integer businessDays(LocalDate shipped, LocalDate delivery) {
        if (!shipped.isBefore(delivery)) {
            return null;
        }
        long days = shipped.plusDays(1)
                .datesUntil(delivery.plusDays(1))
                .map(LocalDate::getDayOfWeek)
                .filter(day -> day != DayOfWeek.SATURDAY && day != DayOfWeek.SUNDAY)
                .count();
        return Math.max(1, Math.toIntExact(days));
    }

    /** Local date at the destination. */
    private static @Nullable LocalDate deliveryDate(RatedService rated) {
        DateDetail promised = rated.commit() == null ? null : rated.commit().dateDetail();
        OperationalDetail detail = rated.operationalDetail();
        return firstPresent(
                date(promised == null ? null : promised.dayFormat()),
                date(detail == null ? null : detail.deliveryDate()),
                date(detail == null ? null : detail.commitDate()));
    }

    /** Whether the entry is for Saturday delivery, which costs more. */
    private static boolean isSaturdayDelivery(RatedService rated) {
        LocalDate delivery = deliveryDate(rated);
        return Boolean.TRUE.equals(rated.saturdayDelivery())
                || (rated.commit() != null && Boolean.TRUE.equals(rated.commit().saturdayDelivery()))
                || (delivery != null && delivery.getDayOfWeek() == DayOfWeek.SATURDAY)
                || orEmpty(rated.ratedShipmentDetails()).stream().anyMatch(FedexRatingMapper::hasSaturdayCharge);
    }

    private static boolean hasSaturdayCharge(RatedShipment shipment) {
        return surcharges(shipment).stream()
                .anyMatch(surcharge -> surcharge.code().equals("SATURDAY_DELIVERY"));
    }

    /** Only if FedEx explicitly offers the money-back guarantee, and never for ground services. */
    private static boolean isGuaranteed(CarrierService service, RatedService rated) {
        OperationalDetail detail = rated.operationalDetail();
        return service.serviceClass() != ServiceClass.GROUND
                && detail != null
                && Boolean.FALSE.equals(detail.ineligibleForMoneyBackGuarantee());
    }
}
