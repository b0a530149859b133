package com.vantage.shipping.quote;

import com.vantage.shipping.api.RequestId;
import com.vantage.shipping.api.RequestLogContext;
import com.vantage.shipping.api.problem.FailureProblems;
import com.vantage.shipping.api.problem.ProblemException;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.ShipDateRules;
import com.vantage.shipping.carrier.VertxContextExecutor;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.Rate;
import com.vantage.shipping.model.RateRequest;
import com.vantage.shipping.quote.QuoteEvent.CarrierQuotes;
import com.vantage.shipping.quote.QuoteEvent.Done;
import com.vantage.shipping.quote.QuoteEvent.Failed;
import com.vantage.shipping.quote.RateQuoteResponse.Quote;
import com.vantage.shipping.quote.RateRanking.RankedRate;
import com.vantage.shipping.ratestore.QuoteStore;
import com.vantage.shipping.ratestore.QuotedRate;
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

/** Quotes the rates of the carriers and stores them, so that they can be bought. */
@Singleton
class QuoteService {
    private final Carriers carriers;
    private final RateShoppingService shopping;
    private final QuoteStore quoteStore;
    private final ShipDateRules shipDates;

    /** A valid request with its defaults. */
    private record ValidQuoteRequest(RateQuoteRequest body, RateRequest request, Collection<GuardedCarrier> carriers) {}

    /** What a stream has emitted, and the quote ids of its rates. Used on the context of the request only. */
    private record Emitted(List<CarrierRateResult> results, Map<Rate, String> ids) {
        void add(CarrierRateResult result, List<RankedRate> ranked, List<String> newIds) {
            results.add(result);
            IntStream.range(0, newIds.size()).forEach(i -> ids.put(ranked.get(i).rate(), newIds.get(i)));
        }
    }

    QuoteService(Carriers carriers, RateShoppingService shopping, QuoteStore quoteStore, ShipDateRules shipDates) {
        this.carriers = carriers;
        this.shopping = shopping;
        this.quoteStore = quoteStore;
        this.shipDates = shipDates;
    }

    /** Fails with a problem if no carrier returns a rate. */
    Uni<RateQuoteResponse> quote(RateQuoteRequest body) {
        ValidQuoteRequest valid = toValidRequest(body);
        return shopping.requestRates(valid.request(), valid.carriers(), body.deadline())
                .invoke(QuoteService::requireRates)
                .flatMap(results -> toResponse(valid, results));
    }

    private Uni<RateQuoteResponse> toResponse(ValidQuoteRequest valid, List<CarrierRateResult> results) {
        List<RankedRate> ranked = rank(valid, results);
        return save(valid, ranked).map(ids -> toResponse(valid, results, quotes(ranked, ids)));
    }

    /** Emits the quotes of each carrier when it answers, then the complete response. Never fails. */
    Multi<QuoteEvent> stream(RateQuoteRequest body) {
        ValidQuoteRequest valid = toValidRequest(body);
        Executor context = VertxContextExecutor.current();
        Emitted emitted = new Emitted(new ArrayList<>(), new IdentityHashMap<>());
        return shopping.streamRates(valid.request(), valid.carriers(), body.deadline())
                .onItem()
                .transformToUniAndMerge(result -> toCarrierQuotes(valid, result, emitted, context))
                .onCompletion()
                .continueWith(() -> List.of(new Done(complete(valid, emitted))))
                .onFailure()
                .recoverWithItem(failure -> new Failed(problem(failure).details(RequestId.current())));
    }

    private Uni<QuoteEvent> toCarrierQuotes(
            ValidQuoteRequest valid, CarrierRateResult result, Emitted emitted, Executor context) {
        List<RankedRate> ranked = rank(valid, List.of(result));
        return save(valid, ranked)
                .emitOn(context)
                .invoke(ids -> emitted.add(result, ranked, ids))
                .map(ids -> new CarrierQuotes(result.toCarrierResult(), quotes(ranked, ids)));
    }

    private ValidQuoteRequest toValidRequest(RateQuoteRequest body) {
        RateRequest request = body.toRateRequest(shipDates.next(body.origin().toRateAddress()));
        validate(body, request);
        return new ValidQuoteRequest(body, request, selectCarriers(body));
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

    private static List<RankedRate> rank(ValidQuoteRequest valid, List<CarrierRateResult> results) {
        return RateRanking.rank(results, valid.body().sort());
    }

    /** Stores the rates; returns one id per rate, or none if they could not be stored. */
    private Uni<List<String>> save(ValidQuoteRequest valid, List<RankedRate> ranked) {
        return quoteStore.save(ranked.stream()
                .filter(one -> !one.isEstimate())
                .map(one -> new QuotedRate(one.carrier(), valid.request(), one.rate()))
                .toList());
    }

    /** @param ids one per rate that is no estimate, or empty */
    private static List<Quote> quotes(List<RankedRate> ranked, List<String> ids) {
        return IntStream.range(0, ranked.size())
                .mapToObj(i -> Quote.of(ranked.get(i), i < ids.size() ? ids.get(i) : null))
                .toList();
    }

    /** The response to all results, in the order of the carriers. */
    private static RateQuoteResponse complete(ValidQuoteRequest valid, Emitted emitted) {
        List<CarrierCode> order =
                valid.carriers().stream().map(GuardedCarrier::code).toList();
        List<CarrierRateResult> results = emitted.results().stream()
                .sorted(Comparator.comparing(result -> order.indexOf(result.carrier())))
                .toList();
        requireRates(results);
        List<Quote> quotes = rank(valid, results).stream()
                .map(one -> Quote.of(one, emitted.ids().get(one.rate())))
                .toList();
        return toResponse(valid, results, quotes);
    }

    private static void requireRates(List<CarrierRateResult> results) {
        if (results.stream().noneMatch(CarrierRateResult::hasRates)) {
            throw QuoteProblems.noRates(results);
        }
    }

    private static RateQuoteResponse toResponse(
            ValidQuoteRequest valid, List<CarrierRateResult> results, List<Quote> quotes) {
        return new RateQuoteResponse(
                quotes,
                RequestId.current(),
                false,
                valid.request().shipDate(),
                !results.stream().allMatch(CarrierRateResult::isAnswered),
                results.stream().map(CarrierRateResult::toCarrierResult).toList(),
                valid.body().ignoredFields());
    }

    private static ProblemException problem(Throwable failure) {
        ProblemException problem = FailureProblems.of(failure);
        RequestLogContext.current().problem(problem.problem().code());
        return problem;
    }
}
