package com.vantage.shipping.carrier.usps;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.carrier.OptionRules;
import com.vantage.shipping.carrier.WireValues;
import com.vantage.shipping.carrier.usps.UspsConfig.PriceType;
import com.vantage.shipping.model.CarrierService;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.Rate;
import com.vantage.shipping.model.RateRequest;
import com.vantage.shipping.model.ShippingOptions;
import com.vantage.shipping.model.Surcharge;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code POST /shipments/v3/options/search}: rates and dates of one package in all mail classes. */
final class UspsRatingMapper {
    /** Not part of the reply. */
    static final String CURRENCY = "USD";

    private static final String NO_ENTRY_FACILITY = "NONE";

    /** Rate indicators for the sender's own box: single piece, dimensional (rectangular or not), oversized. */
    private static final Set<String> OWN_BOX = Set.of("SP", "DR", "DN", "OS");

    private static final String EXPRESS_SINGLE_PIECE = "PA";
    private static final Set<String> PARCEL_CATEGORIES = Set.of("MACHINABLE", "NONSTANDARD");

    record Request(
            @JsonProperty("originZIPCode") String originZip,
            @JsonProperty("destinationZIPCode") String destinationZip,
            String destinationEntryFacilityType,
            List<PricingOption> pricingOptions,
            PackageDescription packageDescription) {}

    record PricingOption(PriceType priceType, @Nullable PaymentAccount paymentAccount) {}

    record PaymentAccount(
            String accountType,
            String accountNumber,
            @JsonProperty("CRID") String crid) {}

    /** In pounds and inches; there are no fields for units. */
    record PackageDescription(
            BigDecimal weight,
            BigDecimal length,
            BigDecimal width,
            BigDecimal height,
            String mailClass,
            String mailingDate,
            @Nullable List<Integer> extraServices,
            @Nullable BigDecimal packageValue) {}

    /** @param error in place of prices, even with HTTP 200 */
    record Response(
            @Nullable List<Priced> pricingOptions,
            @JsonAlias("fault") @Nullable JsonNode error) {
        void requireAnswer() {
            if (pricingOptions == null) {
                throw UspsErrorMapper.missingResult(error, "pricingOptions");
            }
        }
    }

    record Priced(@Nullable String priceType, @Nullable List<ShippingOption> shippingOptions) {}

    record ShippingOption(
            @Nullable String mailClass, @Nullable List<RateOption> rateOptions) {}

    record RateOption(
            @Nullable UspsDeliveryCommitment commitment,
            @Nullable BigDecimal totalPrice,
            @Nullable BigDecimal totalBasePrice,
            @Nullable List<MailRate> rates,
            @Nullable List<Fee> extraServices) {}

    record MailRate(
            @Nullable BigDecimal price,
            @Nullable List<Fee> fees,
            @Nullable String rateIndicator,
            @Nullable String processingCategory,
            @Nullable String destinationEntryFacilityType) {}

    /** @param extraService the code of an extra service in rates; absent in labels */
    record Fee(
            @Nullable String name,
            @JsonProperty("SKU") @Nullable String sku,
            @Nullable BigDecimal price,
            @Nullable String extraService) {}

    /** A package's rate option in one mail class, with its price and the extra services in it. */
    record PricedOption(RateOption option, Money price, List<Fee> extras) {
        UspsRateTerms terms() {
            MailRate rate = WireValues.orEmpty(option.rates()).getFirst();
            return new UspsRateTerms(
                    String.valueOf(rate.rateIndicator()),
                    String.valueOf(rate.processingCategory()),
                    String.valueOf(rate.destinationEntryFacilityType()));
        }
    }

    private UspsRatingMapper() {}

    static PriceType priceType(UspsConfig account) {
        return account.priceType().orElse(PriceType.COMMERCIAL);
    }

    /** Creates one request per parcel, in their order; equal parcels have equal requests. */
    static List<Request> toRequests(RateRequest request, UspsConfig account) {
        UspsLimits.check(request);
        UspsOptions.require(request);
        return request.parcels().stream()
                .map(parcel -> toRequest(request, parcel, account))
                .toList();
    }

    /**
     * Returns rates of the mail classes that are available, with the options, for every package.
     *
     * @param responses one per parcel, in their order
     */
    static List<Rate> toRates(RateRequest request, List<Response> responses, PriceType priceType) {
        ShippingOptions options = request.options();
        List<Map<CarrierService, PricedOption>> ours = cheapest(responses, isOfType(priceType), options);
        List<Map<CarrierService, PricedOption>> retail = cheapest(responses, UspsRatingMapper::isRetail, options);
        List<Rate> rates = new ArrayList<>();
        for (CarrierService service : UspsServices.DOMESTIC) {
            choose(service, request.parcels(), ours)
                    .map(chosen -> toRate(service, chosen, retail(service, request.parcels(), retail)))
                    .ifPresent(rates::add);
        }
        List<Integer> extras = UspsOptions.extraServices(options);
        if (rates.isEmpty() && extras != null) {
            throw OptionRules.notOffered(
                    "USPS prices no mail class for these packages with the extra services " + extras);
        }
        return rates;
    }

