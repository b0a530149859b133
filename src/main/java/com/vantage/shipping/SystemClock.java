package com.vantage.shipping;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** The one place where the time of day comes from, so that tests can bring their own. */
final class SystemClock {
    @Produces
    @ApplicationScoped
    static Clock utc() {
        return Clock.systemUTC();
    }
}
