package com.vantage.shipping.config;

import io.quarkus.runtime.configuration.DurationConverter;
import jakarta.annotation.Priority;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/** Converts settings to durations like Quarkus, but rejects negative ones and says what is expected. */
@Priority(StrictBooleanConverter.ABOVE_QUARKUS)
public final class StrictDurationConverter implements Converter<Duration> {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Duration convert(String value) {
        Duration duration = parse(value);
        if (duration != null && duration.isNegative()) {
            throw new IllegalArgumentException("expected a duration such as 2s, not a negative one");
        }
        return duration;
    }

    private static @Nullable Duration parse(String value) {
        try {
            return DurationConverter.parseDuration(value);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IllegalArgumentException("expected a duration such as 2s", e);
        }
    }
}
