package com.vantage.shipping.tracking;

import com.vantage.shipping.carrier.CallerContext;
import io.netty.channel.EventLoopGroup;
import io.quarkus.logging.Log;
import io.quarkus.netty.MainEventLoopGroup;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Redis with a short timeout, so that a slow Redis delays callers less than a carrier call would. After a failure, Redis is not
 * called for a while, and then probed by a single request.
 */
@ApplicationScoped
class RedisWithTimeout {
    private static final long NOT_AWAY = Long.MIN_VALUE;

    private final ReactiveRedisDataSource redis;
    private final EventLoopGroup loops;
    private final Duration patience;
    private final Duration pause;

    /** {@link System#nanoTime} of the next probe. */
    private final AtomicLong askAgainAt = new AtomicLong(NOT_AWAY);

    /** Redis was not called, because it failed recently. */
    private static final class LeftAlone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LeftAlone() {
            super("Redis failed recently and is not called for a moment", null, false, false);
        }
    }

    RedisWithTimeout(ReactiveRedisDataSource redis, @MainEventLoopGroup EventLoopGroup loops, TrackingConfig config) {
        this.redis = redis;
        this.loops = loops;
        this.patience = config.cachePatience();
        this.pause = config.cachePause();
    }

    /**
     * Runs a command; fails after the timeout, or at once after a recent failure.
     *
     * <p>The timeout runs on an event loop, behind the replies that have already arrived. Otherwise a delayed event loop would
     * look like a slow Redis, and each caller would cost a call to the carrier.
     */
    <T> Uni<T> ask(Function<ReactiveRedisDataSource, Uni<T>> command) {
        return Uni.createFrom().deferred(() -> {
            if (!maySend()) {
                return Uni.createFrom().failure(new LeftAlone());
            }
            return command.apply(redis)
                    .ifNoItem()
                    .after(patience)
                    .on(loops)
                    .fail()
                    .invoke(this::answered)
                    .onFailure()
                    .invoke(this::leaveAlone)
                    .emitOn(CallerContext.current());
        });
    }

    private boolean maySend() {
        long since = askAgainAt.get();
        long now = System.nanoTime();
        return since == NOT_AWAY || (now - since >= 0 && askAgainAt.compareAndSet(since, now + pause.toNanos()));
    }

    private void answered() {
        if (askAgainAt.getAndSet(NOT_AWAY) != NOT_AWAY) {
            Log.infof("Tracking cache available again");
        }
    }

    private void leaveAlone(Throwable why) {
        if (askAgainAt.getAndSet(System.nanoTime() + pause.toNanos()) == NOT_AWAY) {
            Log.warnf("Tracking cache unavailable: %s", why);
        }
    }
}
