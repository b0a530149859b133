package com.vantage.shipping.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.vantage.shipping.tracking.SimulatedTracking.Scan;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
class SeveralPackagesTest extends TrackingApiTest {
    private static final Duration PAST_FRESH = Duration.ofSeconds(301);
    private static final LocalDate DAY = LocalDate.parse("2026-11-20");

    @ParameterizedTest
    @EnumSource(SimulatedTracking.class)
    void exceptionOfOnePackageIsShipmentStatus(SimulatedTracking carrier) {
        Bought shipment = buy(carrier, 2);
        carrier.tells(sandbox, shipment.numbers().getFirst(), Scan.DELIVERED, DAY);
        carrier.tells(sandbox, shipment.numbers().getLast(), Scan.EXCEPTION, DAY);

        track(shipment)
                .statusCode(200)
                .body("status", is("exception"))
                .body("tracking_number", is(shipment.numbers().getLast().value()))
                .body("delivered_at", nullValue())
                .body("events.size()", is(1))
                .body("packages.tracking_number", contains(text(shipment)))
                .body("packages.reference", contains("box 1", "box 2"))
                .body("packages.status", contains("delivered", "exception"))
                .body("packages[0].delivered_at", startsWith("2026-11-20T10:15"))
                .body("packages[1].delivered_at", nullValue())
                .body("packages.events.size()", is(2))
                .body("packages[1].events[0].timestamp", notNullValue());
    }

    @ParameterizedTest
    @EnumSource(SimulatedTracking.class)
    void shipmentIsDeliveredWithLastPackage(SimulatedTracking carrier) {
        Bought shipment = buy(carrier, 2);
        carrier.tells(sandbox, shipment.numbers().getFirst(), Scan.DELIVERED, DAY);
        carrier.tells(sandbox, shipment.numbers().getLast(), Scan.DELIVERED, DAY.plusDays(1));

        track(shipment)
                .statusCode(200)
                .body("status", is("delivered"))
                .body("tracking_number", is(shipment.numbers().getLast().value()))
                .body("delivered_at", startsWith("2026-11-21T10:15"))
                .body("cache_ttl", is(604_800));
    }

    @ParameterizedTest
    @EnumSource(SimulatedTracking.class)
    void notYetKnownPackageIsListed(SimulatedTracking carrier) {
        Bought shipment = buy(carrier, 2);
        carrier.tells(sandbox, shipment.numbers().getFirst(), Scan.IN_TRANSIT, DAY);
        carrier.doesNotFind(sandbox, shipment.numbers().getLast());

        track(shipment)
                .statusCode(200)
                .header("X-Cache", "MISS")
                .body("status", is("pre_transit"))
                .body("packages.status", contains("in_transit", "pre_transit"))
                .body("packages[1].events.size()", is(0))
                .body("packages[1].stale", is(false))
                .body("cache_ttl", lessThanOrEqualTo(60));
    }

    @Test
    void unknownPackageOfOldShipmentIsUnknown() {
        Bought shipment = buy(SimulatedTracking.UPS, 2);
        buyEarlier(shipment, 4);
        SimulatedTracking.UPS.tells(sandbox, shipment.numbers().getFirst(), Scan.DELIVERED, DAY);
        SimulatedTracking.UPS.doesNotFind(sandbox, shipment.numbers().getLast());

        track(shipment)
                .statusCode(200)
                .body("status", is("unknown"))
                .body("packages.status", contains("delivered", "unknown"));
    }

    @ParameterizedTest
    @EnumSource(SimulatedTracking.class)
    void lostPackageKeepsLastAnswer(SimulatedTracking carrier) {
        Bought shipment = buy(carrier, 2);
        carrier.tells(sandbox, shipment.numbers().getFirst(), Scan.IN_TRANSIT, DAY);
        carrier.tells(sandbox, shipment.numbers().getLast(), Scan.IN_TRANSIT, DAY);
        track(shipment).statusCode(200);
        age(shipment, PAST_FRESH);
        carrier.doesNotFind(sandbox, shipment.numbers().getFirst());
        carrier.tells(sandbox, shipment.numbers().getLast(), Scan.DELIVERED, DAY.plusDays(1));

        track(shipment)
                .statusCode(200)
                .header("X-Cache", "STALE")
                .body("status", is("in_transit"))
                .body("stale", is(true))
                .body("packages.status", contains("in_transit", "delivered"))
                .body("packages.stale", contains(true, false));
    }

    /** An attempt times out after 2 s, so that sequential calls would fail. */
    @Test
    void packagesAreTrackedConcurrently() {
        Bought shipment = buy(SimulatedTracking.UPS, 12);
        sandbox.injectFault("ups", "track", "slow&seconds=1");

        track(shipment).statusCode(200).body("packages.tracking_number", contains(text(shipment)));
    }

    /** Earlier versions tracked the first package only. */
    @Test
    void entryOfEarlierVersionCoversFirstPackageAndIsDue() {
        Bought shipment = buy(SimulatedTracking.UPS, 2);
        Instant now = Instant.now();
        JsonObject former = new JsonObject()
                .put(
                        "tracking",
                        new JsonObject()
                                .put(
                                        "number",
                                        new JsonObject()
                                                .put("value", shipment.number().value()))
                                .put("status", "DELIVERED")
                                .put("events", new JsonArray()))
                .put("asked_at", now.toString())
                .put("fresh_until", now.plusSeconds(300).toString());
        redis.value(String.class).set(shipment.key().answer(), former.encode());
        SimulatedTracking.UPS.doesNotFind(sandbox, shipment.number());
        SimulatedTracking.UPS.tells(sandbox, shipment.numbers().getLast(), Scan.IN_TRANSIT, DAY);

        track(shipment)
                .statusCode(200)
                .body("status", is("in_transit"))
                .body("packages.status", contains("delivered", "in_transit"));

        assertThat(asked()).isEqualTo(2);
    }

    private static String[] text(Bought shipment) {
        return shipment.numbers().stream().map(Object::toString).toArray(String[]::new);
    }
}
