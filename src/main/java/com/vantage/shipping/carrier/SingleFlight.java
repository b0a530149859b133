package com.vantage.shipping.carrier;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets concurrent calls with the same key share one call within this replica. A caller that cancels does not affect the
 * others; when the last one has cancelled, the call is cancelled.
 */
public final class SingleFlight<K, T> {
    private final Map<K, Call> inFlight = new HashMap<>();

    /**
     * Joins the current call for this key, or starts one.
     *
     * @param start starts a new call
     */
    public Uni<T> join(K key, Supplier<Uni<T>> start) {
        return Uni.createFrom().<T>emitter(caller -> join(key, start, caller)).emitOn(VertxContextExecutor.current());
    }

    /** The number of calls in flight. */
    public int size() {
        synchronized (inFlight) {
            return inFlight.size();
        }
    }

    private void join(K key, Supplier<Uni<T>> start, UniEmitter<? super T> caller) {
        Call call;
        boolean isFirst;
        synchronized (inFlight) {
            Call found = inFlight.get(key);
            isFirst = found == null;
            call = found == null ? new Call(key) : found;
            call.callers.add(caller);
            inFlight.put(key, call);
        }
        caller.onTermination(() -> call.removeCaller(caller));
        if (isFirst) {
            call.start(Uni.createFrom().deferred(start::get));
        }
    }

    private final class Call {
        private final K key;
        private final List<UniEmitter<? super T>> callers = new ArrayList<>();
        private @Nullable Cancellable subscription;
        private boolean isFinished;

        Call(K key) {
            this.key = key;
        }

        void start(Uni<T> call) {
            Cancellable started = call.subscribe()
                    .with(
                            item -> finishAll(caller -> caller.complete(item)),
                            failure -> finishAll(caller -> caller.fail(failure)));
            boolean isAbandoned;
            synchronized (inFlight) {
                subscription = started;
                isAbandoned = isFinished;
            }
            if (isAbandoned) {
                started.cancel();
            }
        }

        void removeCaller(UniEmitter<? super T> caller) {
            Cancellable abandoned = null;
            synchronized (inFlight) {
                callers.remove(caller);
                if (!isFinished && callers.isEmpty()) {
                    finish();
                    abandoned = subscription;
                }
            }
            if (abandoned != null) {
                abandoned.cancel();
            }
        }

        private void finishAll(Consumer<UniEmitter<? super T>> notify) {
            List<UniEmitter<? super T>> waiting;
            synchronized (inFlight) {
                waiting = List.copyOf(callers);
                callers.clear();
                finish();
            }
            waiting.forEach(notify);
        }

        private void finish() {
            isFinished = true;
            inFlight.remove(key, this);
        }
    }
}
