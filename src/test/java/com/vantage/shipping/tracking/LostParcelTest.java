package com.vantage.shipping.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import com.vantage.shipping.tracking.SimulatedTracking.Scan;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Carriers lose track of known parcels for minutes to days. */
@QuarkusTest
class LostParcelTest extends TrackingApiTest {
    private static final Duration PAST_FRESH = Duration.ofSeconds(301);
    private static final Duration THIRTY_DAYS = Duration.ofDays(30);
    private static final LocalDate DAY = LocalDate.parse("2026-11-20");

    @ParameterizedTest
    @EnumSource(SimulatedTracking.class)
    void lastAnswerIsKeptWhileParcelIsLost(SimulatedTracking carrier) {
        Bought parcel = buy(carrier, 1);
        carrier.tells(sandbox, parcel.number(), Scan.IN_TRANSIT, DAY);
        track(parcel).statusCode(200).body("status", is("in_transit"));
        age(parcel, PAST_FRESH);
        String updatedAt = track(parcel).extract().path("updated_at");
        age(parcel, PAST_FRESH);
        carrier.doesNotFind(sandbox, parcel.number());
        sandbox.clearRecords();

        for (int i = 0; i < 2; i++) {
            track(parcel)
                    .statusCode(200)
                    .header("X-Cache", "STALE")
                    .body("status", is("in_transit"))
                    .body("events.size()", is(1))
                    .body("stale", is(true))
                    .body("cached", is(true))
                    .body("cache_ttl", allOf(greaterThan(50), lessThanOrEqualTo(60)))
                    .body("packages[0].stale", is(true));
        }

        assertThat(asked(carrier)).isOne();
        assertThat(track(parcel).extract().<String>path("updated_at")).isLessThan(updatedAt);
    }

    @ParameterizedTest
    @EnumSource(SimulatedTracking.class)
    void lostParcelOfOldShipmentKeepsStatus(SimulatedTracking carrier) {
        Bought parcel = buy(carrier, 1);
        buyEarlier(parcel, 20);
        carrier.tells(sandbox, parcel.number(), Scan.IN_TRANSIT, DAY);
        track(parcel).statusCode(200).body("status", is("in_transit"));
        age(parcel, PAST_FRESH.plusDays(10));
        carrier.doesNotFind(sandbox, parcel.number());

        track(parcel).statusCode(200).header("X-Cache", "STALE").body("status", is("in_transit"));
    }

    @Test
    void refoundParcelIsFresh() {
        Bought parcel = lost(Scan.IN_TRANSIT);
        age(parcel, Duration.ofSeconds(61));
        SimulatedTracking.UPS.tells(sandbox, parcel.number(), Scan.DELIVERED, DAY.plusDays(1));

        track(parcel)
                .statusCode(200)
                .header("X-Cache", "MISS")
                .body("status", is("delivered"))
                .body("stale", is(false));
    }

    @Test
    void lostPreTransitLabelKeepsStatus() {
        Bought parcel = buy();
        track(parcel).statusCode(200).body("events.size()", is(1));
        age(parcel, PAST_FRESH);
        SimulatedTracking.UPS.doesNotFind(sandbox, parcel.number());

        track(parcel)
                .statusCode(200)
                .header("X-Cache", "STALE")
                .body("status", is("pre_transit"))
                .body("events.size()", is(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"type\": \"M\", \"code\": \"MP\", \"statusCode\": \"003\"}", "{\"type\": \"NA\"}"})
    void answerWithoutEventsCountsAsLost(String currentStatus) {
        Bought parcel = buy();
        SimulatedTracking.UPS.tells(sandbox, parcel.number(), Scan.IN_TRANSIT, DAY);
        track(parcel).statusCode(200);
        age(parcel, PAST_FRESH);
        SimulatedTracking.UPS.tells(sandbox, parcel.number(), 200, """
                {"trackResponse": {"shipment": [{"package": [{"trackingNumber": "%s", "currentStatus": %s}]}]}}""".formatted(parcel.number(), currentStatus));

        track(parcel).statusCode(200).header("X-Cache", "STALE").body("status", is("in_transit"));
    }

    @Test
    void answerIsRetainedThirtyDaysAfterLastCall() {
        Bought parcel = buy();
        track(parcel).statusCode(200);
        assertThat(redis.key().ttl(parcel.key().answer()))
                .isBetween(THIRTY_DAYS.minusMinutes(1).toSeconds(), THIRTY_DAYS.toSeconds());
        age(parcel, PAST_FRESH);
        redis.key().expire(parcel.key().answer(), 100);
        SimulatedTracking.UPS.doesNotFind(sandbox, parcel.number());

        track(parcel).statusCode(200).header("X-Cache", "STALE");

        assertThat(redis.key().ttl(parcel.key().answer()))
                .isBetween(THIRTY_DAYS.minusMinutes(1).toSeconds(), THIRTY_DAYS.toSeconds());
    }

    @Test
    void deliveredStaysUntilNewerEvent() {
        Bought parcel = buy();
        SimulatedTracking.UPS.tells(sandbox, parcel.number(), Scan.DELIVERED, DAY);
        track(parcel).statusCode(200).body("status", is("delivered"));
        age(parcel, Duration.ofDays(8));
        SimulatedTracking.UPS.tells(sandbox, parcel.number(), Scan.IN_TRANSIT, DAY.minusDays(1));

        track(parcel).statusCode(200).header("X-Cache", "STALE").body("status", is("delivered"));

        age(parcel, PAST_FRESH);
        SimulatedTracking.UPS.tells(sandbox, parcel.number(), Scan.EXCEPTION, DAY.plusDays(1));
        track(parcel).statusCode(200).header("X-Cache", "MISS").body("status", is("exception"));
    }

    @Test
    void carrierFailureAfterLossKeepsLastAnswer() {
        Bought parcel = lost(Scan.IN_TRANSIT);
        age(parcel, Duration.ofSeconds(61));
        sandbox.injectFault("ups", "track", "garble");

        track(parcel)
                .statusCode(200)
                .header("X-Cache", "STALE")
                .body("status", is("in_transit"))
                .body("cache_ttl", is(0));
    }

    private Bought lost(Scan scan) {
        Bought parcel = buy();
        SimulatedTracking.UPS.tells(sandbox, parcel.number(), scan, DAY);
        track(parcel).statusCode(200);
        age(parcel, PAST_FRESH);
        SimulatedTracking.UPS.doesNotFind(sandbox, parcel.number());
        track(parcel).statusCode(200).header("X-Cache", "STALE");
        return parcel;
    }
}
