package com.vantage.shipping.api.filter;

import com.vantage.shipping.ratelimit.RateLimitWindow;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** A client exceeds its rate limit. Has no stack trace, because there may be very many. */
public final class RateLimitExceededException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    RateLimitExceededException(List<RateLimitWindow> windows, Duration retryAfter) {
        super(
                windows.stream()
                        .map(RateLimitWindow::toString)
                        .collect(Collectors.joining(" or ", "this client exceeds its rate limit of ", "")),
                null,
                false,
                false);
        this.retryAfter = retryAfter;
    }

    /** How long until the client may send the next request. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
