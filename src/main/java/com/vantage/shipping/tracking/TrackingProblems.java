package com.vantage.shipping.tracking;

import com.vantage.shipping.api.problem.ProblemException;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Failed;
import com.vantage.shipping.carrier.Outcome.NotAsked;
import java.time.Duration;

/** Chooses the problem for a tracking request without an answer. */
final class TrackingProblems {
    private TrackingProblems() {}

    static ProblemException declined(Declined<?> declined) {
        return declined.isNotFound()
                ? ProblemType.TRACKING_NOT_FOUND.withDetail(declined.reason())
                : ProblemType.CARRIER_DECLINED.withDetail(declined.reason()).retryable(false);
    }

    static ProblemException failed(Failed<?> failed) {
        return switch (failed.failure()) {
            case TIMED_OUT ->
                ProblemType.CARRIER_TIMEOUT.withDetail(failed.detail()).retryable(true);
            case RATE_LIMITED ->
                ProblemType.CARRIERS_UNAVAILABLE
                        .withDetail(failed.detail())
                        .retryAfter(failed.retryAfter() == null ? Duration.ofSeconds(1) : failed.retryAfter());
            case INTERNAL_ERROR ->
                ProblemType.INTERNAL_ERROR.withDetail(failed.detail()).retryable(false);
            case UNREACHABLE, BROKEN, UNREADABLE, CREDENTIALS_REJECTED ->
                ProblemType.CARRIER_ERROR
                        .withDetail(failed.detail())
                        .retryable(failed.failure().isTransient());
        };
    }

    static ProblemException notAsked(NotAsked<?> notAsked) {
        return ProblemType.CARRIERS_UNAVAILABLE
                .withDetail(
                        "the carrier cannot be called now: " + notAsked.reason().description())
                .retryAfter(notAsked.retryAfter());
    }
}
