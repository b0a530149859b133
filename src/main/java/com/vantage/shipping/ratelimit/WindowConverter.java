package com.vantage.shipping.ratelimit;

import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/** Converts settings to limits. SmallRye Config could call {@link Window#parse} itself, but would lose its message. */
public final class WindowConverter implements Converter<Window> {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Window convert(String value) {
        return value.isBlank() ? null : Window.parse(value);
    }
}
