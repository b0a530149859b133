package com.vantage.shipping.carrier.resilience;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.concurrent.Semaphore;

/**
 * Lets attempts outlive their callers, a few at a time: as many as the circuit breaker has to see fail before it opens. The
 * others end with their callers, so that callers with short deadlines cannot use up the connections to a slow carrier.
 */
final class BackgroundAttempts {
    private final Semaphore room;

    /** @param most how many go on at the same time without a caller */
    BackgroundAttempts(int most) {
        this.room = new Semaphore(most);
    }

    /**
     * The same attempt; it goes on when its subscriber cancels, if there is room.
     *
     * @param cancelled runs when the attempt is cancelled with its caller, so that it has no result
     */
    <T> Uni<T> outlive(Uni<T> attempt, Runnable cancelled) {
        return Uni.createFrom().emitter(caller -> {
            Attempt state = new Attempt();
            Cancellable running =
                    attempt.onTermination().invoke(state::end).subscribe().with(caller::complete, caller::fail);
            caller.onTermination(() -> {
                if (!state.mayGoOn()) {
                    running.cancel();
                    cancelled.run();
                }
            });
        });
    }

    private final class Attempt {
        private boolean over;
        private boolean inBackground;

        synchronized boolean mayGoOn() {
            inBackground = !over && room.tryAcquire();
            return over || inBackground;
        }

        synchronized void end() {
            over = true;
            if (inBackground) {
                room.release();
            }
        }
    }
}
