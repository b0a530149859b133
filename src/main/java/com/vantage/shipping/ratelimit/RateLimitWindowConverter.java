package com.vantage.shipping.ratelimit;

import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/** Converts settings to limits. SmallRye Config could call {@link RateLimitWindow#parse} itself, but would lose its message. */
public final class RateLimitWindowConverter implements Converter<RateLimitWindow> {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable RateLimitWindow convert(String value) {
        return value.isBlank() ? null : RateLimitWindow.parse(value);
    }
}
