package com.vantage.shipping.quote;

import com.vantage.shipping.carrier.CarrierResult;
import com.vantage.shipping.model.Rate;
import com.vantage.shipping.model.ServiceClass;
import com.vantage.shipping.model.Surcharge;
import com.vantage.shipping.quote.RateRanking.RankedRate;
import com.vantage.shipping.ratestore.QuoteStore;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The response body of a rate quote. */
@Schema(name = "RateQuotes", description = "The rates of all carriers, and the outcome of each carrier")
record RateQuoteResponse(
        @Schema(description = "In the order that `sort` asks for")
        List<Quote> quotes,

        @Schema(examples = "ship-rq-8a2b3c") String requestId,

        @Schema(description = "Always false, because rates are not cached")
        boolean cached,

        @Schema(description = "Ship date of the rates: that of the request, or the default", examples = "2025-10-09")
        LocalDate shipDate,

        @Schema(description = "Whether a carrier gave no answer")
        boolean partial,

        @Schema(description = "Outcome of each carrier") List<CarrierResult> carriers,

        @Schema(
                description =
                        "JSON pointers of the request's unknown fields, which were ignored, at most 20; absent when there are none",
                examples = "[\"/packages/0/weigth_oz\"]")
        @Nullable
        List<String> ignoredFields) {

    /** One rate. Fields that the carrier does not state are absent. */
    @Schema(description = "One rate. Fields that the carrier does not state are absent")
    record Quote(
            @Schema(examples = "UPS") String carrier,
            @Schema(examples = "Ground") String service,

            @Schema(description = "Total price of the shipment", examples = "12.45")
            BigDecimal rate,

            @Schema(description = "Business days", examples = "5") @Nullable
            Integer transitDays,

            @Schema(description = "Delivery date that the carrier states", examples = "2025-10-14") @Nullable
            LocalDate deliveryDate,

            @Schema(description = "Reference to buy at this rate within " + QuoteStore.TTL_MINUTES + " minutes")
            @Nullable
            String quoteId,

            @Schema(examples = "03") String serviceCode,
            @Schema(implementation = ServiceClass.class) String serviceClass,
            @Schema(examples = "USD") String currency,

            @Schema(
                    description = "The carrier's list price; equal to rate where the carrier states no account price",
                    examples = "16.81")
            @Nullable
            BigDecimal listRate,

            @Schema(description = "Parts of the rate that the carrier itemizes, such as fuel")
            List<Surcharge> surcharges,

            @Schema(
                    description =
                            "The carrier's estimate of import duties and taxes, not included in rate; absent if it states none",
                    examples = "4.20")
            @Nullable
            BigDecimal dutiesTaxes,

            @Schema(description = "Whether the carrier guarantees the delivery date")
            boolean guaranteed,

            @Schema(
                    description =
                            "Whether this is the lowest rate. Rates in other currencies than USD are not compared with those in USD, "
                                    + "and come after them")
            boolean cheapest,

            @Schema(description = "Whether this is the fastest rate; among equally fast ones, the cheapest")
            boolean fastest,

            @Schema(
                    description =
                            "True if the carrier gave no answer and this is what it stated before for the same lane and weight; "
                                    + "absent otherwise. An estimate has no `quote_id`",
                    examples = "true")
            @Nullable
            Boolean estimated,

            @Schema(description = "When the carrier stated the estimate", examples = "2025-10-08T17:20:09Z") @Nullable
            Instant asOf) {

        static Quote of(RankedRate ranked, @Nullable String quoteId) {
            Rate rate = ranked.rate();
            return new Quote(
                    ranked.carrierName(),
                    rate.service().name(),
                    rate.total().amount(),
                    rate.transitDays(),
                    rate.deliveryDate(),
                    quoteId,
                    rate.service().code(),
                    rate.service().serviceClass().code(),
                    rate.total().currency(),
                    rate.list() == null ? null : rate.list().amount(),
                    rate.surcharges(),
                    rate.dutiesTaxes(),
                    rate.guaranteed(),
                    ranked.cheapest(),
                    ranked.fastest(),
                    ranked.isEstimate() ? true : null,
                    ranked.asOf());
        }
    }
}
