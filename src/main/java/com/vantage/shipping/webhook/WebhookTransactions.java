package com.vantage.shipping.webhook;

import com.vantage.shipping.persistence.Transactions;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;

/** Transactions with endpoints and deliveries. */
@Singleton
class WebhookTransactions extends Transactions<WebhookQueries> {
    /** So few that locks are short. */
    private static final int BATCH_SIZE = 500;

    WebhookTransactions(
            Mutiny.SessionFactory sessions,
            @ConfigProperty(name = "shipping.purchases.database-timeout") Duration timeout,
            MeterRegistry meters) {
        super(sessions, WebhookQueries_::new, timeout, meters);
    }

    /**
     * Repeats a statement, each time in a transaction of its own, until it finds no more rows.
     *
     * @param statement gets the maximum number of rows, and returns how many it has changed or deleted
     * @return number of rows of all batches
     */
    Uni<Integer> executeInBatches(BiFunction<WebhookQueries, Integer, Uni<Integer>> statement) {
        return Multi.createBy()
                .repeating()
                .uni(() -> execute(queries -> statement.apply(queries, BATCH_SIZE)))
                .whilst(changed -> changed > 0)
                .collect()
                .with(Collectors.summingInt(Integer::intValue));
    }
}
