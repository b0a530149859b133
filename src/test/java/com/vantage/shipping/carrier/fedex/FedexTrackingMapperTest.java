package com.vantage.shipping.carrier.fedex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.CarrierUnavailableException;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.model.EventTime;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingEvent;
import com.vantage.shipping.model.TrackingNumber;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FedexTrackingMapperTest {
    private static final TrackingNumber NUMBER = new TrackingNumber("122816215025810");

    @ParameterizedTest
    @CsvSource({
        "tracking-delivered,delivered",
        "tracking-in-transit,in_transit",
        "tracking-label-created,pre_transit",
        "tracking-delivery-change-requested,out_for_delivery",
        "tracking-unlisted-code,in_transit",
        "tracking-recycled-number,in_transit",
        "tracking-delivered-return,return_to_sender"
    })
    void statusIsRead(String situation, String status) {
        assertThat(tracked(situation).status().code()).isEqualTo(status);
    }

    @Test
    void deliveryHasTimeAndReceiverAndNoEstimate() {
        Tracking tracking = tracked("tracking-delivered");

        assertThat(tracking.deliveredAt())
                .isEqualTo(new EventTime(LocalDateTime.of(2024, 8, 15, 14, 2), ZoneOffset.ofHours(-7)));
        assertThat(tracking.signedBy()).isEqualTo("J.DOE");
        assertThat(tracking.estimatedDelivery()).isNull();
    }

    @Test
    void eventsAreSortedOldestFirstWithoutUndatedOnes() {
        assertThat(tracked("tracking-delivered").events())
                .extracting(TrackingEvent::code)
                .containsExactly("OC", "PU", "OD", "DL");
    }

    @Test
    void eventHasPlaceTextAndDetail() {
        List<TrackingEvent> events = tracked("tracking-in-transit").events();

        assertThat(events.getLast())
                .isEqualTo(new TrackingEvent(
                        new EventTime(LocalDateTime.of(2024, 8, 14, 10, 22), ZoneOffset.ofHours(-5)),
                        "MEMPHIS, TN",
                        "Departed FedEx location",
                        "DP",
                        "Weather delay"));
        assertThat(tracked("tracking-delivered").events().getLast().detail()).isNull();
    }

    @Test
    void timeWithoutOffsetHasUnknownZone() {
        TrackingEvent first = tracked("tracking-in-transit").events().getFirst();

        assertThat(first.at().zoneKnown()).isFalse();
        assertThat(first.at().text()).isEqualTo("2024-08-12T00:00:00");
    }

    @Test
    void estimateFallsBackToCommitment() {
        assertThat(tracked("tracking-in-transit").estimatedDelivery()).isEqualTo(LocalDate.of(2024, 8, 15));
        assertThat(tracked("tracking-commitment-only").estimatedDelivery()).isEqualTo(LocalDate.of(2024, 8, 18));
        assertThat(tracked("tracking-label-created").estimatedDelivery()).isNull();
    }

    @Test
    void midnightDeliveryTimeFallsBackToScan() {
        assertThat(tracked("tracking-delivered-date-only").deliveredAt())
                .isEqualTo(new EventTime(LocalDateTime.of(2024, 8, 15, 14, 2), null));
    }

    @Test
    void reusedNumberIsResolvedByLatestScan() {
        assertThat(tracked("tracking-recycled-number").events())
                .extracting(TrackingEvent::code)
                .containsExactly("PU");
    }

    @Test
    void deliveryToSenderIsAReturn() {
        Tracking tracking = tracked("tracking-delivered-return");

        assertThat(tracking.deliveredAt()).isNull();
        assertThat(tracking.estimatedDelivery()).isNull();
    }

    @Test
    void unknownNumberInSuccessfulReplyIsDeclined() {
        CarrierDeclinedException declined =
                catchThrowableOfType(CarrierDeclinedException.class, () -> tracked("tracking-unknown-number"));

        assertThat(declined.refusal()).isEqualTo(Refusal.NOT_FOUND);
        assertThat(declined).hasMessageStartingWith("Tracking number cannot be found");
    }

    @Test
    void replyWithOtherNumbersOnlyIsDeclined() {
        CarrierDeclinedException declined = catchThrowableOfType(
                CarrierDeclinedException.class,
                () -> tracked("tracking-delivered", new TrackingNumber("999999999999")));

        assertThat(declined.refusal()).isEqualTo(Refusal.NOT_FOUND);
    }

    @Test
    void unavailabilityInSuccessfulReplyIsAFailure() {
        CarrierUnavailableException unavailable =
                catchThrowableOfType(CarrierUnavailableException.class, () -> tracked("tracking-unavailable"));

        assertThat(unavailable.failure()).isEqualTo(Failure.BROKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tracking-error-of-all", "tracking-nothing-but-an-alert"})
    void unavailableTrackingIsAFailure(String situation) {
        CarrierUnavailableException unavailable =
                catchThrowableOfType(CarrierUnavailableException.class, () -> tracked(situation));

        assertThat(unavailable.failure()).isEqualTo(Failure.BROKEN);
    }

    @Test
    void requestIncludesAllScans() {
        assertThat(Recorded.JSON
                        .valueToTree(FedexTrackingMapper.toRequests(List.of(NUMBER)))
                        .toString())
                .isEqualTo("[{\"includeDetailedScans\":true,"
                        + "\"trackingInfo\":[{\"trackingNumberInfo\":{\"trackingNumber\":\"122816215025810\"}}]}]");
    }

    @Test
    void requestHasUpToThirtyNumbers() {
        assertThat(FedexTrackingMapper.toRequests(Collections.nCopies(61, NUMBER)))
                .extracting(request -> request.trackingInfo().size())
                .containsExactly(30, 30, 1);
    }

    @Test
    void parcelsAreMatchedByNumberAndUnknownOnesOmitted() {
        List<Tracking> trackings =
                trackings("tracking-several-numbers", "794953555571", "794953555582", "794953555593");

        assertThat(trackings)
                .extracting(tracking ->
                        tracking.number().value() + " " + tracking.status().code())
                .containsExactly("794953555571 delivered", "794953555593 in_transit");
    }

    @Test
    void unknownNumbersAreDeclined() {
        CarrierDeclinedException declined = catchThrowableOfType(
                CarrierDeclinedException.class,
                () -> trackings("tracking-several-numbers", "794953555582", "794953555599"));

        assertThat(declined.refusal()).isEqualTo(Refusal.NOT_FOUND);
        assertThat(declined).hasMessageStartingWith("Tracking number cannot be found");
    }

    @Test
    void signerPrecedesReceiver() {
        assertThat(tracked("tracking-signed").signedBy()).isEqualTo("R.MEYER");
    }

    @Test
    void datesWithoutTimeKeepTheirOrder() {
        Tracking tracking = tracked("tracking-days-without-time");

        assertThat(tracking.events())
                .extracting(event -> event.code() + " " + event.at().text())
                .containsExactly(
                        "PU 2026-12-01", "DP 2026-12-02T07:15:00-06:00", "AR 2026-12-02T18:05:00", "DL 2026-12-03");
        assertThat(tracking.deliveredAt()).isEqualTo(EventTime.on(LocalDate.of(2026, 12, 3)));
    }

    @Test
    void newestScanWithoutZoneIsTheStatus() {
        Tracking tracking = tracked("tracking-newest-without-zone");

        assertThat(tracking.status().code()).isEqualTo("delivered");
        assertThat(tracking.deliveredAt()).isEqualTo(new EventTime(LocalDateTime.of(2026, 12, 3, 13, 40), null));
        assertThat(tracking.events()).extracting(TrackingEvent::code).containsExactly("PU", "AR", "OD", "DL");
    }

    private static Tracking tracked(String situation) {
        return tracked(situation, NUMBER);
    }

    private static Tracking tracked(String situation, TrackingNumber number) {
        return trackings(situation, number.value()).getFirst();
    }

    private static List<Tracking> trackings(String situation, String... numbers) {
        return FedexTrackingMapper.toTrackings(
                List.of(Recorded.reply(situation, FedexTrackingMapper.Response.class)),
                Stream.of(numbers).map(TrackingNumber::new).toList());
    }
}
