package com.vantage.shipping.carrier.usps;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.carrier.WireValues;
import com.vantage.shipping.carrier.usps.UspsConfig.PriceType;
import com.vantage.shipping.carrier.usps.UspsRatingMapper.Fee;
import com.vantage.shipping.model.CarrierService;
import com.vantage.shipping.model.CustomsDeclaration;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.Rate;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.RateRequest;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /international-prices/v3/total-rates/search}: rates of one package to another country in all mail classes. USPS
 * states no delivery dates.
 */
final class UspsInternationalRatingMapper {
    /** Rate indicators for the sender's own box: single piece, of Priority Mail Express International {@code PA}. */
    private static final Set<String> OWN_BOX = Set.of("SP", "PA");

    private static final int MAX_CITY_LENGTH = 28;

    private static final Set<String> PARCEL_CATEGORIES = Set.of("MACHINABLE", "NONSTANDARD", "NON_MACHINABLE");
    private static final Set<String> ENTRY_FACILITIES = Set.of("NONE", "INTERNATIONAL_SERVICE_CENTER");

    record Request(
            @JsonProperty("originZIPCode") String originZip,
            @Nullable String foreignPostalCode,
            String destinationCountryCode,
            @Nullable String destinationCity,
            BigDecimal weight,
            BigDecimal length,
            BigDecimal width,
            BigDecimal height,
            String mailClass,
            PriceType priceType,
            @Nullable String accountType,
            @Nullable String accountNumber,
            String mailingDate,
            @Nullable Boolean requestDutiesTaxesFees,
            @Nullable List<Item> items) {}

    record Item(
            String itemId,
            BigDecimal itemValue,
            int itemQuantity,
            @Nullable BigDecimal weight,
            @Nullable String countryOfOrigin,
            @JsonProperty("HSTariffNumber") @Nullable String hsTariffNumber) {}

    /** @param error in place of prices, even with HTTP 200 */
    record Response(
            @Nullable List<RateOption> rateOptions,
            @JsonAlias("fault") @Nullable JsonNode error) {
        void requireAnswer() {
            if (rateOptions == null) {
                throw UspsErrorMapper.missingResult(error, "rateOptions");
            }
        }
    }

    record RateOption(
            @Nullable BigDecimal totalBasePrice,
            @Nullable List<MailRate> rates,
            @Nullable LandedCost dutiesTaxesFeesQuote) {}

    record MailRate(
            @Nullable String mailClass,
            @Nullable List<Fee> fees,
            @Nullable String rateIndicator,
            @Nullable String processingCategory,
            @Nullable String destinationEntryFacilityType) {}

    /** @param itemQuotes also {@code itemCosts}, of labels */
    record LandedCost(
            @Nullable BigDecimal packageFee,
            @JsonAlias("itemCosts") @Nullable List<ItemCost> itemQuotes) {}

    record ItemCost(
            @Nullable BigDecimal dutyPrice, @Nullable BigDecimal taxPrice) {}

    /** A package's rate option in one mail class, with its price. */
    private record PricedOption(RateOption option, MailRate rate, Money price) {
        private UspsRateTerms terms() {
            return new UspsRateTerms(
                    String.valueOf(rate.rateIndicator()),
                    String.valueOf(rate.processingCategory()),
                    String.valueOf(rate.destinationEntryFacilityType()));
        }
    }

    private UspsInternationalRatingMapper() {}

    /** Creates one request per parcel, in their order; equal parcels have equal requests. */
    static List<Request> toRequests(RateRequest request, UspsConfig account) {
        request.parcels().forEach(UspsLimits::check);
        return request.parcels().stream()
                .map(parcel -> toRequest(request, parcel, account))
                .toList();
    }

