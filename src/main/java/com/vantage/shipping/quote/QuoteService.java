package com.vantage.shipping.quote;

import com.vantage.shipping.api.RequestId;
import com.vantage.shipping.api.RequestLogContext;
import com.vantage.shipping.api.problem.ProblemException;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.ShipDates;
import com.vantage.shipping.carrier.VertxContextExecutor;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.Rate;
import com.vantage.shipping.model.RateRequest;
import com.vantage.shipping.offer.Offer;
import com.vantage.shipping.offer.QuoteStore;
import com.vantage.shipping.quote.QuoteEvent.CarrierQuotes;
import com.vantage.shipping.quote.QuoteEvent.Done;
import com.vantage.shipping.quote.QuoteEvent.Failed;
import com.vantage.shipping.quote.RateQuotes.Quote;
import com.vantage.shipping.quote.RateRanking.RankedRate;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

/** Quotes the rates of the carriers and stores them as offers. */
@Singleton
class QuoteService {
    private final Carriers carriers;
    private final RateShoppingService shopping;
    private final QuoteStore quoteStore;
    private final ShipDates shipDates;

    /** A valid request with its defaults. */
    private record Inquiry(RateQuoteRequest body, RateRequest request, Collection<GuardedCarrier> carriers) {}

    /** What a stream has emitted, and the quote ids of its rates. Used on the context of the request only. */
    private record Emitted(List<CarrierQuoteResult> results, Map<Rate, String> ids) {
        void add(CarrierQuoteResult result, List<RankedRate> ranked, List<String> newIds) {
            results.add(result);
            IntStream.range(0, newIds.size()).forEach(i -> ids.put(ranked.get(i).rate(), newIds.get(i)));
        }
    }

    QuoteService(Carriers carriers, RateShoppingService shopping, QuoteStore quoteStore, ShipDates shipDates) {
        this.carriers = carriers;
        this.shopping = shopping;
        this.quoteStore = quoteStore;
        this.shipDates = shipDates;
    }

    /** Fails with a problem if no carrier returns a rate. */
    Uni<RateQuotes> quote(RateQuoteRequest body) {
        Inquiry inquiry = inquiry(body);
        return shopping.requestRates(inquiry.request(), inquiry.carriers(), body.deadline())
                .invoke(QuoteService::requireRates)
                .flatMap(results -> toRateQuotes(inquiry, results));
    }

    private Uni<RateQuotes> toRateQuotes(Inquiry inquiry, List<CarrierQuoteResult> results) {
        List<RankedRate> ranked = rank(inquiry, results);
        return save(inquiry, ranked).map(ids -> toRateQuotes(inquiry, results, quotes(ranked, ids)));
    }

    /** Emits the quotes of each carrier when it answers, then the complete response. Never fails. */
    Multi<QuoteEvent> stream(RateQuoteRequest body) {
        Inquiry inquiry = inquiry(body);
        Executor context = VertxContextExecutor.current();
        Emitted emitted = new Emitted(new ArrayList<>(), new IdentityHashMap<>());
        return shopping.streamRates(inquiry.request(), inquiry.carriers(), body.deadline())
                .onItem()
                .transformToUniAndMerge(result -> toCarrierQuotes(inquiry, result, emitted, context))
                .onCompletion()
                .continueWith(() -> List.of(new Done(complete(inquiry, emitted))))
                .onFailure()
                .recoverWithItem(failure -> new Failed(problem(failure).details(RequestId.current())));
    }

    private Uni<QuoteEvent> toCarrierQuotes(
            Inquiry inquiry, CarrierQuoteResult result, Emitted emitted, Executor context) {
        List<RankedRate> ranked = rank(inquiry, List.of(result));
        return save(inquiry, ranked)
                .emitOn(context)
                .invoke(ids -> emitted.add(result, ranked, ids))
                .map(ids -> new CarrierQuotes(result.report(), quotes(ranked, ids)));
    }

    private Inquiry inquiry(RateQuoteRequest body) {
        RateRequest request = body.toRateRequest(shipDates.next(body.origin().toLocation()));
        validate(body, request);
        return new Inquiry(body, request, selectCarriers(body));
    }

    private void validate(RateQuoteRequest body, RateRequest request) {
        Map<String, String> errors = new LinkedHashMap<>();
        List<String> named = body.carriers() == null ? List.of() : body.carriers();
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

    private Collection<GuardedCarrier> selectCarriers(RateQuoteRequest body) {
        List<String> named = body.carriers();
        return named == null
                ? carriers.all()
                : named.stream()
                        .map(carriers::findEnabled)
                        .flatMap(Optional::stream)
                        .distinct()
                        .toList();
    }

    private static List<RankedRate> rank(Inquiry inquiry, List<CarrierQuoteResult> results) {
        return RateRanking.rank(results, inquiry.body().sort());
    }

    /** Stores the rates as offers; returns one id per rate, or none if they could not be stored. */
    private Uni<List<String>> save(Inquiry inquiry, List<RankedRate> ranked) {
        return quoteStore.save(ranked.stream()
                .map(one -> new Offer(one.carrier(), inquiry.request(), one.rate()))
                .toList());
    }

    /** @param ids one per rate, or empty */
    private static List<Quote> quotes(List<RankedRate> ranked, List<String> ids) {
        return IntStream.range(0, ranked.size())
                .mapToObj(i -> Quote.of(ranked.get(i), ids.isEmpty() ? null : ids.get(i)))
                .toList();
    }

    /** The response to all results, in the order of the carriers. */
    private static RateQuotes complete(Inquiry inquiry, Emitted emitted) {
        List<CarrierCode> order =
                inquiry.carriers().stream().map(GuardedCarrier::code).toList();
        List<CarrierQuoteResult> results = emitted.results().stream()
                .sorted(Comparator.comparing(result -> order.indexOf(result.carrier())))
                .toList();
        requireRates(results);
        List<Quote> quotes = rank(inquiry, results).stream()
                .map(one -> Quote.of(one, emitted.ids().get(one.rate())))
                .toList();
        return toRateQuotes(inquiry, results, quotes);
    }

    private static void requireRates(List<CarrierQuoteResult> results) {
        if (results.stream().allMatch(result -> result.rates().isEmpty())) {
            throw QuoteProblems.noRates(results);
        }
    }

    private static RateQuotes toRateQuotes(Inquiry inquiry, List<CarrierQuoteResult> results, List<Quote> quotes) {
        return new RateQuotes(
                quotes,
                RequestId.current(),
                false,
                inquiry.request().shipDate(),
                !results.stream().allMatch(CarrierQuoteResult::isAnswered),
                results.stream().map(CarrierQuoteResult::report).toList(),
                inquiry.body().ignoredFields());
    }

    private static ProblemException problem(Throwable failure) {
        ProblemException problem = failure instanceof ProblemException expected ? expected : internalError(failure);
        RequestLogContext.current().problem(problem.problem().code());
        return problem;
    }

    private static ProblemException internalError(Throwable failure) {
        Log.errorf(failure, "Stream of quotes failed with an unexpected error");
        return ProblemType.INTERNAL_ERROR.withDetail("quote the request_id when you report this");
    }
}
