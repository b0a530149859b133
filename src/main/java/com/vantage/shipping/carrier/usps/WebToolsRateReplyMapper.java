package com.vantage.shipping.carrier.usps;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.WireValues;
import com.vantage.shipping.carrier.usps.UspsConfig.PriceType;
import com.vantage.shipping.carrier.usps.WebToolsErrorMapper.CarrierError;
import com.vantage.shipping.model.CarrierService;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.Rate;
import com.vantage.shipping.model.RateRequest;
import com.vantage.shipping.model.Surcharge;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the replies to {@code API=RateV4}; {@link WebToolsRateRequestBuilder} has the requests. */
final class WebToolsRateReplyMapper {
    private static final String CURRENCY = "USD";

    record Response(@JsonProperty("Package") @Nullable List<Mailpiece> packages) {}

    record Mailpiece(
            @JsonProperty("ID") @Nullable String id,
            @Nullable CarrierError error,
            @JsonProperty("Postage") @Nullable List<Postage> postages) {}

    record Postage(
            @JsonProperty("CLASSID") @Nullable String classId,
            @Nullable String mailService,
            @Nullable String rate,
            @Nullable String commercialRate,
            @Nullable String commercialPlusRate,
            @Nullable String commitmentDate,
            @Nullable String commitmentName,
            @Nullable Fees fees) {}

    record Fees(@JsonProperty("Fee") @Nullable List<Fee> list) {}

    record Fee(@Nullable String feeType, @Nullable String feePrice) {}

    /**
     * A package's postage in one service.
     *
     * @param price what our account pays
     * @param retail the retail price, if there is one
     */
    private record PricedPostage(
            Postage postage, Money price, @Nullable Money retail) {}

    private WebToolsRateReplyMapper() {}

    static Response read(@Nullable String body) {
        return WebToolsResponse.read(body, "RateV4Response", Response.class, Refusal.NO_SERVICE);
    }

    /**
     * Returns rates of the services that are available for every package.
     *
     * @param ids the package id of each parcel, in the order of the parcels
     * @param replies with the packages in any order
     */
    static List<Rate> toRates(RateRequest request, List<String> ids, List<Response> replies, PriceType priceType) {
        List<Mailpiece> packages = packages(ids, replies);
        List<CarrierError> errors = packages.stream()
                .map(Mailpiece::error)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        Optional<RuntimeException> failed = WebToolsErrorMapper.worst(errors, Refusal.NO_SERVICE);
        if (failed.isPresent()) {
            throw failed.get();
        }
        return WebToolsServices.ALL.stream()
                .map(service -> choose(service, request.parcels(), packages, priceType)
                        .map(chosen -> toRate(service, chosen, request.shipDate())))
                .flatMap(Optional::stream)
                .toList();
    }

    private static List<Mailpiece> packages(List<String> ids, List<Response> replies) {
        Map<String, Mailpiece> byId = new LinkedHashMap<>();
        replies.stream()
                .flatMap(reply -> WireValues.orEmpty(reply.packages()).stream())
                .forEach(mailpiece -> byId.putIfAbsent(String.valueOf(WireValues.nonBlank(mailpiece.id())), mailpiece));
        return ids.stream().map(id -> found(byId, id)).toList();
    }

    private static Mailpiece found(Map<String, Mailpiece> byId, String id) {
        Mailpiece found = byId.get(id);
        if (found == null) {
            throw new IllegalArgumentException("the reply has no package " + id);
        }
        return found;
    }

    /** Each package's postage in this service; empty if any has none. */
    private static Optional<List<PricedPostage>> choose(
            CarrierService service, List<Parcel> parcels, List<Mailpiece> packages, PriceType priceType) {
        List<PricedPostage> chosen = new ArrayList<>();
        for (int i = 0; i < parcels.size(); i++) {
            if (WebToolsServices.accepts(service, parcels.get(i))) {
                choose(service, packages.get(i), priceType).ifPresent(chosen::add);
            }
        }
        return chosen.size() == parcels.size() ? Optional.of(chosen) : Optional.empty();
    }

