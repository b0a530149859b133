package com.vantage.shipping;

import jakarta.annotation.Priority;
import java.util.Locale;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/**
 * Converts settings to booleans and rejects what is neither true nor false; SmallRye's own converter turns everything that it
 * does not know into false. Found by the service loader, and used for the framework's settings too.
 */
@Priority(StrictBooleanConverter.ABOVE_QUARKUS)
public final class StrictBooleanConverter implements Converter<Boolean> {
    /** Quarkus registers its converters with 200. */
    static final int ABOVE_QUARKUS = 300;

    private static final long serialVersionUID = 1L;

    /** The words of MicroProfile Config for true, and their opposites; nothing (no value) for an empty text. */
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
