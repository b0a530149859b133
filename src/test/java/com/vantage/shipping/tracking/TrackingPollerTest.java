package com.vantage.shipping.tracking;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import com.vantage.shipping.model.EventFeed;
import com.vantage.shipping.model.EventFeed.Event;
import com.vantage.shipping.model.EventFeed.Position;
import com.vantage.shipping.model.EventTime;
import com.vantage.shipping.model.TrackingEvent;
import com.vantage.shipping.model.TrackingScheduleStore.Lease;
import com.vantage.shipping.model.TrackingSnapshot;
import com.vantage.shipping.model.TrackingSnapshot.PackageSnapshot;
import com.vantage.shipping.model.TrackingStatus;
import com.vantage.shipping.tracking.SimulatedTracking.Scan;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Polling against real stores and simulated carriers, at times that the test sets. */
@QuarkusTest
class TrackingPollerTest extends PollingTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 24);

    @Inject
    EventFeed feed;

    @ParameterizedTest
    @EnumSource
    void changesBecomeEvents(SimulatedTracking carrier) {
        Bought shipment = buy(carrier, 1);
        schedule();

        carrier.tells(sandbox, shipment.number(), Scan.IN_TRANSIT, DAY);
        poll();
        pollAfter(Duration.ofHours(5));
        carrier.tells(sandbox, shipment.number(), Scan.EXCEPTION, DAY.plusDays(1));
        pollAfter(Duration.ofHours(5));

        assertThat(changes(shipment)).containsExactly("in_transit", "exception");
        assertThat(asked(carrier)).isEqualTo(3);
    }

    @Test
    void eventIsInTheFeedOfClientsAndWebhooks() {
        Bought shipment = buy();
        schedule();
        SimulatedTracking.UPS.tells(sandbox, shipment.number(), Scan.IN_TRANSIT, DAY);

        poll();

        long transaction = query(
                        "SELECT transaction FROM shipment_event WHERE shipment_id = $1 AND jsonb_exists(shipment, 'tracking')",
                        shipment.id())
                .getFirst()
                .getLong(0);
        as(ALL_SCOPES)
                .get("/api/v2/shipments/events?cursor={cursor}", transaction + ".0")
                .then()
                .statusCode(200)
                .body("events[0].type", is("tracking.updated"))
                .body("events[0].shipment.shipment_id", is(shipment.id()))
                .body("events[0].tracking.status", is("in_transit"))
                .body(
                        "events[0].tracking.packages[0].tracking_number",
                        is(shipment.number().value()))
                .body("events[0].tracking.packages[0].latest_event.code", is("005"))
                .body("events[0].tracking.packages[0].latest_event.timestamp", is("2026-11-24T10:15:00-05:00"));
        Event event = feed.findAfter(new Position(transaction, 0), 1)
                .toCompletableFuture()
                .join()
                .getFirst();
        assertThat(event.type()).isEqualTo("tracking.updated");
        assertThat(event.subject()).isEqualTo(shipment.id());
        assertThat(event.data()).containsEntry("shipment_id", shipment.id()).containsKey("tracking");
        assertThat(new JsonObject(event.data()).encode()).doesNotContain("Newark", "Elm Dr");
    }

    @Test
    void callerFindsTheAnswerInTheCache() {
        Bought shipment = buy();
        schedule();
        poll();

        track(shipment).statusCode(200).header("X-Cache", "HIT");

        assertThat(asked()).isEqualTo(1);
    }

    @Test
    void freshAnswerOfACallerServesThePoll() {
        Bought shipment = buy();
        schedule();
        SimulatedTracking.UPS.tells(sandbox, shipment.number(), Scan.IN_TRANSIT, DAY);
        track(shipment).header("X-Cache", "MISS");

        poll();

        assertThat(asked()).isEqualTo(1);
        assertThat(changes(shipment)).containsExactly("in_transit");
    }

    @Test
    void unchangedShipmentIsTrackedRarely() {
        Bought shipment = buy();
        schedule();
        SimulatedTracking.UPS.tells(sandbox, shipment.number(), Scan.IN_TRANSIT, DAY);
        List<Integer> asked = new ArrayList<>();

        for (int day = 0; day < 8; day++) {
            sandbox.clearRecords();
            for (int hours = 0; hours < 24; hours += 2) {
                poll();
                clock.advance(Duration.ofHours(2));
            }
            asked.add(asked());
        }

        assertThat(asked.subList(0, 3)).allSatisfy(count -> assertThat(count).isBetween(3, 8));
        assertThat(asked.subList(4, 8)).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(2));
        assertThat(asked.subList(4, 8).stream().mapToInt(each -> each).sum()).isBetween(3, 5);
        assertThat(changes(shipment)).containsExactly("in_transit");
    }

    @Test
    void deliveredShipmentIsNotTrackedAgain() {
        Bought shipment = buy();
        schedule();
        SimulatedTracking.UPS.tells(sandbox, shipment.number(), Scan.DELIVERED, DAY);

        poll();
        pollAfter(Duration.ofDays(10));

        assertThat(changes(shipment)).containsExactly("delivered");
        assertThat(asked()).isEqualTo(1);
        assertThat(isScheduled(shipment)).isFalse();
    }

    @Test
    void cancelledShipmentIsNotTracked() {
        Bought shipment = buy();
        schedule();
        as(ALL_SCOPES)
                .post("/api/v2/shipments/{id}/cancel", shipment.id())
                .then()
                .statusCode(200);

        poll();

        assertThat(asked()).isZero();
        assertThat(isScheduled(shipment)).isFalse();
    }

    @Test
    void shipmentIsNotTrackedAfterNinetyDays() {
        Bought young = buy();
        schedule();
        pollAfter(Duration.ofDays(89));
        assertThat(asked()).isEqualTo(1);
        Bought unknownToTheSchedule = buy();

        pollAfter(Duration.ofDays(2));

        assertThat(asked()).isEqualTo(1);
        assertThat(isScheduled(young)).isFalse();
        assertThat(isScheduled(unknownToTheSchedule)).isFalse();
    }

    @Test
    void newShipmentsAreSpreadOverTheFirstInterval() {
        List<Bought> bought = Stream.generate(this::buy).limit(4).toList();

        poll();

        assertThat(bought).allSatisfy(shipment -> assertThat(dueAt(shipment))
                .isBetween(clock.instant(), clock.instant().plus(polling.transitInterval())));
        assertThat(bought.stream().map(this::dueAt).distinct()).hasSize(4);
    }

    @Test
    void replicasTrackEachShipmentOnce() {
        List<Bought> bought = Stream.generate(this::buy).limit(8).toList();
        schedule();

        Uni.join()
                .all(IntStream.range(0, 3).mapToObj(i -> replica().poll()).toList())
                .andFailFast()
                .await()
                .atMost(PATIENCE);

        assertThat(asked()).isEqualTo(8);
        assertThat(bought).allSatisfy(shipment -> assertThat(dueAt(shipment)).isAfter(clock.instant()));
    }

    @Test
    void openCircuitCausesNoCallsUntilItsTrial() {
        Bought shipment = buy();
        schedule();
        sandbox.injectFault("ups", "track", "break");
        while (!circuitIs("open")) {
            track(buy());
        }
        sandbox.clearFaults();
        sandbox.clearRecords();

        poll();

        assertThat(asked()).isZero();
        assertThat(dueAt(shipment)).isBeforeOrEqualTo(clock.instant());
        await().atMost(60, SECONDS).until(() -> {
            poll();
            return asked() == 1;
        });
    }

    @Test
    void shipmentWithoutAnswerIsTriedAgainSoon() {
        Bought shipment = buy();
        schedule();
        sandbox.stubReply("ups", "track", 500, "application/json", "{}");

        poll();

        assertThat(changes(shipment)).isEmpty();
        assertThat(Duration.between(clock.instant(), dueAt(shipment)))
                .isBetween(Duration.ofMinutes(24), Duration.ofMinutes(36));
    }

    @Test
    void unscannedShipmentHasNoEvent() {
        Bought shipment = buy();
        schedule();
        SimulatedTracking.UPS.doesNotFind(sandbox, shipment.number());

        poll();

        assertThat(changes(shipment)).isEmpty();
        assertThat(isScheduled(shipment)).isTrue();
    }

    @Test
    void expiredLeaseChangesNothing() {
        Bought shipment = buy();
        schedule();
        Lease expired = lease(clock.instant());
        Lease current = lease(expired.until());

        complete(expired, TrackingStatus.IN_TRANSIT, shipment);
        assertThat(changes(shipment)).isEmpty();
        complete(current, TrackingStatus.DELIVERED, shipment);
        complete(current, TrackingStatus.DELIVERED, shipment);

        assertThat(changes(shipment)).containsExactly("delivered");
    }

    private Lease lease(Instant now) {
        return store.lease(SimulatedTracking.UPS.code(), now, now.plus(polling.leaseDuration()))
                .toCompletableFuture()
                .join()
                .orElseThrow();
    }

    private void complete(Lease lease, TrackingStatus status, Bought shipment) {
        TrackingEvent scan = new TrackingEvent(EventTime.at(clock.instant()), "Newark, NJ", "Scanned", "X", null);
        TrackingSnapshot change =
                new TrackingSnapshot(status, null, List.of(new PackageSnapshot(shipment.number(), status, scan)));
        store.complete(
                        lease,
                        lease.progress().after(change, clock.instant()),
                        Optional.of(change),
                        Optional.of(clock.instant().plus(Duration.ofHours(4))))
                .toCompletableFuture()
                .join();
    }
}