    private static Optional<PricedPostage> choose(CarrierService service, Mailpiece packages, PriceType priceType) {
        return WireValues.orEmpty(packages.postages()).stream()
                .filter(postage -> WebToolsServices.of(postage.classId(), postage.mailService())
                        .equals(Optional.of(service)))
                .map(postage -> priced(postage, priceType))
                .flatMap(Optional::stream)
                .min(Comparator.comparing(PricedPostage::price));
    }

    /** A price of 0 means not available: at retail, or to accounts like ours. */
    private static Optional<PricedPostage> priced(Postage postage, PriceType priceType) {
        Money retail = money(postage.rate());
        Money commercial = money(postage.commercialRate());
        Money price =
                switch (priceType) {
                    case RETAIL -> retail;
                    case COMMERCIAL -> WireValues.firstPresent(commercial, retail);
                    case CONTRACT -> WireValues.firstPresent(money(postage.commercialPlusRate()), commercial, retail);
                };
        return Optional.ofNullable(price).map(present -> new PricedPostage(postage, present, retail));
    }

    private static Rate toRate(CarrierService service, List<PricedPostage> chosen, LocalDate shipDate) {
        List<Postage> postages = chosen.stream().map(PricedPostage::postage).toList();
        return new Rate(
                service,
                chosen.stream().map(PricedPostage::price).reduce(Money::plus).orElseThrow(),
                retail(chosen),
                surcharges(postages),
                UspsDeliveryCommitment.latest(postages.stream().map(postage -> days(postage, shipDate))),
                UspsDeliveryCommitment.latest(
                        postages.stream().map(postage -> UspsDeliveryCommitment.date(postage.commitmentDate()))),
                false,
                null);
    }

    /** The retail price; absent if any package has none. */
    private static @Nullable Money retail(List<PricedPostage> chosen) {
        List<Money> retail = chosen.stream()
                .map(PricedPostage::retail)
                .filter(Objects::nonNull)
                .toList();
        return retail.size() == chosen.size()
                ? retail.stream().reduce(Money::plus).orElseThrow()
                : null;
    }

    /** Prefers the name, which is more precise than the date. */
    private static Optional<Integer> days(Postage postage, LocalDate shipDate) {
        return UspsDeliveryCommitment.days(new UspsDeliveryCommitment(postage.commitmentName(), null, null, null))
                .or(() -> UspsDeliveryCommitment.date(postage.commitmentDate()).flatMap(date -> days(shipDate, date)));
    }

    /** USPS's business days: all but Sundays. */
    private static Optional<Integer> days(LocalDate shipDate, LocalDate delivery) {
        long days = ChronoUnit.DAYS.between(shipDate, delivery);
        return Optional.of((int) (days - sundays(shipDate, days))).filter(left -> days > 0 && days < 100 && left > 0);
    }

    private static long sundays(LocalDate shipDate, long days) {
        return (shipDate.getDayOfWeek().getValue() % 7 + days) / 7;
    }

    /** Surcharges that are included in the price. */
    private static List<Surcharge> surcharges(List<Postage> postages) {
        return Surcharge.sumByCode(postages.stream().flatMap(WebToolsRateReplyMapper::fees));
    }

    private static Stream<Surcharge> fees(Postage postage) {
        return Stream.ofNullable(postage.fees())
                .flatMap(fees -> WireValues.orEmpty(fees.list()).stream())
                .map(WebToolsRateReplyMapper::toSurcharge)
                .flatMap(Optional::stream);
    }

    private static Optional<Surcharge> toSurcharge(Fee fee) {
        Money price = money(fee.feePrice());
        String type = UspsHtmlTextConverter.toPlainText(fee.feeType());
        return price == null || type == null
                ? Optional.empty()
                : Optional.of(new Surcharge(type, type, price.amount()));
    }

    private static @Nullable Money money(@Nullable String amount) {
        return WireValues.toMoney(amount, CURRENCY);
    }
}
