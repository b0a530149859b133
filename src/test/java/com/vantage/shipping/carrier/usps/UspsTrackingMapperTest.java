package com.vantage.shipping.carrier.usps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.vantage.shipping.carrier.CarrierUnavailableException;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.model.EventTime;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingEvent;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.model.TrackingStatus;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UspsTrackingMapperTest {
    private static final TrackingNumber NUMBER = new TrackingNumber("9400100000000000000000");

    @Test
    void deliveredParcelHasTimeAndReceiver() {
        Tracking tracking = tracking("tracking-delivered.json");

        assertThat(tracking.status()).isEqualTo(TrackingStatus.DELIVERED);
        assertThat(tracking.estimatedDelivery()).isNull();
        assertThat(text(tracking.deliveredAt())).isEqualTo("2026-12-04T14:10:40-05:00");
        assertThat(tracking.signedBy()).isEqualTo("J DOE, ACME & SONS, authorized agent");
    }

    @Test
    void eventsAreOldestFirstWithPlaces() {
        assertThat(tracking("tracking-delivered.json").events())
                .extracting(TrackingEvent::code, TrackingEvent::place)
                .containsExactly(
                        tuple("GX", "NEW YORK, NY"),
                        tuple("03", "NEW YORK, NY"),
                        tuple("EF", "NEW YORK NY DISTRIBUTION CENTER"),
                        tuple("10", "YBOR CITY FL DISTRIBUTION CENTER"),
                        tuple("OF", "TAMPA, FL"),
                        tuple("01", "TAMPA, FL"));
    }

    @Test
    void textsArePlain() {
        TrackingEvent newest = tracking("tracking-on-its-way.json").events().getLast();

        assertThat(newest.text()).isEqualTo("Arrived at USPS Regional Facility Annex");
        assertThat(UspsHtmlTextConverter.toPlainText(
                        "USPS Ground Advantage<SUP>&#153;</SUP> &amp; more&reg; &#xAE; &unknown;"))
                .isEqualTo("USPS Ground Advantage™ & more® ® &unknown;");
    }

    @Test
    void estimateFallsBackToPredictedDate() {
        Tracking tracking = tracking("tracking-on-its-way.json");

        assertThat(tracking.status()).isEqualTo(TrackingStatus.IN_TRANSIT);
        assertThat(tracking.estimatedDelivery()).isEqualTo("2026-12-05");
        assertThat(tracking.deliveredAt()).isNull();
        assertThat(tracking.signedBy()).isNull();
    }

    @Test
    void offsetInMinutesIsRead() {
        EventTime at = tracking("tracking-on-its-way.json").events().getLast().at();

        assertThat(at.text()).isEqualTo("2026-12-03T20:02:00.041-07:00");
    }

    @Test
    void wrongZoneIsIgnored() {
        TrackingEvent withoutGmt = tracking("tracking-on-its-way.json").events().stream()
                .filter(event -> Objects.equals(event.code(), "EF"))
                .findFirst()
                .orElseThrow();

        assertThat(withoutGmt.at().zoneKnown()).isFalse();
        assertThat(withoutGmt.at().text()).isEqualTo("2026-12-02T03:11:00");
    }

    @ParameterizedTest
    @CsvSource({"2026-12-04T19:10:40Z", "2026-12-04T19:10:40+00:00", "2026-12-04 19:10:40", "2026-12-04T19:10:40"})
    void instantIsReadInAllFormats(String gmt) {
        assertThat(UspsScanTimeParser.of(scan("01", null, gmt, "-05:00", "TAMPA")))
                .map(EventTime::text)
                .contains("2026-12-04T14:10:40-05:00");
    }

    @ParameterizedTest
    @CsvSource({
        "-05:00, 2026-12-04T14:10:40-05:00",
        "-7:00, 2026-12-04T12:10:40-07:00",
        "-420, 2026-12-04T12:10:40-07:00",
        "-5, 2026-12-04T14:10:40-05:00",
        "-0330, 2026-12-04T15:40:40-03:30",
        "+600, 2026-12-05T05:10:40+10:00",
        "soon, 2026-12-04T19:10:40Z"
    })
    void instantHasLocalOffset(String offset, String text) {
        UspsTrackingMapper.Scan scan = scan("01", "2026-12-04T14:10:00Z", "2026-12-04T19:10:40Z", offset, "TAMPA");

        assertThat(UspsScanTimeParser.of(scan)).map(EventTime::text).contains(text);
    }

    @Test
    void deliveryAtOriginAfterReturnIsAReturn() {
        assertThat(tracking("tracking-returned.json").status()).isEqualTo(TrackingStatus.RETURN_TO_SENDER);
    }

    @Test
    void deliveredReturnHasNoEstimate() {
        assertThat(tracking("tracking-returned.json").estimatedDelivery()).isNull();
    }

    @Test
    void uspsOrderDecidesForUnknownZones() {
        assertThat(tracking("tracking-local-times.json").status()).isEqualTo(TrackingStatus.RETURN_TO_SENDER);
    }

    @Test
    void newestScanWithoutZoneIsStatusAndDelivery() {
        Tracking tracking = tracking("tracking-newest-without-zone.json");

        assertThat(tracking.status()).isEqualTo(TrackingStatus.DELIVERED);
        assertThat(text(tracking.deliveredAt())).isEqualTo("2026-12-03T13:40:00");
        assertThat(tracking.events()).extracting(TrackingEvent::code).containsExactly("03", "10", "OF", "01");
    }

    @Test
    void scanWithoutTimeKeepsOrderAndDate() {
        Tracking tracking = tracking("tracking-days-only.json");

        assertThat(tracking.status()).isEqualTo(TrackingStatus.DELIVERED);
        assertThat(text(tracking.deliveredAt())).isEqualTo("2026-12-03");
        assertThat(tracking.signedBy()).isEqualTo("R MEYER");
        assertThat(tracking.events())
                .extracting(event -> event.at().text())
                .containsExactly("2026-12-01", "2026-12-03T09:30:00-06:00", "2026-12-03");
    }

    @Test
    void numbersInPlaceOfTextsAreRead() {
        Tracking tracking = tracking("tracking-numbers-for-texts.json");

        assertThat(tracking.status()).isEqualTo(TrackingStatus.DELIVERED);
        assertThat(text(tracking.deliveredAt())).isEqualTo("2026-12-04T14:10:40-05:00");
        assertThat(tracking.events()).extracting(TrackingEvent::code).containsExactly("03", "01");
    }

    @Test
    void estimateFallsBackToEndOfPredictedWindow() {
        UspsTrackingMapper.Response windowOnly = new UspsTrackingMapper.Response(
                "In Transit", null, null, null, "2026-12-05T14:00:00Z", "2026-12-07T18:00:00Z", null, null, null);

        assertThat(UspsTrackingMapper.toTracking(windowOnly, NUMBER).estimatedDelivery())
                .isEqualTo("2026-12-05");
    }

    @Test
    void deliveryElsewhereAfterReturnIsADelivery() {
        UspsTrackingMapper.Response answer = new UspsTrackingMapper.Response(
                "Delivered",
                null,
                null,
                null,
                null,
                null,
                "New York",
                List.of(
                        scan("01", null, "2026-12-08T12:00:00Z", "-05:00", "MIAMI"),
                        scan("25", null, "2026-12-05T12:00:00Z", "-05:00", "TAMPA")),
                null);

        assertThat(UspsTrackingMapper.toTracking(answer, NUMBER).status()).isEqualTo(TrackingStatus.DELIVERED);
    }

    @Test
    void alertWithReturnCodeIsAReturn() {
        assertThat(tracking("tracking-alert-return-begun.json").status()).isEqualTo(TrackingStatus.RETURN_TO_SENDER);
    }

    @Test
    void noticeLeftIsAnException() {
        Tracking tracking = tracking("tracking-notice-left.json");

        assertThat(tracking.status()).isEqualTo(TrackingStatus.EXCEPTION);
        assertThat(tracking.estimatedDelivery()).isEqualTo("2026-12-07");
    }

    @Test
    void unscannedLabelIsPreTransit() {
        assertThat(tracking("tracking-label-only.json").status()).isEqualTo(TrackingStatus.PRE_TRANSIT);
    }

    @Test
    void unlistedCodeAndCategoryAreUnknown() {
        assertThat(tracking("tracking-new-code.json").status()).isEqualTo(TrackingStatus.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "Pre-Shipment, PRE_TRANSIT",
        "Accepted, IN_TRANSIT",
        "In Transit, IN_TRANSIT",
        "In-Transit, IN_TRANSIT",
        "Moving Through Network, IN_TRANSIT",
        "Out for Delivery, OUT_FOR_DELIVERY",
        "OUT FOR DELIVERY, OUT_FOR_DELIVERY",
        "Delivered, DELIVERED",
        "Delivered to Agent, DELIVERED",
        "'Delivered, To Agent', DELIVERED",
        "Available for Pickup, AVAILABLE_FOR_PICKUP",
        "Delivery Attempt, EXCEPTION",
        "Delivery Attempt: Action Needed, EXCEPTION",
        "Alert, EXCEPTION"
    })
    void categoryIsComparedByLetters(String category, TrackingStatus status) {
        assertThat(status(category, "ZZ")).isEqualTo(status);
    }

    @Test
    void categoryPrecedesOtherCodes() {
        assertThat(status("Out for Delivery", "10")).isEqualTo(TrackingStatus.OUT_FOR_DELIVERY);
        assertThat(status("In Transit", "21")).isEqualTo(TrackingStatus.RETURN_TO_SENDER);
        assertThat(status("In Transit", "DX")).isEqualTo(TrackingStatus.EXCEPTION);
        assertThat(status("Something New", "14")).isEqualTo(TrackingStatus.AVAILABLE_FOR_PICKUP);
    }

    @Test
    void emptyAnswerIsUnreadable() {
        UspsTrackingMapper.Response empty =
                new UspsTrackingMapper.Response(null, null, null, null, null, null, null, null, null);

        assertThatThrownBy(empty::requireAnswer)
                .isInstanceOfSatisfying(
                        CarrierUnavailableException.class,
                        unavailable -> assertThat(unavailable.failure()).isEqualTo(Failure.UNREADABLE));
    }

    private static Tracking tracking(String file) {
        return UspsTrackingMapper.toTracking(Recorded.reply(UspsTrackingMapper.Response.class, file), NUMBER);
    }

    private static TrackingStatus status(String category, String code) {
        UspsTrackingMapper.Response answer = new UspsTrackingMapper.Response(
                category,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(scan(code, null, "2026-12-04T12:00:00Z", "-05:00", "TAMPA")),
                null);
        return UspsTrackingMapper.toTracking(answer, NUMBER).status();
    }

    private static UspsTrackingMapper.Scan scan(
            String code, @Nullable String local, String gmt, String offset, String city) {
        return new UspsTrackingMapper.Scan("Scan", code, local, gmt, offset, city, null, null, null, null, "false");
    }

    private static String text(@Nullable EventTime at) {
        return Objects.requireNonNull(at).text();
    }
}
