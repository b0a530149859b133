package com.vantage.shipping.tracking;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.notNullValue;

import com.vantage.shipping.tracking.SimulatedTracking.Scan;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Time to live of tracking answers, and stale answers when there is no newer one. */
@QuarkusTest
class CachedTrackingTest extends TrackingApiTest {
    private static final Duration PAST_FRESH = Duration.ofSeconds(301);
    private static final LocalDate DAY = LocalDate.parse("2026-11-20");

    @ParameterizedTest
    @ValueSource(strings = {"break", "hang", "reset", "garble", "throttle&seconds=7"})
    void staleAnswerIsReturnedIfCarrierFails(String fault) {
        Bought parcel = buy();
        String asked = track(parcel).statusCode(200).extract().path("updated_at");
        age(parcel, PAST_FRESH);
        sandbox.injectFault("ups", "track", fault);

        track(parcel)
                .statusCode(200)
                .header("X-Cache", "STALE")
                .body("stale", is(true))
                .body("cached", is(true))
                .body("cache_ttl", is(0))
                .body("updated_at", is(earlier(asked, PAST_FRESH)))
                .body("events.size()", is(1));
    }

    @Test
    void staleAnswerIsReturnedIfCircuitIsOpen() {
        Bought parcel = buy();
        track(parcel).statusCode(200);
        age(parcel, PAST_FRESH);
        sandbox.injectFault("ups", "track", "break");
        while (!circuitIs("open")) {
            track(buy());
        }
        sandbox.clearRecords();
        double stales = lookups("stale");

        track(parcel).statusCode(200).header("X-Cache", "STALE");

        assertThat(asked()).isZero();
        assertThat(lookups("stale") - stales).isOne();
    }

    @Test
    void expiredAnswerIsRefreshed() {
        Bought parcel = buy();
        track(parcel).statusCode(200);
        age(parcel, PAST_FRESH);

        track(parcel).statusCode(200).header("X-Cache", "MISS").body("stale", is(false));

        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void answerExpiredForADayIsNotReturned() {
        Bought parcel = buy();
        track(parcel).statusCode(200);
        age(parcel, PAST_FRESH.plusHours(24));
        sandbox.injectFault("ups", "track", "break");

        track(parcel).statusCode(502).body("type", is("/problems/carrier-error"));
    }

    @Test
    void dueAnswerIsReturnedAndRefreshedInBackground() {
        Bought parcel = buy();
        track(parcel).statusCode(200);
        age(parcel, Duration.ofSeconds(245));
        sandbox.injectFault("ups", "track", "slow&seconds=1");

        track(parcel).statusCode(200).header("X-Cache", "HIT").body("cache_ttl", lessThanOrEqualTo(55));
        track(parcel).statusCode(200).header("X-Cache", "HIT").body("cache_ttl", lessThanOrEqualTo(55));

        await().atMost(5, SECONDS)
                .untilAsserted(() -> track(parcel).header("X-Cache", "HIT").body("cache_ttl", greaterThan(290)));
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void freshAnswerIsNotRefreshed() {
        Bought parcel = buy();
        track(parcel).statusCode(200);
        age(parcel, Duration.ofSeconds(230));

        track(parcel).statusCode(200).header("X-Cache", "HIT").body("cache_ttl", greaterThan(60));

        await().during(Duration.ofMillis(300)).until(() -> asked() == 1);
    }

    @Test
    void unknownRecentLabelIsPreTransitForAMinute() {
        Bought parcel = buy();
        sandbox.stubReply("ups", "track", 404, "application/json", UNKNOWN_TO_UPS);

        track(parcel).statusCode(200).header("X-Cache", "MISS").body("status", is("pre_transit"));
        track(parcel)
                .statusCode(200)
                .header("X-Cache", "HIT")
                .body("status", is("pre_transit"))
                .body("cache_ttl", both(greaterThan(50)).and(lessThanOrEqualTo(60)));

        assertThat(asked()).isOne();
    }

    @Test
    void unknownOldLabelIsNotFoundForAMinute() {
        Bought parcel = buy();
        buyEarlier(parcel, 4);
        sandbox.stubReply("ups", "track", 404, "application/json", UNKNOWN_TO_UPS);

        for (int i = 0; i < 2; i++) {
            track(parcel)
                    .statusCode(404)
                    .body("type", is("/problems/tracking-not-found"))
                    .body("carriers[0].status", is("declined"));
        }

        assertThat(asked()).isOne();
    }

    @Test
    void deliveredParcelIsCachedForAWeek() {
        Bought parcel = buy();
        SimulatedTracking.UPS.tells(sandbox, parcel.number(), Scan.DELIVERED, DAY);

        track(parcel).statusCode(200).body("status", is("delivered")).body("cache_ttl", is(604_800));
        age(parcel, Duration.ofDays(5));

        track(parcel).statusCode(200).header("X-Cache", "HIT").body("updated_at", notNullValue());
        assertThat(asked()).isOne();
    }

    @Test
    void lookupsAreCountedBySource() {
        Bought parcel = buy();
        double misses = lookups("miss");
        double hits = lookups("hit");

        track(parcel);
        track(parcel);
        track(parcel);

        assertThat(lookups("miss") - misses).isOne();
        assertThat(lookups("hit") - hits).isEqualTo(2);
    }

    private static String earlier(String moment, Duration time) {
        return Instant.parse(moment).minus(time).toString();
    }
}
