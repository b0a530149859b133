package com.vantage.shipping.shipment;

import com.vantage.shipping.persistence.Transactions;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import org.hibernate.reactive.mutiny.Mutiny;

/** Transactions with shipments, retried for {@link PurchaseConfig#databaseTimeout}. */
@Singleton
class Database extends Transactions<ShipmentQueries> {
    Database(Mutiny.SessionFactory sessions, PurchaseConfig config, MeterRegistry meters) {
        super(sessions, ShipmentQueries_::new, config.databaseTimeout(), meters);
    }
}
