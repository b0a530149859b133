package com.vantage.shipping.carrier.ups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.ups.UpsTrackingMapper.Status;
import com.vantage.shipping.model.EventTime;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingEvent;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.model.TrackingStatus;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpsTrackingMapperTest {
    private static final TrackingNumber NUMBER = new TrackingNumber("1Z023E2X0214323462");

    @ParameterizedTest
    @CsvSource({
        "tracking-delivered,delivered",
        "tracking-in-transit,in_transit",
        "tracking-label-created,pre_transit",
        "tracking-change-requested,out_for_delivery",
        "tracking-several-parcels,out_for_delivery",
        "tracking-unsorted,out_for_delivery",
        "tracking-current-status-only,exception",
        "tracking-current-status-in-scan-code,out_for_delivery",
        "tracking-bare-numbers,delivered",
        "tracking-newest-without-zone,delivered",
        "tracking-scan-of-a-day,delivered",
        "tracking-delivered-on-a-day,delivered",
        "tracking-delivered-and-damaged,delivered",
        "tracking-returned,return_to_sender"
    })
    void statusIsRead(String situation, String status) {
        assertThat(tracked(situation).status().code()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "D,,011,delivered",
        "D,,021,delivered",
        "D,,036,delivered",
        "D,,155,delivered",
        "D,,999,delivered",
        "D,,017,available_for_pickup",
        "D,,040,available_for_pickup",
        "D,,144,available_for_pickup",
        "D,,161,available_for_pickup",
        "D,,034,return_to_sender",
        "D,,035,return_to_sender",
        "D,,067,return_to_sender",
        "D,,081,return_to_sender",
        "D,,118,return_to_sender",
        "X,,005,exception",
        "X,,071,exception",
        "X,,021,out_for_delivery",
        "X,,036,return_to_sender",
        "X,,147,exception",
        "X,,149,exception",
        "X,,068,exception",
        "I,,021,out_for_delivery",
        "I,,' 021 ',out_for_delivery",
        "MV,,,cancelled",
        "RS,,,return_to_sender",
        "W,,,in_transit",
        "P,PU,,in_transit",
        "M,DP,,pre_transit",
        "x,,999,exception",
        "O,,,out_for_delivery",
        "NA,,,unknown",
        "NA,OT,,out_for_delivery",
        "I,,000,unknown",
        ",OT,,out_for_delivery",
        ",DP,999,in_transit",
        "ZZ,MP,999,pre_transit",
        "ZZ,ZZ,999,unknown",
    })
    void statusComesFromFinestListedCode(
            @Nullable String type, @Nullable String code, @Nullable String statusCode, String status) {
        assertThat(UpsTrackingMapper.status(told(type, code, statusCode)).map(TrackingStatus::code))
                .contains(status);
    }

    @ParameterizedTest
    @CsvSource({"U,,", "U,PX,155", "X,DC,054", "I,,095", ",UP,", "DO,,", ",,"})
    void updatesDoNotChangeStatus(@Nullable String type, @Nullable String code, @Nullable String statusCode) {
        assertThat(UpsTrackingMapper.status(told(type, code, statusCode))).isEmpty();
    }

    @Test
    void deliveryHasTimeAndReceiverAndNoEstimate() {
        Tracking tracking = tracked("tracking-delivered");

        assertThat(tracking.deliveredAt())
                .isEqualTo(new EventTime(LocalDateTime.of(2026, 12, 4, 14, 2, 33), ZoneOffset.ofHours(-8)));
        assertThat(tracking.signedBy()).isEqualTo("DOE");
        assertThat(tracking.estimatedDelivery()).isNull();
    }

    @Test
    void numbersInPlaceOfTextsAreRead() {
        Tracking tracking = tracked("tracking-bare-numbers");

        assertThat(tracking.deliveredAt())
                .isEqualTo(tracked("tracking-delivered").deliveredAt());
        assertThat(tracking.events()).isEqualTo(tracked("tracking-delivered").events());
    }

    @Test
    void newestScanWithoutZoneStaysNewest() {
        Tracking tracking = tracked("tracking-newest-without-zone");

        assertThat(tracking.deliveredAt()).extracting(EventTime::text).isEqualTo("2026-12-03T13:40:00");
        assertThat(tracking.signedBy()).isEqualTo("JONES");
        assertThat(tracking.events()).extracting(TrackingEvent::code).containsExactly("038", "005", "021", "011");
    }

    @Test
    void scanWithoutTimeIsADateOnlyEvent() {
        Tracking tracking = tracked("tracking-scan-of-a-day");

        assertThat(tracking.events())
                .extracting(event -> event.at().text())
                .containsExactly("2026-12-03T09:30:00-06:00", "2026-12-03");
        assertThat(tracking.deliveredAt()).isEqualTo(EventTime.on(LocalDate.of(2026, 12, 3)));
    }

    @Test
    void deliveryWithoutScanHasDeliveryDate() {
        assertThat(tracked("tracking-delivered-on-a-day").deliveredAt())
                .isEqualTo(EventTime.on(LocalDate.of(2026, 12, 3)));
    }

    @Test
    void everyPackageHasOwnStatusAndDates() {
        Tracking damaged = UpsTrackingMapper.toTracking(
                Recorded.reply("tracking-delivered-and-damaged", UpsTrackingMapper.Response.class),
                new TrackingNumber("1Z023E2X0214323471"));

        assertThat(damaged.status()).isEqualTo(TrackingStatus.EXCEPTION);
        assertThat(damaged.estimatedDelivery()).isEqualTo(LocalDate.of(2026, 12, 5));
        assertThat(damaged.deliveredAt()).isNull();
        assertThat(damaged.signedBy()).isNull();
    }

    @Test
    void deliveryTimeFallsBackToScan() {
        Tracking tracking = tracked("tracking-delivered-without-time");

        assertThat(tracking.deliveredAt())
                .isEqualTo(new EventTime(LocalDateTime.of(2026, 12, 4, 14, 2, 33), ZoneOffset.ofHours(-8)));
        assertThat(tracking.signedBy()).isNull();
        assertThat(tracking.events().getLast().detail()).isNull();
    }

    @Test
    void deliveryToSenderIsAReturn() {
        Tracking tracking = tracked("tracking-returned");

        assertThat(tracking.deliveredAt()).isNull();
        assertThat(tracking.estimatedDelivery()).isNull();
    }

    @Test
    void rescheduledDatePrecedesScheduledDate() {
        assertThat(tracked("tracking-in-transit").estimatedDelivery()).isEqualTo(LocalDate.of(2026, 12, 7));
        assertThat(tracked("tracking-change-requested").estimatedDelivery()).isEqualTo(LocalDate.of(2026, 12, 4));
        assertThat(tracked("tracking-label-created").estimatedDelivery()).isNull();
    }

    @Test
    void eventsAndUpdatesAreSortedOldestFirst() {
        assertThat(tracked("tracking-delivered").events())
                .extracting(TrackingEvent::code)
                .containsExactly("003", "038", "005", "021", "011", "155");
        assertThat(tracked("tracking-unsorted").events())
                .extracting(TrackingEvent::code)
                .containsExactly("038", "005", "021");
    }

    @Test
    void eventHasPlaceTextAndDropOffLocation() {
        List<TrackingEvent> events = tracked("tracking-delivered").events();

        assertThat(events.get(4))
                .isEqualTo(new TrackingEvent(
                        new EventTime(LocalDateTime.of(2026, 12, 4, 14, 2, 33), ZoneOffset.ofHours(-8)),
                        "BEVERLY HILLS, CA",
                        "DELIVERED",
                        "011",
                        "Front Door"));
        assertThat(events.get(3).detail()).isNull();
    }

    @Test
    void placeIsCityElseCountry() {
        assertThat(tracked("tracking-delivered").events())
                .extracting(TrackingEvent::place)
                .containsSubsequence("US", "Wayne, NJ", "Newark");
        assertThat(tracked("tracking-times").events().get(2).place()).isNull();
    }

    @Test
    void timeFallsBackToUtcThenLocalThenDate() {
        assertThat(tracked("tracking-times").events())
                .extracting(event -> event.at().text())
                .containsExactly(
                        "2026-12-01",
                        "2026-12-02",
                        "2026-12-02T02:15:00",
                        "2026-12-03T07:47:00Z",
                        "2026-12-04T08:12:00-08:00");
    }

    @Test
    void numberIgnoresCase() {
        Tracking tracking = UpsTrackingMapper.toTracking(
                Recorded.reply("tracking-several-parcels", UpsTrackingMapper.Response.class),
                new TrackingNumber("1z023e2x0214323471"));

        assertThat(tracking.status()).isEqualTo(TrackingStatus.IN_TRANSIT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tracking-unknown-number", "tracking-other-parcels"})
    void unknownNumberInSuccessfulReplyIsDeclined(String situation) {
        CarrierDeclinedException declined =
                catchThrowableOfType(CarrierDeclinedException.class, () -> tracked(situation));

        assertThat(declined.refusal()).isEqualTo(Refusal.NOT_FOUND);
    }

    @Test
    void declineKeepsMessage() {
        assertThatThrownBy(() -> tracked("tracking-unknown-number")).hasMessage("Tracking Information Not Found");
    }

    @Test
    void emptyReplyIsUnreadable() {
        assertThatThrownBy(() -> tracked("tracking-nothing")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> UpsTrackingMapper.toTracking(new UpsTrackingMapper.Response(null, null), NUMBER))
                .isInstanceOf(NullPointerException.class);
    }

    private static Status told(@Nullable String type, @Nullable String code, @Nullable String statusCode) {
        return new Status(type, code, statusCode, null, null);
    }

    private static Tracking tracked(String situation) {
        return UpsTrackingMapper.toTracking(Recorded.reply(situation, UpsTrackingMapper.Response.class), NUMBER);
    }
}
