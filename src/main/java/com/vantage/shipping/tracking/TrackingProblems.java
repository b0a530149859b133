package com.vantage.shipping.tracking;

import com.vantage.shipping.api.problem.ProblemException;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Failed;
import com.vantage.shipping.carrier.Outcome.NotCalled;
import java.time.Duration;

/** Chooses the problem for a tracking request without an answer. */
final class TrackingProblems {
    private TrackingProblems() {}

    static ProblemException declined(Declined<?> no) {
        return no.isNotFound()
                ? ProblemType.TRACKING_NOT_FOUND.because(no.reason())
                : ProblemType.CARRIER_DECLINED.because(no.reason()).retryable(false);
    }

    static ProblemException failed(Failed<?> failed) {
        return switch (failed.failure()) {
            case TIMED_OUT ->
                ProblemType.CARRIER_TIMEOUT.because(failed.detail()).retryable(true);
            case RATE_LIMITED ->
                ProblemType.CARRIERS_UNAVAILABLE
                        .because(failed.detail())
                        .retryAfter(failed.retryAfter() == null ? Duration.ofSeconds(1) : failed.retryAfter());
            case INTERNAL_ERROR ->
                ProblemType.INTERNAL_ERROR.because(failed.detail()).retryable(false);
            case UNREACHABLE, BROKEN, UNREADABLE, CREDENTIALS_REJECTED ->
                ProblemType.CARRIER_ERROR
                        .because(failed.detail())
                        .retryable(failed.failure().isTransient());
        };
    }

    static ProblemException notAsked(NotCalled<?> notAsked) {
        return ProblemType.CARRIERS_UNAVAILABLE
                .because(
                        "the carrier cannot be called now: " + notAsked.reason().description())
                .retryAfter(notAsked.retryAfter());
    }
}
