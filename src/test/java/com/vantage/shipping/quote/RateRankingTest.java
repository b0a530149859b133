package com.vantage.shipping.quote;

import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Failed;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.CarrierService;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.Rate;
import com.vantage.shipping.model.ServiceClass;
import com.vantage.shipping.quote.RateQuoteRequest.Sort;
import com.vantage.shipping.quote.RateRanking.RankedRate;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;

class RateRankingTest {
    private static final Rate GROUND = rate("Ground", "12.45", 5);
    private static final Rate EXPRESS = rate("Express", "30.10", 2);
    private static final Rate SAVER = rate("Saver", "24.99", 2);
    private static final Rate UNDATED = rate("Undated", "9.80", null);

    private static final List<CarrierRateResult> RESULTS =
            List.of(answered("ups", EXPRESS, GROUND), answered("usps", UNDATED), answered("fedex", SAVER));

    @ParameterizedTest
    @NullSource
    @EnumSource(names = "PRICE")
    void cheapestIsFirstByDefault(@Nullable Sort sort) {
        assertThat(services(RateRanking.rank(RESULTS, sort))).containsExactly("Undated", "Ground", "Saver", "Express");
    }

    @Test
    void fewestTransitDaysAreFirstBySpeed() {
        assertThat(services(RateRanking.rank(RESULTS, Sort.SPEED)))
                .containsExactly("Saver", "Express", "Ground", "Undated");
    }

    @ParameterizedTest
    @EnumSource
    void cheapestAndFastestDoNotDependOnOrder(Sort sort) {
        List<RankedRate> ranked = RateRanking.rank(RESULTS, sort);

        assertThat(services(ranked, RankedRate::cheapest)).containsExactly("Undated");
        assertThat(services(ranked, RankedRate::fastest)).containsExactly("Saver");
    }

    @Test
    void pricesInOtherCurrenciesAreNotComparedWithThoseInUsd() {
        List<RankedRate> ranked = RateRanking.rank(
                List.of(answered("fedex", inCurrency("Priority", "CAD", "11.00")), answered("ups", EXPRESS)), null);

        assertThat(services(ranked)).containsExactly("Express", "Priority");
        assertThat(services(ranked, RankedRate::cheapest)).containsExactly("Express");
    }

    @Test
    void priceInAnotherCurrencyIsCheapestIfNoneIsInUsd() {
        List<RankedRate> ranked = RateRanking.rank(
                List.of(answered(
                        "fedex", inCurrency("Priority", "CAD", "11.00"), inCurrency("Economy", "CAD", "9.00"))),
                null);

        assertThat(services(ranked, RankedRate::cheapest)).containsExactly("Economy");
    }

    @Test
    void unknownTransitDaysAreNeverFastest() {
        List<RankedRate> ranked = RateRanking.rank(List.of(answered("usps", UNDATED)), Sort.SPEED);

        assertThat(services(ranked, RankedRate::fastest)).isEmpty();
    }

    @Test
    void equalRatesKeepOrderOfCarriers() {
        List<RankedRate> ranked =
                RateRanking.rank(List.of(answered("ups", GROUND), answered("fedex", GROUND)), Sort.PRICE);

        assertThat(ranked).extracting(RankedRate::carrierName).containsExactly("ups", "fedex");
        assertThat(ranked).filteredOn(RankedRate::cheapest).hasSize(1);
    }

    @Test
    void carriersWithoutRatesAreOmitted() {
        CarrierRateResult failed = result("fedex", new Failed<>(Failure.TIMED_OUT, "no answer", null));

        assertThat(services(RateRanking.rank(List.of(failed, answered("ups", GROUND)), null)))
                .containsExactly("Ground");
    }

    private static List<String> services(List<RankedRate> ranked) {
        return services(ranked, any -> true);
    }

    private static List<String> services(List<RankedRate> ranked, Predicate<RankedRate> filter) {
        return ranked.stream()
                .filter(filter)
                .map(one -> one.rate().service().name())
                .toList();
    }

    private static CarrierRateResult answered(String carrier, Rate... rates) {
        return result(carrier, new Answered<>(List.of(rates)));
    }

    private static CarrierRateResult result(String carrier, Outcome<List<Rate>> outcome) {
        return new CarrierRateResult(new CarrierCode(carrier), carrier, outcome, Duration.ofMillis(1));
    }

    private static Rate inCurrency(String service, String currency, String price) {
        return rate(service, new Money(new BigDecimal(price), currency), 3);
    }

    private static Rate rate(String service, String price, @Nullable Integer transitDays) {
        return rate(service, Money.usd(price), transitDays);
    }

    private static Rate rate(String service, Money price, @Nullable Integer transitDays) {
        return new Rate(
                new CarrierService(service, service, ServiceClass.EXPRESS),
                price,
                null,
                List.of(),
                transitDays,
                null,
                false,
                null);
    }
}
