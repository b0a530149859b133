package com.vantage.shipping.quote;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.vantage.shipping.api.problem.ProblemDetails;
import com.vantage.shipping.carrier.CarrierResult;
import com.vantage.shipping.quote.RateQuoteResponse.Quote;
import java.util.List;

/** An event in the stream of a rate quote: one for each carrier, then one that ends the stream. */
sealed interface QuoteEvent {

    /** What one carrier answered. Its rates are ranked among themselves. */
    record CarrierQuotes(@JsonUnwrapped CarrierResult result, List<Quote> quotes) implements QuoteEvent {}

    /** The complete response. */
    record Done(RateQuoteResponse quotes) implements QuoteEvent {}

    /** The problem in place of a response, as no carrier returned a rate. */
    record Failed(ProblemDetails problem) implements QuoteEvent {}
}
