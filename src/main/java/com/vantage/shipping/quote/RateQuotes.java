package com.vantage.shipping.quote;

import com.vantage.shipping.carrier.CarrierReport;
import com.vantage.shipping.model.Rate;
import com.vantage.shipping.model.ServiceClass;
import com.vantage.shipping.model.Surcharge;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The answer to a rate quote, as it goes out. */
@Schema(description = "Every price that a carrier gave, and one word on each carrier")
record RateQuotes(
        @Schema(description = "In the order that `sort` asks for")
        List<Quote> quotes,

        @Schema(examples = "ship-rq-8a2b3c") String requestId,

        @Schema(description = "Always false: prices are asked for each time")
        boolean cached,

        @Schema(
                description = "The day that the prices are for: that of the request, or the default",
                examples = "2025-10-09")
        LocalDate shipDate,

        @Schema(description = "Some carrier gave no answer") boolean partial,

        @Schema(description = "What became of the question to each carrier")
        List<CarrierReport> carriers,

        @Schema(
                description =
                        "JSON pointers of the request's fields that are not known and were left out, at most 20; absent "
                                + "when there are none",
                examples = "[\"/packages/0/weigth_oz\"]")
        @Nullable
        List<String> ignoredFields) {

    /** One price. What a carrier did not say is left out. */
    @Schema(description = "One price. What the carrier does not state is left out")
    record Quote(
            @Schema(examples = "UPS") String carrier,
            @Schema(examples = "Ground") String service,

            @Schema(description = "What the shipment costs us in all", examples = "12.45")
            BigDecimal rate,

            @Schema(description = "Business days", examples = "5") @Nullable
            Integer transitDays,

            @Schema(description = "The day that the carrier names", examples = "2025-10-14") @Nullable
            LocalDate deliveryDate,

            @Schema(description = "To buy at this price within 30 minutes") @Nullable
            String quoteId,

            @Schema(examples = "03") String serviceCode,
            @Schema(implementation = ServiceClass.class) String serviceClass,
            @Schema(examples = "USD") String currency,

            @Schema(
                    description = "The carrier's list price; equal to rate where the carrier states no account price",
                    examples = "16.81")
            @Nullable
            BigDecimal listRate,

            @Schema(description = "Parts of the rate that the carrier names, such as fuel")
            List<Surcharge> surcharges,

            @Schema(description = "Whether the carrier guarantees the day")
            boolean guaranteed,

            @Schema(description = "The lowest rate of all") boolean cheapest,

            @Schema(description = "The fewest days of all, the cheapest of these")
            boolean fastest) {

        static Quote of(String carrier, Rate rate, @Nullable String quoteId, boolean cheapest, boolean fastest) {
            return new Quote(
                    carrier,
                    rate.service().name(),
                    rate.total().amount(),
                    rate.transitDays(),
                    rate.deliveryDate(),
                    quoteId,
                    rate.service().code(),
                    rate.service().serviceClass().word(),
                    rate.total().currency(),
                    rate.list() == null ? null : rate.list().amount(),
                    rate.surcharges(),
                    rate.guaranteed(),
                    cheapest,
                    fastest);
        }
    }
}
