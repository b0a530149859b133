package com.vantage.shipping.config;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** Provides the clock, which tests replace. */
final class SystemClock {
    @Produces
    @ApplicationScoped
    static Clock utc() {
        return Clock.systemUTC();
    }
}
