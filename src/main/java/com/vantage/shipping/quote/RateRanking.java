package com.vantage.shipping.quote;

import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.Rate;
import com.vantage.shipping.quote.RateQuoteRequest.Sort;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sorts the rates of several carriers, and finds the cheapest and the fastest. */
final class RateRanking {
    private static final Comparator<Candidate> BY_PRICE =
            Comparator.comparing(candidate -> candidate.rate().total());
    private static final Comparator<Candidate> BY_SPEED = Comparator.comparing(
                    (Candidate candidate) -> candidate.rate().transitDays(),
                    Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(BY_PRICE);

    private RateRanking() {}

    private record Candidate(CarrierCode carrier, String carrierName, Rate rate) {}

    /**
     * A rate in its place.
     *
     * @param carrierName display name of the carrier
     * @param cheapest whether it has the lowest price
     * @param fastest whether it has the fewest transit days, and among equally fast ones the lowest price; never if its
     *     transit days are unknown
     */
    record RankedRate(CarrierCode carrier, String carrierName, Rate rate, boolean cheapest, boolean fastest) {}

    /**
     * Ranks all rates. Rates that compare equal keep the carriers' order.
     *
     * @param sort by price when absent; by speed, rates with unknown transit days are last
     */
    static List<RankedRate> rank(List<CarrierQuoteResult> results, @Nullable Sort sort) {
        List<Candidate> candidates = results.stream()
                .flatMap(result -> result.rates().stream()
                        .map(rate -> new Candidate(result.carrier(), result.carrierName(), rate)))
                .sorted(sort == Sort.SPEED ? BY_SPEED : BY_PRICE)
                .toList();
        Optional<Candidate> cheapest = candidates.stream().min(BY_PRICE);
        Optional<Candidate> fastest = candidates.stream()
                .filter(candidate -> candidate.rate().transitDays() != null)
                .min(BY_SPEED);
        return candidates.stream()
                .map(candidate -> new RankedRate(
                        candidate.carrier(),
                        candidate.carrierName(),
                        candidate.rate(),
                        cheapest.filter(candidate::equals).isPresent(),
                        fastest.filter(candidate::equals).isPresent()))
                .toList();
    }
}
