package com.vantage.shipping.shipment;

import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.support.ApiTest;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Arc;
import io.quarkus.hibernate.orm.PersistenceUnit.PersistenceUnitLiteral;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.Test;

/** Without an address of database replicas; with one: {@link ReadFailoverTest}. */
@QuarkusTest
class ReadDatabaseTest extends ApiTest {
    @Inject
    MeterRegistry meters;

    @Test
    void replicaIsNotStarted() {
        assertThat(Arc.container()
                        .select(Mutiny.SessionFactory.class, new PersistenceUnitLiteral(ReadDatabase.REPLICA))
                        .getHandle()
                        .getBean()
                        .isActive())
                .isFalse();
    }

    @Test
    void usageOfConnectionPoolIsMeasured() {
        as(ALL_SCOPES).get("/api/v2/shipments").then().statusCode(200);

        assertThat(meters.get("sql.pool.ratio").gauges())
                .singleElement()
                .extracting(Gauge::value)
                .matches(Double::isFinite, "is finite");
    }
}