    /** Each package's option in this mail class; empty if any has none. */
    static Optional<List<PricedOption>> choose(
            CarrierService service,
            List<Parcel> parcels,
            List<Response> responses,
            PriceType priceType,
            ShippingOptions options) {
        return choose(service, parcels, cheapest(responses, isOfType(priceType), options));
    }

    /** @param options those of each parcel's response, in their order */
    private static Optional<List<PricedOption>> choose(
            CarrierService service, List<Parcel> parcels, List<Map<CarrierService, PricedOption>> options) {
        List<PricedOption> chosen = new ArrayList<>();
        for (int i = 0; i < parcels.size(); i++) {
            PricedOption option = options.get(i).get(service);
            if (option == null || !UspsLimits.accepts(service.code(), parcels.get(i))) {
                return Optional.empty();
            }
            chosen.add(option);
        }
        return Optional.of(chosen);
    }

    private static Predicate<Priced> isOfType(PriceType priceType) {
        return priced -> priced.priceType() == null || priced.priceType().equals(priceType.name());
    }

    private static boolean isRetail(Priced priced) {
        return PriceType.RETAIL.name().equals(priced.priceType());
    }

    /** The retail price, if known for every package, also because it is ours. */
    private static @Nullable Money retail(
            CarrierService service, List<Parcel> parcels, List<Map<CarrierService, PricedOption>> retail) {
        return choose(service, parcels, retail).map(UspsRatingMapper::total).orElse(null);
    }

    private static Money total(List<PricedOption> chosen) {
        return chosen.stream().map(PricedOption::price).reduce(Money::plus).orElseThrow();
    }

    /** Rounds up, so that no side is under-declared and equal sides are written equally. */
    static BigDecimal inches(BigDecimal side) {
        return side.setScale(2, RoundingMode.CEILING);
    }

    static @Nullable Money money(@Nullable BigDecimal amount) {
        return WireValues.toMoney(amount, CURRENCY);
    }

    private static Request toRequest(RateRequest request, Parcel parcel, UspsConfig account) {
        Dimensions sides = UspsLimits.dimensions(parcel);
        PaymentAccount paymentAccount = priceType(account) == PriceType.CONTRACT
                ? new PaymentAccount("EPS", account.account(), account.crid())
                : null;
        return new Request(
                request.origin().zip5(),
                request.destination().zip5(),
                NO_ENTRY_FACILITY,
                List.of(new PricingOption(priceType(account), paymentAccount)),
                new PackageDescription(
                        parcel.weight().pounds(2),
                        inches(sides.length()),
                        inches(sides.width()),
                        inches(sides.height()),
                        "ALL_OUTBOUND",
                        request.shipDate().toString(),
                        UspsOptions.extraServices(request.options()),
                        UspsOptions.packageValue(request.options())));
    }

    /** The cheapest option of each mail class, for each response. */
    private static List<Map<CarrierService, PricedOption>> cheapest(
            List<Response> responses, Predicate<Priced> isWanted, ShippingOptions options) {
        return responses.stream()
                .map(response -> cheapest(response, isWanted, options))
                .toList();
    }

    /** Excludes flat-rate boxes and drop shipments, which are cheaper but do not apply to us. */
    private static Map<CarrierService, PricedOption> cheapest(
            Response response, Predicate<Priced> isWanted, ShippingOptions options) {
        Map<CarrierService, PricedOption> cheapest = new HashMap<>();
        for (Priced priced : WireValues.orEmpty(response.pricingOptions())) {
            if (isWanted.test(priced)) {
                for (ShippingOption shipping : WireValues.orEmpty(priced.shippingOptions())) {
                    UspsServices.byCode(String.valueOf(shipping.mailClass()))
                            .ifPresent(service -> addCheapest(cheapest, service, shipping, options));
                }
            }
        }
        return cheapest;
    }

    private static void addCheapest(
            Map<CarrierService, PricedOption> cheapest,
            CarrierService service,
            ShippingOption shipping,
            ShippingOptions options) {
        List<Integer> extras = UspsOptions.extraServices(service.code(), options);
        for (RateOption option : WireValues.orEmpty(shipping.rateOptions())) {
            if (isPlain(option, service)) {
                priced(option, extras).ifPresent(priced -> cheapest.merge(service, priced, UspsRatingMapper::cheaper));
            }
        }
    }

    private static PricedOption cheaper(PricedOption one, PricedOption other) {
        return other.price().compareTo(one.price()) < 0 ? other : one;
    }

