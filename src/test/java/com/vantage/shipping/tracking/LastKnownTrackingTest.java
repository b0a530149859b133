package com.vantage.shipping.tracking;

import static com.vantage.shipping.model.TrackingStatus.DELIVERED;
import static com.vantage.shipping.model.TrackingStatus.EXCEPTION;
import static com.vantage.shipping.model.TrackingStatus.IN_TRANSIT;
import static com.vantage.shipping.model.TrackingStatus.OUT_FOR_DELIVERY;
import static com.vantage.shipping.model.TrackingStatus.PRE_TRANSIT;
import static com.vantage.shipping.model.TrackingStatus.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.model.EventTime;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingEvent;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.model.TrackingStatus;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class LastKnownTrackingTest {
    private static final TrackingNumber FIRST = new TrackingNumber("1Z999AA10123456784");
    private static final TrackingNumber SECOND = new TrackingNumber("1Z999AA10123456793");
    private static final Instant REPORTED_AT = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void newAnswerReplacesFormerOne() {
        Tracking told = tracking(OUT_FOR_DELIVERY, 1, 2, 3);

        assertThat(merged(tracking(IN_TRANSIT, 1, 2), told)).isEqualTo(new LastKnownTracking(List.of(told), Map.of()));
    }

    @Test
    void firstAnswerIsAccepted() {
        Tracking told = tracking(PRE_TRANSIT);

        assertThat(LastKnownTracking.merge(List.of(FIRST), List.of(told), Optional.empty()))
                .isEqualTo(new LastKnownTracking(List.of(told), Map.of()));
    }

    @ParameterizedTest
    @EnumSource(TrackingStatus.class)
    void notFoundKeepsFormerAnswer(TrackingStatus status) {
        Tracking known = tracking(status, 1);

        assertThat(LastKnownTracking.merge(List.of(FIRST), List.of(), kept(known)))
                .isEqualTo(lost(known));
    }

    @ParameterizedTest
    @EnumSource(TrackingStatus.class)
    void answerWithoutEventsKeepsFormerAnswer(TrackingStatus status) {
        Tracking known = tracking(status, 1);

        assertThat(merged(known, tracking(PRE_TRANSIT))).isEqualTo(lost(known));
        assertThat(merged(known, tracking(UNKNOWN))).isEqualTo(lost(known));
    }

    @ParameterizedTest
    @EnumSource(
            value = TrackingStatus.class,
            mode = Mode.EXCLUDE,
            names = {"PRE_TRANSIT", "UNKNOWN"})
    void statusNeverRegressesToPreTransit(TrackingStatus status) {
        Tracking known = tracking(status, 1, 2);

        assertThat(merged(known, tracking(PRE_TRANSIT, 1))).isEqualTo(lost(known));
        LastKnownTracking newer = merged(known, tracking(PRE_TRANSIT, 1, 2, 3));
        assertThat(newer.packages()).containsExactly(tracking(status, 1, 2, 3));
        assertThat(newer.lost()).isEmpty();
    }

    @Test
    void unmappedNewerEventKeepsStatus() {
        assertThat(merged(tracking(DELIVERED, 1, 2), tracking(UNKNOWN, 1, 2, 3)).packages())
                .containsExactly(tracking(DELIVERED, 1, 2, 3));
    }

    @Test
    void mappedStatusReplacesUnknown() {
        Tracking told = tracking(PRE_TRANSIT, 1);

        assertThat(merged(tracking(UNKNOWN, 1), told).packages()).containsExactly(told);
    }

    @ParameterizedTest
    @EnumSource(
            value = TrackingStatus.class,
            names = {"DELIVERED", "CANCELLED"})
    void finalStatusStaysWithoutNewerEvent(TrackingStatus status) {
        Tracking known = tracking(status, 1, 2, 3);

        assertThat(merged(known, tracking(IN_TRANSIT, 1, 2))).isEqualTo(lost(known));
        assertThat(merged(known, tracking(IN_TRANSIT, 2, 1))).isEqualTo(lost(known));
        assertThat(merged(known, tracking(EXCEPTION))).isEqualTo(lost(known));
    }

    @ParameterizedTest
    @EnumSource(
            value = TrackingStatus.class,
            names = {"DELIVERED", "CANCELLED"})
    void newerEventReplacesFinalStatus(TrackingStatus status) {
        Tracking known = tracking(status, 1, 2);

        for (Tracking told : List.of(tracking(IN_TRANSIT, 1, 2, 3), tracking(EXCEPTION, 3))) {
            assertThat(merged(known, told)).isEqualTo(new LastKnownTracking(List.of(told), Map.of()));
        }
    }

    @Test
    void carriersOrderDeterminesNewerEvent() {
        TrackingEvent unzoned = event(new EventTime(LocalDateTime.parse("2026-11-01T00:00:00"), null));
        Tracking known = tracking(DELIVERED, 1, 2);
        Tracking after = tracking(EXCEPTION, List.of(event(1), event(2), unzoned));
        Tracking instead = tracking(EXCEPTION, List.of(event(1), unzoned));

        assertThat(merged(known, after).lost()).isEmpty();
        // A local time and an instant are not compared
        assertThat(merged(known, instead)).isEqualTo(lost(known));
    }

    @Test
    void deliveryDetailsAreUpdated() {
        Tracking told = new Tracking(FIRST, DELIVERED, null, time(2), "DOE", List.of(event(1), event(2)));

        assertThat(merged(tracking(DELIVERED, 1, 2), told).packages()).containsExactly(told);
    }

    @Test
    void onlyTheMissingPackageIsLost() {
        Tracking first = tracking(IN_TRANSIT, 1);
        Tracking second = new Tracking(SECOND, DELIVERED, null, null, null, List.of(event(1)));
        Tracking told = tracking(OUT_FOR_DELIVERY, 1, 2);

        LastKnownTracking merged = LastKnownTracking.merge(List.of(FIRST, SECOND), List.of(told), kept(first, second));

        assertThat(merged).isEqualTo(new LastKnownTracking(List.of(told, second), Map.of(SECOND, REPORTED_AT)));
        assertThat(merged.hasGaps()).isTrue();
    }

    @Test
    void neverReportedPackageIsNotLost() {
        Tracking told = tracking(IN_TRANSIT, 1);

        LastKnownTracking once = LastKnownTracking.merge(List.of(FIRST, SECOND), List.of(told), Optional.empty());
        LastKnownTracking again = LastKnownTracking.merge(
                List.of(FIRST, SECOND), List.of(told), kept(once.packages().toArray(Tracking[]::new)));

        assertThat(again).isEqualTo(once);
        assertThat(once.lost()).isEmpty();
        assertThat(once.hasGaps()).isTrue();
    }

    @Test
    void repeatedLossKeepsTimeOfLastAnswer() {
        Tracking known = tracking(IN_TRANSIT, 1);
        CachedTracking lost = new CachedTracking(
                new Answered<>(List.of(known)),
                REPORTED_AT.plusSeconds(500),
                REPORTED_AT.plusSeconds(560),
                Map.of(FIRST, REPORTED_AT));

        assertThat(LastKnownTracking.merge(List.of(FIRST), List.of(), Optional.of(lost)))
                .isEqualTo(lost(known));
    }

    @Test
    void neverFoundShipmentIsEmpty() {
        assertThat(LastKnownTracking.merge(List.of(FIRST, SECOND), List.of(), Optional.empty())
                        .isEmpty())
                .isTrue();
    }

    private static LastKnownTracking merged(Tracking known, Tracking told) {
        return LastKnownTracking.merge(List.of(FIRST), List.of(told), kept(known));
    }

    private static Optional<CachedTracking> kept(Tracking... known) {
        return Optional.of(
                new CachedTracking(new Answered<>(List.of(known)), REPORTED_AT, REPORTED_AT.plusSeconds(300)));
    }

    private static LastKnownTracking lost(Tracking known) {
        return new LastKnownTracking(List.of(known), Map.of(FIRST, REPORTED_AT));
    }

    private static Tracking tracking(TrackingStatus status, int... hours) {
        return tracking(
                status,
                IntStream.of(hours).mapToObj(LastKnownTrackingTest::event).toList());
    }

    private static Tracking tracking(TrackingStatus status, List<TrackingEvent> events) {
        return new Tracking(FIRST, status, null, null, null, events);
    }

    private static TrackingEvent event(int hour) {
        return event(time(hour));
    }

    private static TrackingEvent event(EventTime at) {
        return new TrackingEvent(at, "Newark, NJ", "Scanned", null, null);
    }

    private static EventTime time(int hour) {
        return new EventTime(LocalDateTime.parse("2026-11-20T00:00:00").plusHours(hour), ZoneOffset.ofHours(-5));
    }
}
