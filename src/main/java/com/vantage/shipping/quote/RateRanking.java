package com.vantage.shipping.quote;

import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.Rate;
import com.vantage.shipping.quote.RateQuoteRequest.Sort;
import com.vantage.shipping.ratestore.RateEstimates.Estimate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sorts the rates of several carriers, and finds the cheapest and the fastest. */
final class RateRanking {
    private static final String ORIGIN_CURRENCY = "USD";

    /** Prices in different currencies are not compared: those in the origin's come first. */
    private static final Comparator<RankedRate> BY_PRICE = Comparator.comparing(
                    (RankedRate ranked) -> !ranked.rate().total().currency().equals(ORIGIN_CURRENCY))
            .thenComparing(ranked -> ranked.rate().total());

    private static final Comparator<RankedRate> BY_SPEED = Comparator.comparing(
                    (RankedRate ranked) -> ranked.rate().transitDays(), Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(BY_PRICE);

    private RateRanking() {}

    /**
     * A rate in its place.
     *
     * @param carrierName display name of the carrier
     * @param cheapest whether it has the lowest price in the origin's currency; in another one only if no price is in the origin's
     * @param fastest whether it has the fewest transit days, and among equally fast ones the lowest price; never if its
     *     transit days are unknown
     * @param asOf when the carrier stated the rate, if it is an estimate, which is neither cheapest nor fastest
     */
    record RankedRate(
            CarrierCode carrier,
            String carrierName,
            Rate rate,
            boolean cheapest,
            boolean fastest,
            @Nullable Instant asOf) {
        private RankedRate marked(boolean isCheapest, boolean isFastest) {
            return new RankedRate(carrier, carrierName, rate, isCheapest, isFastest, asOf);
        }

        boolean isEstimate() {
            return asOf != null;
        }
    }

    /**
     * Ranks all rates, estimates last. Rates that compare equal keep the carriers' order.
     *
     * @param sort by price when absent; by speed, rates with unknown transit days are last
     */
    static List<RankedRate> rank(List<CarrierRateResult> results, @Nullable Sort sort) {
        List<RankedRate> rates = results.stream()
                .flatMap(RateRanking::unranked)
                .sorted(Comparator.comparing(RankedRate::isEstimate)
                        .thenComparing(sort == Sort.SPEED ? BY_SPEED : BY_PRICE))
                .toList();
        Optional<RankedRate> cheapest =
                rates.stream().filter(ranked -> !ranked.isEstimate()).min(BY_PRICE);
        Optional<RankedRate> fastest = rates.stream()
                .filter(ranked -> !ranked.isEstimate() && ranked.rate().transitDays() != null)
                .min(BY_SPEED);
        return rates.stream()
                .map(ranked -> ranked.marked(
                        cheapest.filter(ranked::equals).isPresent(),
                        fastest.filter(ranked::equals).isPresent()))
                .toList();
    }

    private static Stream<RankedRate> unranked(CarrierRateResult result) {
        Estimate estimate = result.estimate();
        List<Rate> rates = estimate == null ? result.rates() : estimate.rates();
        Instant asOf = estimate == null ? null : estimate.asOf();
        return rates.stream()
                .map(rate -> new RankedRate(result.carrier(), result.carrierName(), rate, false, false, asOf));
    }
}
