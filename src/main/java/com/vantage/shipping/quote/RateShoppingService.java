package com.vantage.shipping.quote;

import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.VertxContextExecutor;
import com.vantage.shipping.model.Rate;
import com.vantage.shipping.model.RateRequest;
import com.vantage.shipping.ratestore.RateEstimates;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Requests rates from several carriers concurrently. A failing or slow carrier does not affect the others. */
@Singleton
class RateShoppingService {
    private final RateEstimates estimates;

    RateShoppingService(RateEstimates estimates) {
        this.estimates = estimates;
    }

    /** @param deadline time limit of the whole quote; each carrier's own when absent */
    Uni<List<CarrierRateResult>> requestRates(
            RateRequest request, Collection<GuardedCarrier> carriers, Optional<Duration> deadline) {
        return Uni.join().all(pending(request, carriers, deadline)).andFailFast();
    }

    /** The same, each result as soon as it is there. */
    Multi<CarrierRateResult> streamRates(
            RateRequest request, Collection<GuardedCarrier> carriers, Optional<Duration> deadline) {
        return Multi.createBy()
                .merging()
                .streams(pending(request, carriers, deadline).stream()
                        .map(Uni::toMulti)
                        .toList());
    }

    private List<Uni<CarrierRateResult>> pending(
            RateRequest request, Collection<GuardedCarrier> carriers, Optional<Duration> deadline) {
        return carriers.stream()
                .map(carrier -> requestRates(carrier, request, deadline.orElse(carrier.readDeadline())))
                .map(result -> estimates.isEnabled() ? result.flatMap(one -> useEstimates(one, request)) : result)
                .toList();
    }

    private static Uni<CarrierRateResult> requestRates(GuardedCarrier carrier, RateRequest request, Duration deadline) {
        return Uni.createFrom().deferred(() -> {
            long started = System.nanoTime();
            return carrier.quote(request, deadline)
                    .map(outcome -> new CarrierRateResult(
                            carrier.code(),
                            carrier.displayName(),
                            filterByClass(outcome, request),
                            Duration.ofNanos(System.nanoTime() - started),
                            null,
                            leftOut(carrier, request)));
        });
    }

    /** The services of the requested classes that do not offer an option; null if all offer all. */
    private static @Nullable String leftOut(GuardedCarrier carrier, RateRequest request) {
        String services = carrier.servicesWithoutOption(request).entrySet().stream()
                .filter(without -> request.classes().contains(without.getKey().serviceClass()))
                .map(without -> without.getKey().name() + " (" + without.getValue() + ")")
                .sorted()
                .collect(Collectors.joining(", "));
        return services.isEmpty() ? null : "left out, as they do not offer an option: " + services;
    }

    /** Stores the rates as estimates for later, or adds an estimate if the carrier gave no answer. */
    private Uni<CarrierRateResult> useEstimates(CarrierRateResult result, RateRequest request) {
        if (result.isAnswered()) {
            estimates.store(result.carrier(), request, result.rates());
            return Uni.createFrom().item(result);
        }
        return estimates
                .find(result.carrier(), request)
                .emitOn(VertxContextExecutor.current())
                .map(found -> found.map(result::withEstimate).orElse(result));
    }

    /** Filters the rates: carriers return all their services in one call. */
    private static Outcome<List<Rate>> filterByClass(Outcome<List<Rate>> outcome, RateRequest request) {
        return outcome instanceof Answered<List<Rate>>(var rates)
                ? new Answered<>(rates.stream()
                        .filter(rate ->
                                request.classes().contains(rate.service().serviceClass()))
                        .toList())
                : outcome;
    }
}
