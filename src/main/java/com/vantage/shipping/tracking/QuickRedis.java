package com.vantage.shipping.tracking;

import com.vantage.shipping.carrier.Contexts;
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
 * Redis that answers quickly or not at all: a slow one must not make a caller wait longer than asking the carrier would.
 * After it did not answer it is left alone for a while, and then tried by one request, not by all at once.
 */
@ApplicationScoped
class QuickRedis {
    private static final long NOT_AWAY = Long.MIN_VALUE;

    private final ReactiveRedisDataSource redis;
    private final EventLoopGroup loops;
    private final Duration patience;
    private final Duration pause;

    /** In nanoseconds. */
    private final AtomicLong askAgainAt = new AtomicLong(NOT_AWAY);

    /** Redis was not asked. */
    private static final class LeftAlone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LeftAlone() {
            super("Redis is left alone for a moment", null, false, false);
        }
    }

    QuickRedis(ReactiveRedisDataSource redis, @MainEventLoopGroup EventLoopGroup loops, TrackingConfig config) {
        this.redis = redis;
        this.loops = loops;
        this.patience = config.cachePatience();
        this.pause = config.cachePause();
    }

    /**
     * Fails soon, or at once, when Redis is away.
     *
     * <p>The time is taken on an event loop, behind the replies that have arrived meanwhile: a replica that is late itself must
     * not take Redis for slow, and ask the carrier for each caller besides.
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
                    .emitOn(Contexts.here());
        });
    }

    private boolean maySend() {
        long since = askAgainAt.get();
        long now = System.nanoTime();
        return since == NOT_AWAY || (now - since >= 0 && askAgainAt.compareAndSet(since, now + pause.toNanos()));
    }

    private void answered() {
        if (askAgainAt.getAndSet(NOT_AWAY) != NOT_AWAY) {
            Log.infof("Tracking has its cache again");
        }
    }

    private void leaveAlone(Throwable why) {
        if (askAgainAt.getAndSet(System.nanoTime() + pause.toNanos()) == NOT_AWAY) {
            Log.warnf("Tracking goes on without its cache: %s", why);
        }
    }
}
