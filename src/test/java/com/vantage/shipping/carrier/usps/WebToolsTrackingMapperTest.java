package com.vantage.shipping.carrier.usps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.model.EventTime;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingEvent;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.model.TrackingStatus;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebToolsTrackingMapperTest {
    private static final TrackingNumber NUMBER = new TrackingNumber("9400100000000000000000");
    private static final String SEVERAL = "tracking-several-numbers.xml";

    @Test
    void deliveryHasLocalTimeAndSigner() {
        Tracking tracking = tracking("tracking-delivered.xml");

        assertThat(tracking.status()).isEqualTo(TrackingStatus.DELIVERED);
        assertThat(tracking.deliveredAt()).isEqualTo(local("2025-06-04T14:10"));
        assertThat(tracking.signedBy()).isEqualTo("J DOE, ACME INC, authorized agent");
        assertThat(tracking.estimatedDelivery()).isNull();
    }

    @Test
    void eventsAreOldestFirst() {
        assertThat(tracking("tracking-delivered.xml").events())
                .containsExactly(
                        new TrackingEvent(
                                local("2025-06-02T16:44"), "NEW YORK, NY", "USPS in possession of item", "03", null),
                        new TrackingEvent(
                                local("2025-06-04T00:05"),
                                "TAMPA FL DISTRIBUTION CENTER",
                                "Arrived at USPS Regional Facility",
                                "10",
                                null),
                        new TrackingEvent(local("2025-06-04T09:10"), "TAMPA, FL", "Out for Delivery", "OF", null),
                        new TrackingEvent(
                                local("2025-06-04T14:10"), "TAMPA, FL", "Delivered, In/At Mailbox", "01", null));
    }

    @Test
    void newestCodePrecedesCategoryAndPredictionOtherDates() {
        Tracking tracking = tracking("tracking-notice-left-late-category.xml");

        assertThat(tracking.status()).isEqualTo(TrackingStatus.EXCEPTION);
        assertThat(tracking.estimatedDelivery()).isEqualTo(LocalDate.parse("2025-06-05"));
    }

    @Test
    void eventWithoutTimeHasDateAndWithoutDateIsOmitted() {
        Tracking tracking = tracking("tracking-with-gaps.xml");

        assertThat(tracking.events()).extracting(TrackingEvent::code).containsExactly("EF", "10", "Z9");
        assertThat(tracking.events()).extracting(TrackingEvent::place).containsExactly("NY", "CANADA", "FL");
        assertThat(tracking.events().getLast().at()).isEqualTo(EventTime.on(LocalDate.parse("2025-06-04")));
    }

    @Test
    void unlistedCodeFallsBackToCategory() {
        Tracking tracking = tracking("tracking-with-gaps.xml");

        assertThat(tracking.status()).isEqualTo(TrackingStatus.IN_TRANSIT);
        assertThat(tracking.estimatedDelivery()).isEqualTo(LocalDate.parse("2025-06-07"));
    }

    @Test
    void undatedNewestEventDeterminesStatus() {
        Tracking tracking = tracking(info("<StatusCategory>In Transit</StatusCategory><TrackSummary><EventTime/>"
                + "<EventDate>June 4, 2025</EventDate><Event>Delivered</Event><Name>J DOE</Name><EventCode>01</EventCode>"
                + "</TrackSummary>"));

        assertThat(tracking.status()).isEqualTo(TrackingStatus.DELIVERED);
        assertThat(tracking.deliveredAt()).isEqualTo(EventTime.on(LocalDate.parse("2025-06-04")));
        assertThat(tracking.signedBy()).isEqualTo("J DOE");
    }

    @Test
    void deliveryToSenderIsAReturn() {
        Tracking tracking = tracking("tracking-returned.xml");

        assertThat(tracking.status()).isEqualTo(TrackingStatus.RETURN_TO_SENDER);
        assertThat(tracking.deliveredAt()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "Pre-Shipment, , PRE_TRANSIT",
        "Accepted, , IN_TRANSIT",
        "Out for Delivery, , OUT_FOR_DELIVERY",
        "'Delivered, To Agent', , DELIVERED",
        "Available for Pickup, , AVAILABLE_FOR_PICKUP",
        "Delivery Attempt: Action Needed, , EXCEPTION",
        "Alert, , EXCEPTION",
        "Alert, 09, RETURN_TO_SENDER",
        "Delivered, OF, OUT_FOR_DELIVERY",
        "In Transit, 16, AVAILABLE_FOR_PICKUP",
        ", GX, PRE_TRANSIT",
        "Whatever, , UNKNOWN",
    })
    void statusIsByCodeElseCategory(@Nullable String category, @Nullable String code, TrackingStatus status) {
        String summary = code == null ? "" : "<TrackSummary><EventCode>" + code + "</EventCode></TrackSummary>";
        String told = category == null ? "" : "<StatusCategory>" + category + "</StatusCategory>";

        assertThat(tracking(info(told + summary)).status()).isEqualTo(status);
    }

    @Test
    void knownNumbersKeepRequestOrder() {
        String second = "<TrackResponse><TrackInfo ID='5555555555555555555556'><StatusCategory>Alert</StatusCategory>"
                + "</TrackInfo></TrackResponse>";

        List<Tracking> known =
                trackings(List.of("5555555555555555555556", "5555555555555555555555", NUMBER.value()), second, SEVERAL);

        assertThat(known)
                .extracting(Tracking::number, Tracking::status)
                .containsExactly(
                        tuple(new TrackingNumber("5555555555555555555556"), TrackingStatus.EXCEPTION),
                        tuple(NUMBER, TrackingStatus.PRE_TRANSIT));
    }

    @Test
    void unknownNumbersAreNotFound() {
        assertThatThrownBy(() -> trackings(List.of("5555555555555555555555"), SEVERAL))
                .isInstanceOfSatisfying(CarrierDeclinedException.class, no -> assertThat(no.refusal())
                        .isEqualTo(Refusal.NOT_FOUND));
    }

    @Test
    void refusedNumberIsNotUnknown() {
        String duplicate = "<TrackResponse><TrackInfo ID='5555555555555555555556'><Error><Number>-2147219303</Number>"
                + "<Description>Duplicate</Description></Error></TrackInfo></TrackResponse>";

        assertThatThrownBy(() -> trackings(List.of("5555555555555555555556", NUMBER.value()), duplicate, SEVERAL))
                .isInstanceOfSatisfying(CarrierDeclinedException.class, no -> assertThat(no.code())
                        .isEqualTo("-2147219303"));
    }

    @Test
    void numberIsFoundAmongSeveral() {
        assertThat(tracking(SEVERAL).status()).isEqualTo(TrackingStatus.PRE_TRANSIT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tracking-no-status-yet.xml", "tracking-no-record.xml"})
    void unscannedNumberIsNotFound(String file) {
        assertThatThrownBy(() -> tracking(file))
                .isInstanceOfSatisfying(CarrierDeclinedException.class, no -> assertThat(no.refusal())
                        .isEqualTo(Refusal.NOT_FOUND));
    }

    @Test
    void textOnlyEventsWithTimeAreKept() {
        Tracking tracking = tracking("tracking-sentences-alone.xml");

        assertThat(tracking.status()).isEqualTo(TrackingStatus.UNKNOWN);
        assertThat(tracking.events())
                .extracting(TrackingEvent::at)
                .containsExactly(local("2025-06-02T16:44"), local("2025-06-04T14:10"));
        assertThat(tracking.events().getLast().text()).startsWith("Your item was delivered in or at the mailbox");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<TrackResponse/>",
                "<TrackResponse><TrackInfo ID='1234567'><StatusCategory>Alert</StatusCategory></TrackInfo></TrackResponse>",
                "<TrackResponse><TrackInfo ID='9400100000000000000000'/></TrackResponse>"
            })
    void emptyReplyIsUnreadable(String body) {
        assertThatThrownBy(() -> tracking(body)).isInstanceOf(IllegalArgumentException.class);
    }

    private static EventTime local(String text) {
        return new EventTime(LocalDateTime.parse(text), null);
    }

    private static String info(String inside) {
        return "<TrackResponse><TrackInfo ID=\"" + NUMBER + "\">" + inside + "</TrackInfo></TrackResponse>";
    }

    private static Tracking tracking(String fileOrBody) {
        return trackings(List.of(NUMBER.value()), fileOrBody).getFirst();
    }

    private static List<Tracking> trackings(List<String> numbers, String... filesOrBodies) {
        List<WebToolsTrackingMapper.Response> replies = Stream.of(filesOrBodies)
                .map(reply -> WebToolsTrackingMapper.read(reply.startsWith("<") ? reply : RecordedXml.text(reply)))
                .toList();
        return WebToolsTrackingMapper.toTrackings(
                replies, numbers.stream().map(TrackingNumber::new).toList());
    }
}
