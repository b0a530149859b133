package com.vantage.shipping.quote;

import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.api.problem.ProblemDetails;
import com.vantage.shipping.api.problem.ProblemException;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.carrier.CarrierResult;
import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Failed;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.NotAsked;
import com.vantage.shipping.carrier.Outcome.Reason;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.Rate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QuoteProblemsTest {
    private static final Outcome<List<Rate>> NO_RATES = new Answered<>(List.of());
    private static final Outcome<List<Rate>> DECLINED = new Declined<>(Refusal.NO_SERVICE, "111210", "no service");
    private static final Outcome<List<Rate>> REFUSED_US = failed(Failure.CREDENTIALS_REJECTED);
    private static final Outcome<List<Rate>> TIMED_OUT = failed(Failure.TIMED_OUT);
    private static final Outcome<List<Rate>> OPEN = new NotAsked<>(Reason.CIRCUIT_OPEN, Duration.ofSeconds(30));
    private static final Outcome<List<Rate>> SPENT = new NotAsked<>(Reason.QUOTA_EXHAUSTED, Duration.ofSeconds(7));

    static Stream<List<Outcome<List<Rate>>>> allCombinations() {
        List<Outcome<List<Rate>>> outcomes = Stream.concat(
                        Stream.of(NO_RATES, DECLINED, OPEN, SPENT),
                        Stream.of(Failure.values()).map(QuoteProblemsTest::failed))
                .toList();
        return outcomes.stream().flatMap(first -> outcomes.stream()
                .flatMap(second -> outcomes.stream().map(third -> List.of(first, second, third))));
    }

    @ParameterizedTest
    @MethodSource("allCombinations")
    void problemIsRetryableIfAnyCarrierIs(List<Outcome<List<Rate>>> outcomes) {
        ProblemException problem = problem(outcomes);

        ProblemDetails details = problem.details("ship-rq-1");
        boolean carrierIs = Objects.requireNonNull(details.carriers()).stream()
                .map(CarrierResult.class::cast)
                .anyMatch(result -> Boolean.TRUE.equals(result.retryable()));
        assertThat(details.retryable()).isEqualTo(carrierIs);
        assertThat(problem.retryAfterSeconds() != null)
                .isEqualTo(problem.problem() == ProblemType.CARRIERS_UNAVAILABLE);
    }

    @Test
    void onlyDeclinesMeanNoService() {
        assertThat(problem(List.of(DECLINED, NO_RATES, DECLINED)).problem()).isEqualTo(ProblemType.NO_SERVICE);
    }

    @Test
    void retryAfterIsShortestWait() {
        ProblemException problem = problem(List.of(OPEN, SPENT, DECLINED));

        assertThat(problem.problem()).isEqualTo(ProblemType.CARRIERS_UNAVAILABLE);
        assertThat(problem.retryAfterSeconds()).isEqualTo(7);
    }

    @Test
    void timeoutTakesPrecedenceOverOtherFailures() {
        assertThat(problem(List.of(REFUSED_US, TIMED_OUT, OPEN)).problem()).isEqualTo(ProblemType.CARRIER_TIMEOUT);
        assertThat(problem(List.of(REFUSED_US, OPEN, OPEN)).problem()).isEqualTo(ProblemType.CARRIER_ERROR);
    }

    @Test
    void internalErrorIsNotCarrierError() {
        Outcome<List<Rate>> bug = failed(Failure.INTERNAL_ERROR);

        assertThat(problem(List.of(bug, DECLINED, bug)).problem()).isEqualTo(ProblemType.INTERNAL_ERROR);
    }

    private static ProblemException problem(List<Outcome<List<Rate>>> outcomes) {
        return QuoteProblems.noRates(outcomes.stream()
                .map(outcome -> new CarrierRateResult(new CarrierCode("ups"), "UPS", outcome, Duration.ofMillis(1)))
                .toList());
    }

    private static Outcome<List<Rate>> failed(Failure failure) {
        return new Failed<>(failure, "because", null);
    }
}
