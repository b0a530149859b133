package com.vantage.shipping.api.problem;

import io.quarkus.runtime.configuration.MemorySize;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The size limits of request bodies: that of batches, which the framework enforces too, and a smaller one for all others. */
@Singleton
public final class BodyLimits {
    private static final BodyLimit SINGLE = new BodyLimit(64 * 1024);
    private static final String BATCH_SUFFIX = "/batch";

    private final BodyLimit batch;

    BodyLimits(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize largest) {
        this.batch = new BodyLimit(largest.asLongValue());
    }

    /** The limit of requests to this path. */
    public BodyLimit of(String path) {
        return path.endsWith(BATCH_SUFFIX) ? batch : SINGLE;
    }

    /** The limit that the framework enforces. */
    BodyLimit largest() {
        return batch;
    }
}
