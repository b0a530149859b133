package com.vantage.shipping.config;

import jakarta.annotation.Priority;
import java.util.Locale;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/**
 * Converts settings to booleans and rejects invalid values, which SmallRye's own converter turns into false. Loaded as a
 * service; applies to the framework's settings too.
 */
@Priority(StrictBooleanConverter.ABOVE_QUARKUS)
public final class StrictBooleanConverter implements Converter<Boolean> {
    /** Quarkus registers its converters with 200. */
    static final int ABOVE_QUARKUS = 300;

    private static final long serialVersionUID = 1L;

    /** Accepts MicroProfile Config's words for true, and their opposites; null for an empty text. */
    @Override
    public @Nullable Boolean convert(String value) {
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "" -> null;
            case "true", "yes", "y", "on", "1" -> true;
            case "false", "no", "n", "off", "0" -> false;
            default -> throw new IllegalArgumentException("expected true or false");
        };
    }
}
