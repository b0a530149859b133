package com.vantage.shipping.quote;

import com.vantage.shipping.api.RequestId;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.api.problem.Problems;
import com.vantage.shipping.api.security.Scope;
import com.vantage.shipping.carrier.CarrierReport;
import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.ShipDates;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.Rate;
import com.vantage.shipping.model.RateRequest;
import com.vantage.shipping.offer.Offer;
import com.vantage.shipping.offer.QuoteStore;
import com.vantage.shipping.quote.RateQuoteRequest.Sort;
import com.vantage.shipping.quote.RateQuotes.Quote;
import com.vantage.shipping.quote.RateShoppingService.Reply;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** {@code POST /api/v2/shipments/rate-quote}. */
@Path("/api/v2/shipments/rate-quote")
@Produces(MediaType.APPLICATION_JSON)
public class QuoteResource {
    private static final Comparator<Priced> BY_PRICE =
            Comparator.comparing(priced -> priced.rate().total());
    private static final Comparator<Priced> BY_SPEED = Comparator.comparing(
                    (Priced priced) -> priced.rate().transitDays(), Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(BY_PRICE);

    private final Carriers carriers;
    private final RateShoppingService shopper;
    private final QuoteStore offers;
    private final ShipDates shipDates;

    private record Priced(CarrierCode carrier, String carrierName, Rate rate) {}

    QuoteResource(Carriers carriers, RateShoppingService shopper, QuoteStore offers, ShipDates shipDates) {
        this.carriers = carriers;
        this.shopper = shopper;
        this.offers = offers;
        this.shipDates = shipDates;
    }

    @POST
    @RolesAllowed(Scope.QUOTE)
    @Operation(operationId = "quoteRates", summary = "Get shipment rates")
    @APIResponse(
            responseCode = "200",
            description = "At least one carrier returned a rate; `partial` is true if a carrier gave no answer")
    @Problems({
        ProblemType.NO_SERVICE,
        ProblemType.CARRIER_TIMEOUT,
        ProblemType.CARRIER_ERROR,
        ProblemType.CARRIERS_UNAVAILABLE
    })
    public Uni<RateQuotes> quoteRates(
            @NotNull(message = "the body must be a JSON object") @Valid RateQuoteRequest asked) {
        RateRequest request = asked.toRateRequest(shipDates.next(asked.origin().toLocation()));
        requireSense(asked, request);
        return shopper.shop(request, wanted(asked), asked.deadline())
                .invoke(QuoteResource::requireSomeQuote)
                .flatMap(replies -> answer(request, replies, asked));
    }

    private void requireSense(RateQuoteRequest asked, RateRequest request) {
        Map<String, String> wrong = new LinkedHashMap<>();
        List<String> named = asked.carriers() == null ? List.of() : asked.carriers();
        for (int i = 0; i < named.size(); i++) {
            if (carriers.findEnabled(named.get(i)).isEmpty()) {
                wrong.put("/carriers/" + i, carriers.notSupportedMessage(named.get(i)));
            }
        }
        shipDates.error(request.shipDate(), request.origin()).ifPresent(error -> wrong.put("/ship_date", error));
        if (!wrong.isEmpty()) {
            throw ProblemType.INVALID_REQUEST.at(wrong);
        }
    }

    private Collection<GuardedCarrier> wanted(RateQuoteRequest asked) {
        List<String> named = asked.carriers();
        return named == null
                ? carriers.all()
                : named.stream()
                        .map(carriers::findEnabled)
                        .flatMap(Optional::stream)
                        .distinct()
                        .toList();
    }

    private Uni<RateQuotes> answer(RateRequest request, List<Reply> replies, RateQuoteRequest asked) {
        List<Priced> priced = new ArrayList<>();
        replies.forEach(
                reply -> reply.rates().forEach(rate -> priced.add(new Priced(reply.carrier(), reply.name(), rate))));
        priced.sort(asked.sort() == Sort.SPEED ? BY_SPEED : BY_PRICE);
        List<Offer> kept = priced.stream()
                .map(one -> new Offer(one.carrier(), request, one.rate()))
                .toList();
        return offers.save(kept)
                .map(ids -> new RateQuotes(
                        quotes(priced, ids),
                        RequestId.current(),
                        false,
                        request.shipDate(),
                        !replies.stream().allMatch(Reply::isAnswer),
                        reports(replies),
                        asked.ignoredFields()));
    }

    private static List<Quote> quotes(List<Priced> priced, List<String> ids) {
        Optional<Priced> cheapest = priced.stream().min(BY_PRICE);
        Optional<Priced> fastest =
                priced.stream().filter(one -> one.rate().transitDays() != null).min(BY_SPEED);
        List<Quote> quotes = new ArrayList<>();
        for (int i = 0; i < priced.size(); i++) {
            Priced one = priced.get(i);
            quotes.add(Quote.of(
                    one.carrierName(),
                    one.rate(),
                    ids.isEmpty() ? null : ids.get(i),
                    cheapest.filter(one::equals).isPresent(),
                    fastest.filter(one::equals).isPresent()));
        }
        return quotes;
    }

    private static void requireSomeQuote(List<Reply> replies) {
        if (replies.stream().allMatch(reply -> reply.rates().isEmpty())) {
            throw QuoteProblems.withoutAnyQuote(replies);
        }
    }

    private static List<CarrierReport> reports(List<Reply> replies) {
        return replies.stream().map(Reply::report).toList();
    }
}
