package com.vantage.shipping.tracking;

import static com.vantage.shipping.support.StoreProxyClient.POSTGRES;
import static com.vantage.shipping.support.StoreProxyClient.REDIS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import com.vantage.shipping.tracking.SimulatedTracking.Scan;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tracking while connections to Redis and PostgreSQL are cut or stalled. */
@QuarkusTest
class TrackingWithoutStoresTest extends TrackingApiTest {
    private static final LocalDate DAY = LocalDate.parse("2026-11-20");

    @AfterEach
    void restoreConnections() {
        stores.restoreAll();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut", "stall"})
    void carrierIsCalledEachTimeWithoutRedis(String fault) {
        Bought parcel = buy();
        track(parcel).statusCode(200);
        spoil(REDIS, fault);

        track(parcel).statusCode(200).header("X-Cache", "MISS");
        track(parcel).statusCode(200).header("X-Cache", "MISS");

        assertThat(asked()).isEqualTo(3);
    }

    @Test
    void lastAnswerIsUnknownWithoutRedis() {
        Bought young = buy();
        Bought old = buy();
        buyEarlier(old, 4);
        for (Bought parcel : List.of(young, old)) {
            SimulatedTracking.UPS.tells(sandbox, parcel.number(), Scan.IN_TRANSIT, DAY);
            track(parcel).statusCode(200).body("status", is("in_transit"));
            SimulatedTracking.UPS.doesNotFind(sandbox, parcel.number());
        }
        stores.cut(REDIS);

        track(young).statusCode(200).header("X-Cache", "MISS").body("status", is("pre_transit"));
        track(old).statusCode(404).body("type", is("/problems/tracking-not-found"));
    }

    @Test
    void stalledRedisDoesNotDelayEveryRequest() {
        Bought parcel = buy();
        stores.stall(REDIS);
        track(parcel).statusCode(200);

        Duration took =
                timeOf(() -> IntStream.range(0, 20).forEach(i -> track(parcel).statusCode(200)));

        assertThat(took).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void cacheIsUsedAgainAfterRedisReturns() {
        Bought parcel = buy();
        stores.cut(REDIS);
        track(parcel).statusCode(200);

        stores.restore(REDIS);

        await().atMost(5, SECONDS)
                .untilAsserted(() -> track(parcel).statusCode(200).header("X-Cache", "HIT"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut", "stall"})
    void cacheAnswersWithoutPostgresql(String fault) {
        Bought parcel = buy();
        track(parcel).statusCode(200);
        spoil(POSTGRES, fault);

        Duration took = timeOf(() -> track(parcel).statusCode(200).header("X-Cache", "HIT"));

        assertThat(took).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void cachedShipmentIsTrackedWithoutPostgresql() {
        Bought parcel = buy();
        track(parcel).statusCode(200);
        age(parcel, Duration.ofSeconds(301));
        stores.cut(POSTGRES);

        track(parcel).statusCode(200).header("X-Cache", "MISS");
    }

    @Test
    void cachedShipmentIsVisibleToOwnerOnlyWithoutPostgresql() {
        Bought parcel = buy();
        track(parcel).statusCode(200);
        stores.cut(POSTGRES);

        assertThat(statusFor("shop", "shop", "shipping:track", parcel)).isEqualTo(200);
        assertThat(statusFor("app", "cus_81", "shipping:track", parcel)).isEqualTo(200);
        assertThat(statusFor("app", "ops", "shipping:ops", parcel)).isEqualTo(200);
        // As for a missing shipment, which cannot be told from it without PostgreSQL
        assertThat(statusFor("app", "cus_82", "shipping:track", parcel)).isEqualTo(503);
        as("shipping:track").get("/api/v2/shipments/VNT-2026-1/tracking").then().statusCode(503);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut", "stall"})
    void uncachedShipmentFailsFastWithoutPostgresql(String fault) {
        Bought parcel = buy();
        spoil(POSTGRES, fault);

        Duration took = timeOf(() -> track(parcel)
                .statusCode(503)
                .header("Retry-After", is("2"))
                .body("type", is("/problems/storage-unavailable")));

        assertThat(took).isLessThan(Duration.ofSeconds(4));
    }

    private void spoil(String cable, String fault) {
        if (fault.equals("cut")) {
            stores.cut(cable);
        } else {
            stores.stall(cable);
        }
    }

    private int statusFor(String client, String subject, String scope, Bought parcel) {
        return withToken(sandbox.token(client, subject, scope))
                .get("/api/v2/shipments/{id}/tracking", parcel.id())
                .statusCode();
    }

    private static Duration timeOf(Runnable work) {
        long started = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - started);
    }
}
