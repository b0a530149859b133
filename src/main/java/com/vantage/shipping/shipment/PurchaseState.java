package com.vantage.shipping.shipment;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** State of a purchase. {@link PurchaseTransition} defines the allowed changes. */
enum PurchaseState {
    /** Stored; the carrier was not called yet. */
    REQUESTED,
    /** The carrier may have been called. */
    PURCHASING,
    /** Bought; the labels are stored. */
    CREATED,
    /** The carrier declined. */
    DECLINED,
    /** The carrier gave no usable answer: the outcome is unknown. */
    UNKNOWN,
    /** Certainly not bought. */
    NOTHING_BOUGHT,
    /** Bought and voided. */
    CANCELLED,
    /** Voided; the carrier decides later on the refund. */
    REFUND_PENDING;

    /** The value in the database. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static PurchaseState of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** Whether the outcome is not known yet. */
    boolean isUnsettled() {
        return this == REQUESTED || this == PURCHASING || this == UNKNOWN;
    }

    /** The status in the API, where a purchase in progress is unknown. */
    String apiStatus() {
        return isUnsettled() ? UNKNOWN.code() : code();
    }

    /** Converts states for the database. */
    @Converter
    static final class CodeConverter implements AttributeConverter<PurchaseState, String> {
        @Override
        public @Nullable String convertToDatabaseColumn(@Nullable PurchaseState state) {
            return state == null ? null : state.code();
        }

        @Override
        public @Nullable PurchaseState convertToEntityAttribute(@Nullable String code) {
            return code == null ? null : of(code);
        }
    }
}
