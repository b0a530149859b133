package com.vantage.shipping.api.problem;

import io.quarkus.runtime.configuration.MemorySize;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The size limit of request bodies, and the problem of a larger one. */
@Singleton
public final class BodyLimit {
    private final long bytes;

    BodyLimit(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit) {
        this.bytes = limit.asLongValue();
    }

    public long bytes() {
        return bytes;
    }

    public ProblemException exceeded() {
        return ProblemType.TOO_LARGE.withDetail("the body must be at most " + bytes / 1024 + " KiB");
    }
}