    private static boolean isPlain(RateOption option, CarrierService service) {
        List<MailRate> rates = WireValues.orEmpty(option.rates());
        boolean express = service.code().equals(UspsServices.PRIORITY_MAIL_EXPRESS);
        return !rates.isEmpty()
                && rates.stream()
                        .allMatch(rate -> NO_ENTRY_FACILITY.equals(rate.destinationEntryFacilityType())
                                && isOwnBox(String.valueOf(rate.rateIndicator()), express)
                                && PARCEL_CATEGORIES.contains(String.valueOf(rate.processingCategory())));
    }

    private static boolean isOwnBox(String rateIndicator, boolean express) {
        return OWN_BOX.contains(rateIndicator) || (express && rateIndicator.equals(EXPRESS_SINGLE_PIECE));
    }

    /**
     * The total with fees if present, else the sum; empty without any price, and without a price of a wanted extra service. The
     * total with extra services has those of other mail classes too.
     */
    private static Optional<PricedOption> priced(RateOption option, List<Integer> wanted) {
        List<Fee> extras = WireValues.orEmpty(option.extraServices()).stream()
                .filter(fee -> fee.price() != null && wanted.contains(code(fee)))
                .toList();
        if (extras.size() != wanted.size()) {
            return Optional.empty();
        }
        Money base = WireValues.firstPresent(
                wanted.isEmpty() ? money(option.totalPrice()) : null, money(option.totalBasePrice()));
        return Optional.ofNullable(base == null ? money(sum(option)) : base)
                .map(price -> new PricedOption(option, price.plus(sum(extras)), extras));
    }

    private static @Nullable Integer code(Fee fee) {
        BigDecimal code = WireValues.toDecimal(fee.extraService());
        return code == null ? null : code.intValue();
    }

    private static Money sum(List<Fee> extras) {
        return new Money(
                extras.stream().map(Fee::price).filter(Objects::nonNull).reduce(BigDecimal.ZERO, BigDecimal::add),
                CURRENCY);
    }

    private static @Nullable BigDecimal sum(RateOption option) {
        BigDecimal sum = BigDecimal.ZERO;
        for (MailRate rate : WireValues.orEmpty(option.rates())) {
            if (rate.price() == null) {
                return null;
            }
            sum = sum.add(rate.price());
        }
        return fees(option).map(Surcharge::amount).reduce(sum, BigDecimal::add);
    }

    private static Rate toRate(CarrierService service, List<PricedOption> chosen, @Nullable Money retail) {
        List<RateOption> options = chosen.stream().map(PricedOption::option).toList();
        return new Rate(
                service,
                total(chosen),
                retail,
                Surcharge.sumByCode(Stream.concat(
                        surcharges(options).stream(),
                        surcharges(chosen.stream().flatMap(priced -> priced.extras().stream())).stream())),
                UspsDeliveryCommitment.latest(
                        options.stream().map(RateOption::commitment).map(UspsDeliveryCommitment::days)),
                UspsDeliveryCommitment.latest(
                        options.stream().map(RateOption::commitment).map(UspsDeliveryCommitment::date)),
                isGuaranteed(service, options),
                UspsRateTerms.format(chosen.stream().map(PricedOption::terms).toList()));
    }

    /** USPS guarantees only its fastest class. */
    private static boolean isGuaranteed(CarrierService service, List<RateOption> options) {
        return service.code().equals(UspsServices.PRIORITY_MAIL_EXPRESS)
                && options.stream().map(RateOption::commitment).allMatch(UspsDeliveryCommitment::isGuaranteed);
    }

    private static List<Surcharge> surcharges(List<RateOption> options) {
        return Surcharge.sumByCode(options.stream().flatMap(UspsRatingMapper::fees));
    }

    /** Surcharges of a label in addition to its postage. */
    static List<Surcharge> surcharges(Stream<Fee> fees) {
        return Surcharge.sumByCode(fees.map(UspsRatingMapper::toSurcharge)
                .flatMap(Optional::stream)
                .filter(fee -> fee.amount().signum() != 0));
    }

    private static Stream<Surcharge> fees(RateOption option) {
        return WireValues.orEmpty(option.rates()).stream()
                .flatMap(rate -> WireValues.orEmpty(rate.fees()).stream())
                .map(UspsRatingMapper::toSurcharge)
                .flatMap(Optional::stream);
    }

    /** Signatures and insurances have one description each; their codes differ. */
    private static String description(String name) {
        if (name.contains("Signature")) {
            return Surcharge.SIGNATURE;
        }
        return name.contains("Insurance") ? Surcharge.INSURANCE : name;
    }

    private static Optional<Surcharge> toSurcharge(Fee fee) {
        Money price = money(fee.price());
        String name = WireValues.nonBlank(fee.name());
        String code = WireValues.firstPresent(WireValues.nonBlank(fee.sku()), name);
        return price == null || code == null
                ? Optional.empty()
                : Optional.of(new Surcharge(code, name == null ? code : description(name), price.amount()));
    }
}
