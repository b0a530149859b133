package com.vantage.shipping.shipment;

import com.vantage.shipping.persistence.Transactions;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/** Transactions with shipments, retried for {@link PurchaseConfig#databaseTimeout}. */
@Singleton
class ShipmentTransactions extends Transactions<ShipmentQueries> {
    ShipmentTransactions(Mutiny.SessionFactory sessions, PurchaseConfig config, MeterRegistry meters) {
        super(sessions, ShipmentQueries_::new, config.databaseTimeout(), meters);
    }

    /** Executes work once, in another database. */
    static <T> Uni<T> executeOnce(Mutiny.SessionFactory sessions, Function<ShipmentQueries, Uni<T>> work) {
        return inSession(sessions, session -> work.apply(new ShipmentQueries_(session)));
    }
}
