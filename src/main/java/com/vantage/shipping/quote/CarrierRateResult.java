package com.vantage.shipping.quote;

import com.vantage.shipping.carrier.CarrierResult;
import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Failed;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.NotAsked;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.Rate;
import com.vantage.shipping.ratestore.RateEstimates.Estimate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a rate request to one carrier.
 *
 * @param carrierName display name of the carrier
 * @param elapsed time until the outcome
 * @param estimate the carrier's earlier rates, if it gave no answer
 * @param leftOut which services an answer leaves out, and why
 */
record CarrierRateResult(
        CarrierCode carrier,
        String carrierName,
        Outcome<List<Rate>> outcome,
        Duration elapsed,
        @Nullable Estimate estimate,
        @Nullable String leftOut) {
    /** A result without an estimate, of all services. */
    CarrierRateResult(CarrierCode carrier, String carrierName, Outcome<List<Rate>> outcome, Duration elapsed) {
        this(carrier, carrierName, outcome, elapsed, null, null);
    }

    CarrierRateResult withEstimate(Estimate replacement) {
        return new CarrierRateResult(carrier, carrierName, outcome, elapsed, replacement, leftOut);
    }

    /** Whether there is a rate, be it an estimate. */
    boolean hasRates() {
        return estimate != null || !rates().isEmpty();
    }

    List<Rate> rates() {
        return switch (outcome) {
            case Answered<List<Rate>>(var rates) -> rates;
            case Declined<List<Rate>> declined -> List.of();
            case Failed<List<Rate>> failed -> List.of();
            case NotAsked<List<Rate>> notAsked -> List.of();
        };
    }

    /** Whether the carrier itself answered, with rates or by declining. */
    boolean isAnswered() {
        return outcome instanceof Outcome.Answer;
    }

    /** Whether the carrier was not called, or throttled us. */
    boolean isUnavailable() {
        return outcome instanceof NotAsked
                || (outcome instanceof Failed<?> failed && failed.failure() == Failure.RATE_LIMITED);
    }

    boolean isInternalError() {
        return outcome instanceof Failed<?> failed && failed.failure() == Failure.INTERNAL_ERROR;
    }

    boolean isTimeout() {
        return outcome instanceof Failed<?> failed && failed.failure() == Failure.TIMED_OUT;
    }

    Optional<Duration> retryAfter() {
        return switch (outcome) {
            case NotAsked<?> notAsked -> Optional.of(notAsked.retryAfter());
            case Failed<?> failed -> Optional.ofNullable(failed.retryAfter());
            case Answered<?> answered -> Optional.empty();
            case Declined<?> declined -> Optional.empty();
        };
    }

    CarrierResult toCarrierResult() {
        CarrierResult result = CarrierResult.of(carrierName, outcome, elapsed);
        return leftOut == null || !(outcome instanceof Answered) ? result : result.leavingOut(leftOut);
    }
}
