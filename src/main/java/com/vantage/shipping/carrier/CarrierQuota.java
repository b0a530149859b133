package com.vantage.shipping.carrier;

import com.vantage.shipping.carrier.CallGuard.Purpose;
import com.vantage.shipping.carrier.Outcome.Reason;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.ratelimit.RateLimit;
import com.vantage.shipping.ratelimit.RateLimit.Verdict;
import com.vantage.shipping.ratelimit.RateLimit.Wish;
import com.vantage.shipping.ratelimit.RateLimiter;
import com.vantage.shipping.ratelimit.Window;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** The request quota of our account at one carrier, shared by all replicas. */
final class CarrierQuota implements CallGuard.Quota {
    /** Keeps callers that wait for the same window from retrying at the same moment. */
    private static final int LONGEST_JITTER_MILLIS = 20;

    private final RateLimiter limiter;
    private final RateLimit limit;
    private final int percentOfReads;
    private final Duration longestWait;

    CarrierQuota(CarrierCode carrier, CarriersConfig.Settings settings, RateLimiter limiter) {
        this.limiter = limiter;
        this.limit = new RateLimit("carrier:" + carrier, settings.quota().orElse(List.of()));
        this.percentOfReads = 100 - settings.purchaseReserve();
        this.longestWait = settings.quotaWait();
    }

    @Override
    public Uni<Void> take(long calls, Purpose purpose) {
        Wish wish = new Wish(limit, calls, purpose == Purpose.PURCHASE ? 100 : percentOfReads);
        return take(wish, longestWait, CallerContext.here());
    }

    @Override
    public Uni<Void> close(Duration time) {
        return limiter.close(limit, time);
    }

    List<Window> windows() {
        return limit.windows();
    }

    /** Usage of each window: of all replicas, or of this one only while Redis is unavailable. */
    Uni<List<QuotaUsage>> use() {
        List<Window> windows = limit.windows();
        return limiter.take(new Wish(limit, 0, 100))
                .emitOn(CallerContext.here())
                .map(verdict -> IntStream.range(0, windows.size())
                        .mapToObj(i ->
                                QuotaUsage.of(windows.get(i), verdict.used().get(i), limiter.isShared()))
                        .toList());
    }

    private Uni<Void> take(Wish wish, Duration patience, Executor asked) {
        return limiter.take(wish).emitOn(asked).flatMap(verdict -> {
            if (verdict.granted()) {
                return Uni.createFrom().voidItem();
            }
            Duration pause = pause(verdict);
            return pause.compareTo(patience) > 0
                    ? Uni.createFrom().failure(new NotAskedException(reason(verdict), verdict.delay()))
                    : Uni.createFrom()
                            .voidItem()
                            .onItem()
                            .delayIt()
                            .by(pause)
                            .chain(() -> take(wish, patience.minus(pause), asked));
        });
    }

    private static Reason reason(Verdict refused) {
        return refused.isClosed() ? Reason.THROTTLED : Reason.QUOTA_SPENT;
    }

    private static Duration pause(Verdict verdict) {
        return verdict.delay().plusMillis(ThreadLocalRandom.current().nextInt(LONGEST_JITTER_MILLIS));
    }
}
