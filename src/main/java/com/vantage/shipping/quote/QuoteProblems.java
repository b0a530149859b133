package com.vantage.shipping.quote;

import com.vantage.shipping.api.problem.ProblemException;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.carrier.CarrierResult;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Chooses the problem for a quote for which no carrier returned a rate. */
final class QuoteProblems {
    private QuoteProblems() {}

    /** @param results replies of all carriers, none of which has a rate */
    static ProblemException noRates(List<CarrierRateResult> results) {
        List<CarrierResult> carrierResults =
                results.stream().map(CarrierRateResult::toCarrierResult).toList();
        return problem(results, CarrierResult.anyRetryable(carrierResults)).carriers(carrierResults);
    }

    private static ProblemException problem(List<CarrierRateResult> results, boolean retryable) {
        List<CarrierRateResult> unanswered =
                results.stream().filter(result -> !result.isAnswered()).toList();
        if (unanswered.isEmpty()) {
            return ProblemType.NO_SERVICE
                    .withDetail("no carrier offers a service for this request")
                    .retryable(false);
        }
        if (unanswered.stream().allMatch(CarrierRateResult::isInternalError)) {
            return ProblemType.INTERNAL_ERROR
                    .withDetail(
                            "the requests to the carriers could not be built; quote the request_id when you report this")
                    .retryable(false);
        }
        if (unanswered.stream().allMatch(CarrierRateResult::isUnavailable)) {
            return ProblemType.CARRIERS_UNAVAILABLE
                    .withDetail("no carrier can be called now; `carriers` has the reasons")
                    .retryAfter(shortestRetryAfter(unanswered));
        }
        return unanswered.stream().anyMatch(CarrierRateResult::isTimeout)
                ? ProblemType.CARRIER_TIMEOUT
                        .withDetail("no carrier answered in time")
                        .retryable(retryable)
                : ProblemType.CARRIER_ERROR
                        .withDetail("no carrier gave a usable answer")
                        .retryable(retryable);
    }

    private static Duration shortestRetryAfter(List<CarrierRateResult> unanswered) {
        return unanswered.stream()
                .map(CarrierRateResult::retryAfter)
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder())
                .orElse(Duration.ofSeconds(1));
    }
}
