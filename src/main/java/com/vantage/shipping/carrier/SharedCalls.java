package com.vantage.shipping.carrier;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls under way, each shared by all who ask the same at that moment. Whoever goes away leaves the call to the others; when
 * the last one has gone, it is given up.
 */
final class SharedCalls<K, T> {
    private final Map<K, Shared> underWay = new HashMap<>();

    /** @param call is made only if none for this key is under way */
    Uni<T> call(K key, Supplier<Uni<T>> call) {
        return Uni.createFrom().emitter(caller -> join(key, call, caller));
    }

    private void join(K key, Supplier<Uni<T>> call, UniEmitter<? super T> caller) {
        Shared shared;
        boolean isFirst;
        synchronized (underWay) {
            Shared known = underWay.get(key);
            isFirst = known == null;
            shared = known == null ? new Shared(key) : known;
            underWay.put(key, shared);
            shared.callers.add(caller);
        }
        caller.onTermination(() -> shared.leave(caller));
        if (isFirst) {
            shared.start(call);
        }
    }

    private final class Shared {
        private final K key;
        private final Set<UniEmitter<? super T>> callers = new LinkedHashSet<>();
        private @Nullable Cancellable subscription;
        private boolean isGivenUp;

        Shared(K key) {
            this.key = key;
        }

        void start(Supplier<Uni<T>> call) {
            Cancellable started = Uni.createFrom()
                    .deferred(call::get)
                    .subscribe()
                    .with(
                            item -> tell(caller -> caller.complete(item)),
                            failure -> tell(caller -> caller.fail(failure)));
            synchronized (underWay) {
                subscription = started;
            }
            if (isGivenUp) {
                started.cancel();
            }
        }

        void leave(UniEmitter<? super T> caller) {
            Cancellable abandoned = null;
            synchronized (underWay) {
                if (callers.remove(caller) && callers.isEmpty() && underWay.remove(key, this)) {
                    isGivenUp = true;
                    abandoned = subscription;
                }
            }
            if (abandoned != null) {
                abandoned.cancel();
            }
        }

        private void tell(Consumer<UniEmitter<? super T>> word) {
            List<UniEmitter<? super T>> waiting;
            synchronized (underWay) {
                underWay.remove(key, this);
                waiting = List.copyOf(callers);
                callers.clear();
            }
            waiting.forEach(word);
        }
    }
}
