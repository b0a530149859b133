package com.vantage.shipping.config;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Provides the clock, which tests replace. */
final class SystemClock {
    @Produces
    @Singleton
    static Clock utc() {
        return Clock.systemUTC();
    }
}
