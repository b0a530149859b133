package com.vantage.shipping.tracking;

import com.vantage.shipping.carrier.VertxContextExecutor;
import io.netty.channel.EventLoopGroup;
import io.quarkus.logging.Log;
import io.quarkus.netty.MainEventLoopGroup;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Redis with a short timeout, so that a slow Redis delays callers less than a carrier call would. After a failure, Redis is not
 * called for a while, and then probed by a single request.
 */
@Singleton
class RedisWithTimeout {
    private static final long AVAILABLE = Long.MIN_VALUE;

    private final ReactiveRedisDataSource redis;
    private final EventLoopGroup loops;
    private final Duration timeout;
    private final Duration retryDelay;

    /** {@link System#nanoTime} of the next probe. */
    private final AtomicLong retryAt = new AtomicLong(AVAILABLE);

    /** Redis was not called, because it failed recently. */
    private static final class RedisSuspendedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RedisSuspendedException() {
            super("Redis failed recently and is not called for a moment", null, false, false);
        }
    }

    RedisWithTimeout(ReactiveRedisDataSource redis, @MainEventLoopGroup EventLoopGroup loops, TrackingConfig config) {
        this.redis = redis;
        this.loops = loops;
        this.timeout = config.cacheTimeout();
        this.retryDelay = config.cacheRetryDelay();
    }

    /**
     * Runs a command; fails after the timeout, or at once after a recent failure.
     *
     * <p>The timeout runs on an event loop, behind the replies that have already arrived. Otherwise a delayed event loop would
     * look like a slow Redis, and each caller would cost a call to the carrier.
     */
    <T> Uni<T> execute(Function<ReactiveRedisDataSource, Uni<T>> command) {
        return Uni.createFrom().deferred(() -> {
            if (!mayExecute()) {
                return Uni.createFrom().failure(new RedisSuspendedException());
            }
            return command.apply(redis)
                    .ifNoItem()
                    .after(timeout)
                    .on(loops)
                    .fail()
                    .invoke(this::onReply)
                    .onFailure()
                    .invoke(this::suspend)
                    .emitOn(VertxContextExecutor.current());
        });
    }

    private boolean mayExecute() {
        long retryTime = retryAt.get();
        long now = System.nanoTime();
        return retryTime == AVAILABLE
                || (now - retryTime >= 0 && retryAt.compareAndSet(retryTime, now + retryDelay.toNanos()));
    }

    private void onReply() {
        if (retryAt.getAndSet(AVAILABLE) != AVAILABLE) {
            Log.infof("Tracking cache available again");
        }
    }

    private void suspend(Throwable failure) {
        if (retryAt.getAndSet(System.nanoTime() + retryDelay.toNanos()) == AVAILABLE) {
            Log.warnf("Tracking cache unavailable: %s", failure);
        }
    }
}
