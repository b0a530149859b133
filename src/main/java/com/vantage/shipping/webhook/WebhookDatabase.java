package com.vantage.shipping.webhook;

import com.vantage.shipping.persistence.Transactions;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;

/** Transactions with endpoints and deliveries. */
@Singleton
class WebhookDatabase extends Transactions<WebhookQueries> {
    WebhookDatabase(
            Mutiny.SessionFactory sessions,
            @ConfigProperty(name = "shipping.purchases.database-timeout") Duration timeout,
            MeterRegistry meters) {
        super(sessions, WebhookQueries_::new, timeout, meters);
    }
}
