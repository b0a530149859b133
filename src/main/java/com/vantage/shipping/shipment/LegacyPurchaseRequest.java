package com.vantage.shipping.shipment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.vantage.shipping.model.LabelFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The form of a purchase that versions up to 2.2 hashed: every value as it was sent. Their stored idempotency keys are
 * compared with this form, so that requests are replayed across an upgrade. Keys live for 30 days; after that this
 * class can be removed.
 */
record LegacyPurchaseRequest(
        @Nullable String quoteId,
        @Nullable String carrier,
        @Nullable String serviceCode,
        @Nullable String orderId,
        @Nullable String customerId,
        @Nullable LocalDate shipDate,
        @Nullable LabelFormat labelFormat,
        @Nullable LegacyParty origin,
        @Nullable LegacyParty destination,
        @Nullable List<@Nullable LegacyParcel> packages) {

    record LegacyParty(
            @Nullable String name,
            @Nullable String company,
            @Nullable String phone,
            @Nullable String email,
            @Nullable String street1,
            @Nullable String street2,
            @Nullable String city,
            @Nullable String state,
            @Nullable String zip,
            @Nullable String country,
            @Nullable Boolean residential) {

        @Override
        public String toString() {
            return "LegacyParty[" + state + "]";
        }
    }

    record LegacyParcel(
            @Nullable BigDecimal weightOz,
            @Nullable LegacyBox dimensions,
            @Nullable String reference) {}

    record LegacyBox(
            @Nullable BigDecimal length,
            @Nullable BigDecimal width,
            @Nullable BigDecimal height) {}

    /** The JSON that those versions hashed; empty if they could not read the request, and so stored no key. */
    static Optional<byte[]> toJson(byte[] body, ObjectMapper json) {
        try {
            return Optional.of(json.writeValueAsBytes(json.readValue(body, LegacyPurchaseRequest.class)));
        } catch (JsonProcessingException unreadable) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
