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
    private final Map<K, Call> underWay = new HashMap<>();

    /**
     * Joins the current call for this key, or starts one.
     *
     * @param start starts a new call
     */
    public Uni<T> join(K key, Supplier<Uni<T>> start) {
        return Uni.createFrom().<T>emitter(caller -> join(key, start, caller)).emitOn(CallerContext.here());
    }

    /** The number of calls in flight. */
    public int size() {
        synchronized (underWay) {
            return underWay.size();
        }
    }

    private void join(K key, Supplier<Uni<T>> start, UniEmitter<? super T> caller) {
        Call call;
        boolean first;
        synchronized (underWay) {
            Call found = underWay.get(key);
            first = found == null;
            call = found == null ? new Call(key) : found;
            call.callers.add(caller);
            underWay.put(key, call);
        }
        caller.onTermination(() -> call.leave(caller));
        if (first) {
            call.begin(Uni.createFrom().deferred(start::get));
        }
    }

    private final class Call {
        private final K key;
        private final List<UniEmitter<? super T>> callers = new ArrayList<>();
        private @Nullable Cancellable running;
        private boolean over;

        Call(K key) {
            this.key = key;
        }

        void begin(Uni<T> call) {
            Cancellable begun = call.subscribe()
                    .with(item -> end(caller -> caller.complete(item)), failure -> end(caller -> caller.fail(failure)));
            boolean alreadyLeft;
            synchronized (underWay) {
                running = begun;
                alreadyLeft = over;
            }
            if (alreadyLeft) {
                begun.cancel();
            }
        }

        void leave(UniEmitter<? super T> caller) {
            Cancellable unwanted = null;
            synchronized (underWay) {
                callers.remove(caller);
                if (!over && callers.isEmpty()) {
                    finish();
                    unwanted = running;
                }
            }
            if (unwanted != null) {
                unwanted.cancel();
            }
        }

        private void end(Consumer<UniEmitter<? super T>> tell) {
            List<UniEmitter<? super T>> waiting;
            synchronized (underWay) {
                waiting = List.copyOf(callers);
                callers.clear();
                finish();
            }
            waiting.forEach(tell);
        }

        private void finish() {
            over = true;
            underWay.remove(key, this);
        }
    }
}