    /**
     * Returns rates of the mail classes that are available for every package.
     *
     * @param responses one per parcel, in their order
     */
    static List<Rate> toRates(RateRequest request, List<Response> responses) {
        return UspsServices.INTERNATIONAL.stream()
                .map(service -> choose(service, request.parcels(), responses))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Request toRequest(RateRequest request, Parcel parcel, UspsConfig account) {
        Dimensions sides = UspsLimits.dimensions(parcel);
        RateAddress to = request.destination();
        PriceType priceType = UspsRatingMapper.priceType(account);
        boolean byContract = priceType == PriceType.CONTRACT;
        List<Item> items = dutiableItems(request);
        return new Request(
                request.origin().zip5(),
                to.zip(),
                to.country(),
                items.isEmpty() ? null : city(to),
                parcel.weight().pounds(2),
                UspsRatingMapper.inches(sides.length()),
                UspsRatingMapper.inches(sides.width()),
                UspsRatingMapper.inches(sides.height()),
                "ALL",
                priceType,
                byContract ? "EPS" : null,
                byContract ? account.account() : null,
                request.shipDate().toString(),
                items.isEmpty() ? null : true,
                items.isEmpty() ? null : items);
    }

    private static @Nullable String city(RateAddress place) {
        String city = place.city();
        return city == null ? null : WireValues.truncate(city, MAX_CITY_LENGTH);
    }

    /**
     * The items whose duties and taxes USPS can tell: those of a single package, in USD. The items of a shipment are not assigned to
     * its packages.
     */
    private static List<Item> dutiableItems(RateRequest request) {
        CustomsDeclaration customs = request.customs();
        if (customs == null
                || request.parcels().size() > 1
                || !customs.total().currency().equals(UspsRatingMapper.CURRENCY)) {
            return List.of();
        }
        List<CustomsDeclaration.Item> items = customs.items();
        return IntStream.range(0, items.size())
                .mapToObj(i -> toItem(i + 1, items.get(i)))
                .toList();
    }

    private static Item toItem(int number, CustomsDeclaration.Item item) {
        return new Item(
                Integer.toString(number),
                item.unitValue().amount(),
                item.quantity(),
                item.weight() == null ? null : item.weight().pounds(3),
                item.originCountry(),
                item.hsCode());
    }

    /** The rate of one mail class; empty if a package has none. */
    private static Optional<Rate> choose(CarrierService service, List<Parcel> parcels, List<Response> responses) {
        return chosen(service, parcels, responses).map(options -> toRate(service, options));
    }

    private static Optional<List<PricedOption>> chosen(
            CarrierService service, List<Parcel> parcels, List<Response> responses) {
        List<PricedOption> chosen = IntStream.range(0, parcels.size())
                .filter(i -> UspsLimits.accepts(service.code(), parcels.get(i)))
                .mapToObj(i -> cheapest(service, responses.get(i)))
                .flatMap(Optional::stream)
                .toList();
        return chosen.size() == parcels.size() ? Optional.of(chosen) : Optional.empty();
    }

    /** The terms of each parcel in one mail class, in their order; empty if a parcel has no rate. */
    static Optional<List<UspsRateTerms>> terms(CarrierService service, List<Parcel> parcels, List<Response> responses) {
        return chosen(service, parcels, responses)
                .map(options -> options.stream().map(PricedOption::terms).toList());
    }

    /** Excludes flat-rate boxes and envelopes, whose packaging we do not use. */
    private static Optional<PricedOption> cheapest(CarrierService service, Response response) {
        return WireValues.orEmpty(response.rateOptions()).stream()
                .map(option -> priced(service, option))
                .flatMap(Optional::stream)
                .min(Comparator.comparing(PricedOption::price));
    }

    private static Optional<PricedOption> priced(CarrierService service, RateOption option) {
        List<MailRate> rates = WireValues.orEmpty(option.rates());
        Money price = UspsRatingMapper.money(option.totalBasePrice());
        return price == null || rates.isEmpty() || !rates.stream().allMatch(rate -> isPlain(service, rate))
                ? Optional.empty()
                : Optional.of(new PricedOption(option, rates.getFirst(), price));
    }

    private static boolean isPlain(CarrierService service, MailRate rate) {
        return service.code().equals(rate.mailClass())
                && OWN_BOX.contains(String.valueOf(rate.rateIndicator()))
                && PARCEL_CATEGORIES.contains(String.valueOf(rate.processingCategory()))
                && ENTRY_FACILITIES.contains(String.valueOf(rate.destinationEntryFacilityType()));
    }

    private static Rate toRate(CarrierService service, List<PricedOption> chosen) {
        Money total =
                chosen.stream().map(PricedOption::price).reduce(Money::plus).orElseThrow();
        Stream<Fee> fees = chosen.stream()
                .flatMap(priced -> WireValues.orEmpty(priced.option().rates()).stream())
                .flatMap(rate -> WireValues.orEmpty(rate.fees()).stream());
        return new Rate(
                        service,
                        total,
                        null,
                        UspsRatingMapper.surcharges(fees),
                        null,
                        null,
                        false,
                        UspsRateTerms.format(
                                chosen.stream().map(PricedOption::terms).toList()))
                .withDutiesTaxes(
                        sum(chosen.getFirst().option().dutiesTaxesFeesQuote()).orElse(null));
    }

    /** The sum for the package and its items; absent if USPS states none. */
    static Optional<BigDecimal> sum(@Nullable LandedCost cost) {
        if (cost == null) {
            return Optional.empty();
        }
        return Stream.concat(
                        Stream.ofNullable(cost.packageFee()),
                        WireValues.orEmpty(cost.itemQuotes()).stream()
                                .flatMap(item -> Stream.of(item.dutyPrice(), item.taxPrice())))
                .map(UspsRatingMapper::money)
                .filter(Objects::nonNull)
                .map(Money::amount)
                .reduce(BigDecimal::add);
    }
}
