package com.vantage.shipping.config;

import io.smallrye.config.FallbackConfigSourceInterceptor;

/**
 * Reads a setting by its former name where that is set with a higher priority than the current one, from the environment
 * too. If both are set in the same place, the current one wins.
 */
public final class FormerSettingsInterceptor extends FallbackConfigSourceInterceptor {
    private static final long serialVersionUID = 1L;

    public FormerSettingsInterceptor() {
        super(FormerSettings::formerName);
    }
}
