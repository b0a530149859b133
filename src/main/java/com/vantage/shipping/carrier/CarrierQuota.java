package com.vantage.shipping.carrier;

import com.vantage.shipping.carrier.CallGuard.Purpose;
import com.vantage.shipping.carrier.Outcome.Reason;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.ratelimit.RateLimit;
import com.vantage.shipping.ratelimit.RateLimit.PermitDecision;
import com.vantage.shipping.ratelimit.RateLimit.PermitRequest;
import com.vantage.shipping.ratelimit.RateLimitWindow;
import com.vantage.shipping.ratelimit.RateLimiter;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** The request quota of our account at one carrier, shared by all replicas. */
final class CarrierQuota implements CallGuard.Quota {
    /** Keeps callers that wait for the same window from retrying at the same moment. */
    private static final int MAX_JITTER_MILLIS = 20;

    private final RateLimiter limiter;
    private final RateLimit limit;
    private final int readPercent;
    private final Duration maxWait;

    CarrierQuota(CarrierCode carrier, CarriersConfig.Settings settings, RateLimiter limiter) {
        this.limiter = limiter;
        this.limit = new RateLimit("carrier:" + carrier, settings.quota().orElse(List.of()));
        this.readPercent = 100 - settings.purchaseReserve();
        this.maxWait = settings.quotaTimeout();
    }

    @Override
    public Uni<Void> acquire(long calls, Purpose purpose) {
        PermitRequest request = new PermitRequest(limit, calls, purpose == Purpose.PURCHASE ? 100 : readPercent);
        return acquire(request, maxWait, VertxContextExecutor.current());
    }

    @Override
    public Uni<Void> suspend(Duration duration) {
        return limiter.suspend(limit, duration);
    }

    List<RateLimitWindow> windows() {
        return limit.windows();
    }

    /** Whether less than this percentage of every window is used, and the carrier has not rate limited us. */
    Uni<Boolean> isBelow(int percent) {
        List<RateLimitWindow> windows = limit.windows();
        return limiter.acquire(new PermitRequest(limit, 0, 100))
                .emitOn(VertxContextExecutor.current())
                .map(decision -> !decision.isSuspended()
                        && IntStream.range(0, windows.size())
                                .allMatch(i -> decision.used().get(i) * 100
                                        < windows.get(i).limit() * percent));
    }

    /** Usage of each window: of all replicas, or of this one only while Redis is unavailable. */
    Uni<List<QuotaUsage>> usage() {
        List<RateLimitWindow> windows = limit.windows();
        return limiter.acquire(new PermitRequest(limit, 0, 100))
                .emitOn(VertxContextExecutor.current())
                .map(decision -> IntStream.range(0, windows.size())
                        .mapToObj(i ->
                                QuotaUsage.of(windows.get(i), decision.used().get(i), limiter.isShared()))
                        .toList());
    }

    private Uni<Void> acquire(PermitRequest request, Duration remainingWait, Executor context) {
        return limiter.acquire(request).emitOn(context).flatMap(decision -> {
            if (decision.isGranted()) {
                return Uni.createFrom().voidItem();
            }
            Duration delay = delayWithJitter(decision);
            return delay.compareTo(remainingWait) > 0
                    ? Uni.createFrom().failure(new NotAskedException(reason(decision), decision.retryAfter()))
                    : Uni.createFrom()
                            .voidItem()
                            .onItem()
                            .delayIt()
                            .by(delay)
                            .chain(() -> acquire(request, remainingWait.minus(delay), context));
        });
    }

    private static Reason reason(PermitDecision decision) {
        return decision.isSuspended() ? Reason.RATE_LIMITED : Reason.QUOTA_EXHAUSTED;
    }

    private static Duration delayWithJitter(PermitDecision decision) {
        return decision.retryAfter().plusMillis(ThreadLocalRandom.current().nextInt(MAX_JITTER_MILLIS));
    }
}
