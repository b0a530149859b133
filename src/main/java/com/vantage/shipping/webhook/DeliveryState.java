package com.vantage.shipping.webhook;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** State of a delivery. */
enum DeliveryState {
    /** Not accepted by the endpoint yet. */
    PENDING,
    /** Accepted by the endpoint, with a 2xx. */
    DELIVERED,
    /** Given up. */
    FAILED;

    /** The value in the API and in the database. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Converts states for the database. */
    @Converter
    static final class CodeConverter implements AttributeConverter<DeliveryState, String> {
        @Override
        public @Nullable String convertToDatabaseColumn(@Nullable DeliveryState state) {
            return state == null ? null : state.code();
        }

        @Override
        public @Nullable DeliveryState convertToEntityAttribute(@Nullable String code) {
            return code == null ? null : valueOf(code.toUpperCase(Locale.ROOT));
        }
    }
}
