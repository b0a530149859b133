package com.vantage.shipping.api.filter;

import com.vantage.shipping.api.GracefulShutdown;
import com.vantage.shipping.ratelimit.RateLimit;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Admits the items of batches by the rules of single requests: shutdown, load shedding and the client's rate limit. A batch
 * cannot get more than its items would get alone.
 */
@Singleton
public final class ItemAdmission {
    private final GracefulShutdown shutdown;
    private final ConcurrencyLimiter load;
    private final ClientRateLimiter rates;

    /**
     * The request whose items are admitted.
     *
     * @param context runs work on the request's Vert.x context
     */
    public record Batch(String client, RequestPriority priority, Executor context) {}

    ItemAdmission(GracefulShutdown shutdown, ConcurrencyLimiter load, ClientRateLimiter rates) {
        this.shutdown = shutdown;
        this.load = load;
        this.rates = rates;
    }

    /** Does an item's work, or fails with the problem that a single request would be answered with. */
    public <T> Uni<T> admit(Batch batch, Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            if (shutdown.isRefusing()) {
                throw ShutdownFilter.problem();
            }
            if (!load.tryAcquire(batch.priority())) {
                throw LoadSheddingFilter.problem();
            }
            return Uni.createFrom()
                    .deferred(() -> countRequest(batch.client())) // releases the permit also if it throws
                    .emitOn(batch.context())
                    .chain(work::get)
                    .onTermination()
                    .invoke(() -> load.release(batch.priority()));
        });
    }

    private Uni<Void> countRequest(String client) {
        if (!rates.isLimiting()) {
            return Uni.createFrom().voidItem();
        }
        RateLimit limit = rates.limitOf(client);
        return rates.acquire(limit)
                .invoke(decision -> ClientRateLimiter.requireGranted(limit, decision))
                .replaceWithVoid();
    }
}
