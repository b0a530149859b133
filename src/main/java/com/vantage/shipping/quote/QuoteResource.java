package com.vantage.shipping.quote;

import com.vantage.shipping.api.RequestId;
import com.vantage.shipping.api.batch.BatchResults;
import com.vantage.shipping.api.batch.BatchResults.Item;
import com.vantage.shipping.api.batch.BatchRunner;
import com.vantage.shipping.api.filter.RequestPriority;
import com.vantage.shipping.api.problem.ProblemResponses;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.api.security.Scope;
import com.vantage.shipping.carrier.CarrierResult;
import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.ShipDates;
import com.vantage.shipping.model.RateRequest;
import com.vantage.shipping.offer.QuoteStore;
import com.vantage.shipping.offer.StoredQuote;
import com.vantage.shipping.quote.RateQuoteResponse.Quote;
import com.vantage.shipping.quote.RateRanking.RankedRate;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Rate quotes, single and in batches. */
@Path("/api/v2/shipments/rate-quote")
@Produces(MediaType.APPLICATION_JSON)
public class QuoteResource {
    private final Carriers carriers;
    private final RateShoppingService shopping;
    private final QuoteStore quoteStore;
    private final ShipDates shipDates;
    private final BatchRunner batches;

    QuoteResource(
            Carriers carriers,
            RateShoppingService shopping,
            QuoteStore quoteStore,
            ShipDates shipDates,
            BatchRunner batches) {
        this.carriers = carriers;
        this.shopping = shopping;
        this.quoteStore = quoteStore;
        this.shipDates = shipDates;
        this.batches = batches;
    }

    @POST
    @RolesAllowed(Scope.QUOTE)
    @Operation(operationId = "quoteRates", summary = "Get shipment rates")
    @APIResponse(
            responseCode = "200",
            description = "At least one carrier returned a rate; `partial` is true if a carrier gave no answer")
    @ProblemResponses({
        ProblemType.NO_SERVICE,
        ProblemType.CARRIER_TIMEOUT,
        ProblemType.CARRIER_ERROR,
        ProblemType.CARRIERS_UNAVAILABLE
    })
    public Uni<RateQuoteResponse> quoteRates(
            @NotNull(message = "the body must be a JSON object") @Valid RateQuoteRequest quoteRequest) {
        return quote(quoteRequest);
    }

    @POST
    @Path("batch")
    @RolesAllowed(Scope.QUOTE)
    @Operation(operationId = "quoteRatesBatch", summary = "Get rates of several shipments")
    @APIResponse(responseCode = "200", description = "One result for each request, as if it had been sent alone")
    public Uni<BatchResults> quoteRatesBatch(
            @NotNull(message = "the body must be a JSON object") @Valid RateQuoteBatch batch) {
        return batches.run(
                batch.requests(), RequestPriority.QUOTE, item -> quote(batches.read(item, RateQuoteRequest.class))
                        .map(quotes -> Item.of(200, quotes)));
    }

    private Uni<RateQuoteResponse> quote(RateQuoteRequest quoteRequest) {
        RateRequest request =
                quoteRequest.toRateRequest(shipDates.next(quoteRequest.origin().toRateAddress()));
        validate(quoteRequest, request);
        return shopping.requestRates(request, selectCarriers(quoteRequest), quoteRequest.deadline())
                .invoke(QuoteResource::requireRates)
                .flatMap(results -> toResponse(request, results, quoteRequest));
    }

    private void validate(RateQuoteRequest quoteRequest, RateRequest request) {
        Map<String, String> errors = new LinkedHashMap<>();
        List<String> named = quoteRequest.carriers() == null ? List.of() : quoteRequest.carriers();
        for (int i = 0; i < named.size(); i++) {
            if (carriers.findEnabled(named.get(i)).isEmpty()) {
                errors.put("/carriers/" + i, carriers.notSupportedMessage(named.get(i)));
            }
        }
        shipDates.error(request.shipDate(), request.origin()).ifPresent(error -> errors.put("/ship_date", error));
        if (!errors.isEmpty()) {
            throw ProblemType.INVALID_REQUEST.at(errors);
        }
    }

    private Collection<GuardedCarrier> selectCarriers(RateQuoteRequest quoteRequest) {
        List<String> named = quoteRequest.carriers();
        return named == null
                ? carriers.all()
                : named.stream()
                        .map(carriers::findEnabled)
                        .flatMap(Optional::stream)
                        .distinct()
                        .toList();
    }

    private Uni<RateQuoteResponse> toResponse(
            RateRequest request, List<CarrierRateResult> results, RateQuoteRequest quoteRequest) {
        List<RankedRate> ranked = RateRanking.rank(results, quoteRequest.sort());
        List<StoredQuote> offers = ranked.stream()
                .map(one -> new StoredQuote(one.carrier(), request, one.rate()))
                .toList();
        return quoteStore
                .save(offers)
                .map(ids -> new RateQuoteResponse(
                        quotes(ranked, ids),
                        RequestId.current(),
                        false,
                        request.shipDate(),
                        !results.stream().allMatch(CarrierRateResult::isAnswered),
                        reports(results),
                        quoteRequest.ignoredFields()));
    }

    /** @param ids one per rate, or empty */
    private static List<Quote> quotes(List<RankedRate> ranked, List<String> ids) {
        return IntStream.range(0, ranked.size())
                .mapToObj(i -> Quote.of(ranked.get(i), ids.isEmpty() ? null : ids.get(i)))
                .toList();
    }

    private static void requireRates(List<CarrierRateResult> results) {
        if (results.stream().allMatch(result -> result.rates().isEmpty())) {
            throw QuoteProblems.noRates(results);
        }
    }

    private static List<CarrierResult> reports(List<CarrierRateResult> results) {
        return results.stream().map(CarrierRateResult::toCarrierResult).toList();
    }
}
