package com.vantage.shipping.tracking;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import com.vantage.shipping.support.StoreProxyClient;
import com.vantage.shipping.tracking.SimulatedTracking.Scan;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
class CancelledShipmentTest extends TrackingApiTest {
    private static final LocalDate DAY = LocalDate.parse("2026-11-20");

    @AfterEach
    void restoreConnections() {
        stores.restoreAll();
    }

    @ParameterizedTest
    @EnumSource(SimulatedTracking.class)
    void cancellationIsVisibleAtOnce(SimulatedTracking carrier) {
        Bought shipment = buy(carrier, 2);
        track(shipment).statusCode(200).body("status", is("pre_transit"));

        cancel(shipment);

        track(shipment)
                .statusCode(200)
                .header("X-Cache", "HIT")
                .body("status", is("cancelled"))
                .body("packages.status", contains("cancelled", "cancelled"));
    }

    @ParameterizedTest
    @EnumSource(SimulatedTracking.class)
    void voidedLabelUnknownToCarrierIsCancelled(SimulatedTracking carrier) {
        Bought shipment = buy(carrier, 1);
        cancel(shipment);
        buyEarlier(shipment, 4);
        carrier.doesNotFind(sandbox, shipment.number());

        track(shipment).statusCode(200).body("status", is("cancelled")).body("events.size()", is(0));
    }

    @ParameterizedTest
    @EnumSource(SimulatedTracking.class)
    void usedVoidedLabelHasCarriersStatus(SimulatedTracking carrier) {
        Bought shipment = buy(carrier, 1);
        track(shipment).statusCode(200);
        cancel(shipment);
        age(shipment, Duration.ofSeconds(301));
        carrier.tells(sandbox, shipment.number(), Scan.IN_TRANSIT, DAY.plusDays(30));

        track(shipment).statusCode(200).body("status", is("in_transit"));
    }

    /** USPS does not report that a label was voided. */
    @Test
    void cancellationWithoutRedisIsVisibleAfterCarrierCall() {
        Bought shipment = buy(SimulatedTracking.USPS, 1);
        track(shipment).statusCode(200);
        stores.cut(StoreProxyClient.REDIS);
        cancel(shipment);
        stores.restore(StoreProxyClient.REDIS);
        await().atMost(10, SECONDS).untilAsserted(() -> track(shipment).header("X-Cache", "HIT"));
        age(shipment, Duration.ofSeconds(301));

        await().atMost(10, SECONDS).untilAsserted(() -> track(shipment).body("status", is("cancelled")));
    }

    private void cancel(Bought shipment) {
        as("shipping:ship")
                .post("/api/v2/shipments/{id}/cancel", shipment.id())
                .then()
                .statusCode(200);
    }
}
