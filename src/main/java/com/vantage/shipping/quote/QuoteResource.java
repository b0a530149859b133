package com.vantage.shipping.quote;

import com.vantage.shipping.api.batch.BatchResults;
import com.vantage.shipping.api.batch.BatchResults.Item;
import com.vantage.shipping.api.batch.BatchRunner;
import com.vantage.shipping.api.filter.RequestPriority;
import com.vantage.shipping.api.problem.ProblemResponses;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.api.security.Scope;
import com.vantage.shipping.quote.QuoteEvent.CarrierQuotes;
import com.vantage.shipping.quote.QuoteEvent.Done;
import com.vantage.shipping.quote.QuoteEvent.Failed;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/**
 * {@code POST /api/v2/shipments/rate-quote}: one answer, or a stream of events for clients that accept only that; and several
 * requests in a batch.
 */
@Path("/api/v2/shipments/rate-quote")
public class QuoteResource {
    private static final String BODY_EXPECTED = "the body must be a JSON object";

    private final QuoteService quotes;
    private final BatchRunner batches;

    QuoteResource(QuoteService quotes, BatchRunner batches) {
        this.quotes = quotes;
        this.batches = batches;
    }

    @POST
    @Produces(MediaType.APPLICATION_JSON)
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
            @NotNull(message = BODY_EXPECTED) @Valid RateQuoteRequest request, @Context HttpHeaders headers) {
        requireJsonAccepted(headers);
        return quotes.quote(request);
    }

    @POST
    @Path("batch")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Scope.QUOTE)
    @Operation(operationId = "quoteRatesBatch", summary = "Get rates of several shipments")
    @APIResponse(responseCode = "200", description = "One result for each request, as if it had been sent alone")
    public Uni<BatchResults> quoteRatesBatch(@NotNull(message = BODY_EXPECTED) @Valid RateQuoteBatchRequest batch) {
        return batches.run(batch.requests(), RequestPriority.QUOTE, item -> quotes.quote(
                        batches.read(item, RateQuoteRequest.class))
                .map(response -> Item.of(200, response)));
    }

    @POST
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RolesAllowed(Scope.QUOTE)
    @Operation(hidden = true) // in the document a media type of quoteRates
    public Multi<OutboundSseEvent> streamRates(
            @NotNull(message = BODY_EXPECTED) @Valid RateQuoteRequest request, @Context Sse sse) {
        return quotes.stream(request).map(event -> toSseEvent(sse, event));
    }

    /** Where operations differ in their media types only, the framework checks this after the operation. */
    private static void requireJsonAccepted(HttpHeaders headers) {
        if (headers.getAcceptableMediaTypes().stream().noneMatch(MediaType.APPLICATION_JSON_TYPE::isCompatible)) {
            throw new NotAcceptableException();
        }
    }

    private static OutboundSseEvent toSseEvent(Sse sse, QuoteEvent event) {
        return switch (event) {
            case CarrierQuotes carrier -> toSseEvent(sse, "carrier", carrier);
            case Done(var quotes) -> toSseEvent(sse, "done", quotes);
            case Failed(var problem) -> toSseEvent(sse, "problem", problem);
        };
    }

    private static OutboundSseEvent toSseEvent(Sse sse, String name, Object data) {
        return sse.newEventBuilder()
                .name(name)
                .mediaType(MediaType.APPLICATION_JSON_TYPE)
                .data(data)
                .build();
    }
}
