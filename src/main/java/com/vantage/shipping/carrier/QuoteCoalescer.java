package com.vantage.shipping.carrier;

import com.vantage.shipping.model.Rate;
import com.vantage.shipping.model.RateRequest;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.Supplier;

/** Lets concurrent identical quotes share one call. Its attempts belong to the first caller's span; other spans link to it. */
final class QuoteCoalescer {
    private final SingleFlight<RateRequest, SharedQuote> inFlight = new SingleFlight<>();

    private record SharedQuote(Outcome<List<Rate>> outcome, CarrierCallTracing firstCaller) {}

    /**
     * Joins the current call for this request, or starts one.
     *
     * @param span the caller's span
     */
    Uni<Outcome<List<Rate>>> join(
            RateRequest request, CarrierCallTracing span, Supplier<Uni<Outcome<List<Rate>>>> start) {
        return inFlight.join(request, () -> start.get().map(outcome -> new SharedQuote(outcome, span)))
                .invoke(shared -> span.linkTo(shared.firstCaller()))
                .map(SharedQuote::outcome);
    }
}
