package com.vantage.shipping.carrier;

import com.vantage.shipping.carrier.Outcome.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A carrier was called and gave no usable answer. Has no stack trace of its own. */
public final class CarrierUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Failure failure;
    private final @Nullable Duration retryAfter;

    public CarrierUnavailableException(Failure failure, String detail) {
        this(failure, detail, null, null);
    }

    /** @param retryAfter the carrier's Retry-After, if any */
    public CarrierUnavailableException(
            Failure failure, String detail, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(detail, cause, false, false);
        this.failure = failure;
        this.retryAfter = retryAfter;
    }

    public Failure failure() {
        return failure;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
