package com.vantage.shipping.quote;

import com.vantage.shipping.carrier.CarrierReport;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Failed;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.NotCalled;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.Rate;
import com.vantage.shipping.model.RateRequest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Requests rates from several carriers concurrently. A failing or slow carrier does not affect the others. */
@ApplicationScoped
class RateShoppingService {

    /**
     * The reply of one carrier.
     *
     * @param name display name of the carrier
     * @param waited time until the reply
     */
    record Reply(CarrierCode carrier, String name, Outcome<List<Rate>> outcome, Duration waited) {
        List<Rate> rates() {
            return switch (outcome) {
                case Answered<List<Rate>>(var rates) -> rates;
                case Declined<List<Rate>> declined -> List.of();
                case Failed<List<Rate>> failed -> List.of();
                case NotCalled<List<Rate>> notAsked -> List.of();
            };
        }

        /** Whether the carrier itself answered, with rates or by declining. */
        boolean isAnswer() {
            return outcome instanceof Outcome.Answer;
        }

        /** Whether the carrier was not called, or throttled us. */
        boolean isClosed() {
            return outcome instanceof NotCalled
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
                case NotCalled<?> notAsked -> Optional.of(notAsked.retryAfter());
                case Failed<?> failed -> Optional.ofNullable(failed.retryAfter());
                case Answered<?> answered -> Optional.empty();
                case Declined<?> declined -> Optional.empty();
            };
        }

        CarrierReport report() {
            return CarrierReport.of(name, outcome, waited);
        }
    }

    /** @param deadline time limit of the whole quote; each carrier's own when absent */
    Uni<List<Reply>> shop(RateRequest request, Collection<GuardedCarrier> carriers, Optional<Duration> deadline) {
        List<Uni<Reply>> replies = carriers.stream()
                .map(carrier -> ask(carrier, request, deadline.orElse(carrier.defaultDeadline())))
                .toList();
        return Uni.join().all(replies).andFailFast();
    }

    private static Uni<Reply> ask(GuardedCarrier carrier, RateRequest request, Duration deadline) {
        return Uni.createFrom().deferred(() -> {
            long started = System.nanoTime();
            return carrier.quote(request, deadline)
                    .map(outcome -> new Reply(
                            carrier.code(),
                            carrier.displayName(),
                            ofWantedClasses(outcome, request),
                            Duration.ofNanos(System.nanoTime() - started)));
        });
    }

    /** Filters the rates: carriers return all their services in one call. */
    private static Outcome<List<Rate>> ofWantedClasses(Outcome<List<Rate>> outcome, RateRequest request) {
        return outcome instanceof Answered<List<Rate>>(var rates)
                ? new Answered<>(rates.stream()
                        .filter(rate ->
                                request.classes().contains(rate.service().serviceClass()))
                        .toList())
                : outcome;
    }
}
