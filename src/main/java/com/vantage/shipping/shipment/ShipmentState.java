package com.vantage.shipping.shipment;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How far a purchase has come. {@link Transition} says what may follow what. */
enum ShipmentState {
    /** Written down; the carrier was not asked yet. */
    REQUESTED,
    /** The carrier may have been asked. */
    PURCHASING,
    /** Bought; the labels are here. */
    CREATED,
    /** The carrier said no. */
    DECLINED,
    /** Asked without an answer: nobody knows whether it was bought. */
    UNKNOWN,
    /** Nothing was bought, for sure. */
    NOTHING_BOUGHT,
    /** Bought and taken back. */
    CANCELLED,
    /** Taken back; whether the money comes back the carrier decides later. */
    REFUND_PENDING;

    /** As it stands in the table. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ShipmentState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Whether the end of the purchase is still to come. */
    boolean isOpen() {
        return this == REQUESTED || this == PURCHASING || this == UNKNOWN;
    }

    /** As callers read it: to them, a purchase under way is unknown. */
    String forCallers() {
        return isOpen() ? UNKNOWN.word() : word();
    }

    /** States in the database. */
    @Converter
    static final class AsWord implements AttributeConverter<ShipmentState, String> {
        @Override
        public @Nullable String convertToDatabaseColumn(@Nullable ShipmentState state) {
            return state == null ? null : state.word();
        }

        @Override
        public @Nullable ShipmentState convertToEntityAttribute(@Nullable String word) {
            return word == null ? null : of(word);
        }
    }
}
