package com.vantage.shipping.carrier.usps;

import static com.vantage.shipping.model.TrackingStatus.AVAILABLE_FOR_PICKUP;
import static com.vantage.shipping.model.TrackingStatus.DELIVERED;
import static com.vantage.shipping.model.TrackingStatus.EXCEPTION;
import static com.vantage.shipping.model.TrackingStatus.IN_TRANSIT;
import static com.vantage.shipping.model.TrackingStatus.OUT_FOR_DELIVERY;
import static com.vantage.shipping.model.TrackingStatus.PRE_TRANSIT;
import static com.vantage.shipping.model.TrackingStatus.RETURN_TO_SENDER;
import static com.vantage.shipping.model.TrackingStatus.UNKNOWN;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.carrier.TrackingStatusTable;
import com.vantage.shipping.carrier.WireValues;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingEvent;
import com.vantage.shipping.model.TrackingEventSorter;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.model.TrackingStatus;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code GET /tracking/v3/tracking/{trackingNumber}?expand=DETAIL}: tracks one number. */
final class UspsTrackingMapper {
    /** Statuses by {@code eventCode}, as listed in Publication 199. */
    static final TrackingStatusTable CODES = new TrackingStatusTable("usps")
            .with(PRE_TRANSIT, "MA GX GA NP 83")
            .with(IN_TRANSIT, "03 06 07 10 15 19 41 42 71 80-82 A1 AD EF L1 NT OA PA PC SF T1 TL TM U1 UA")
            .with(OUT_FOR_DELIVERY, "OF")
            .with(DELIVERED, "01 17 43")
            .with(AVAILABLE_FOR_PICKUP, "14 16")
            .with(RETURN_TO_SENDER, "09 21-29 31 44")
            .with(EXCEPTION, "02 04 05 08 11 30 51-57 DX H0");

    /**
     * Statuses by {@code statusCategory}, compared by letters only: it is written with or without dashes, commas and
     * colons.
     */
    static final TrackingStatusTable CATEGORIES = new TrackingStatusTable("usps")
            .with(PRE_TRANSIT, "PreShipment")
            .with(IN_TRANSIT, "Accepted InTransit MovingThroughNetwork")
            .with(OUT_FOR_DELIVERY, "OutForDelivery")
            .with(DELIVERED, "Delivered DeliveredToAgent")
            .with(AVAILABLE_FOR_PICKUP, "AvailableForPickup")
            .with(EXCEPTION, "DeliveryAttempt DeliveryAttemptActionNeeded Alert");

    private static final Pattern ONE_DIGIT = Pattern.compile("\\d");

    /**
     * Booleans of the specification are sent as strings.
     *
     * @param error in place of status and events, even with HTTP 200
     */
    record Response(
            @Nullable String statusCategory,
            @Nullable String expectedDeliveryTimeStamp,
            @Nullable String predictedDeliveryTimeStamp,
            @Nullable String predictedDeliveryDate,
            @Nullable String predictedDeliveryWindowEndTime,
            @Nullable String guaranteedDeliveryTimeStamp,
            @Nullable String originCity,
            @Nullable List<Scan> trackingEvents,
            @JsonAlias("fault") @Nullable JsonNode error) {
        void requireAnswer() {
            if (statusCategory == null && trackingEvents == null) {
                throw UspsErrorMapper.missingResult(error, "statusCategory and trackingEvents");
            }
        }
    }

    record Scan(
            @Nullable String eventType,
            @Nullable String eventCode,
            @Nullable String eventTimestamp,
            @JsonProperty("GMTTimestamp") @Nullable String gmtTimestamp,
            @JsonProperty("GMTOffset") @Nullable String gmtOffset,
            @Nullable String eventCity,
            @Nullable String eventState,
            @Nullable String eventCountry,
            @Nullable String firm,
            @Nullable String name,
            @Nullable String authorizedAgent) {}

    private UspsTrackingMapper() {}

    static Tracking toTracking(Response response, TrackingNumber number) {
        List<Scan> newestFirst = newestFirst(response);
        TrackingStatus status = status(response, newestFirst);
        Optional<Scan> delivery = status == DELIVERED ? delivery(newestFirst) : Optional.empty();
        return new Tracking(
                number,
                status,
                isDelivered(newestFirst, status) ? null : estimatedDelivery(response),
                delivery.flatMap(UspsScanTimeParser::of).orElse(null),
                delivery.map(scan -> UspsTrackingStatusRules.signedBy(scan.name(), scan.firm(), scan.authorizedAgent()))
                        .orElse(null),
                newestFirst.reversed().stream()
                        .map(UspsTrackingMapper::toEvent)
                        .flatMap(Optional::stream)
                        .toList());
    }

    /** Tracking of a parcel that USPS withholds because of fraudulent postage. */
    static Tracking withoutDetails(TrackingNumber number) {
        return new Tracking(number, EXCEPTION, null, null, null, List.of());
    }

    private static List<Scan> newestFirst(Response response) {
        return TrackingEventSorter.newestFirst(WireValues.orEmpty(response.trackingEvents()), UspsScanTimeParser::of);
    }

    /** Whether it was delivered, to the recipient or back to the sender. */
    private static boolean isDelivered(List<Scan> newestFirst, TrackingStatus status) {
        return status == DELIVERED || newestFirst.stream().limit(1).anyMatch(UspsTrackingMapper::isDelivery);
    }

    private static boolean isDelivery(Scan scan) {
        return byCode(scan).equals(Optional.of(DELIVERED));
    }

    /**
     * The newest scan's code if it is a return or an exception; else the category, which is more precise, else the
     * code.
     */
    private static TrackingStatus status(Response response, List<Scan> newestFirst) {
        Optional<TrackingStatus> byCode = newestFirst.stream().findFirst().flatMap(UspsTrackingMapper::byCode);
        if (UspsTrackingStatusRules.isDeliveredReturn(response.originCity(), summaries(newestFirst))) {
            return RETURN_TO_SENDER;
        }
        return byCode.filter(status -> status == RETURN_TO_SENDER || status == EXCEPTION)
                .or(() -> UspsTrackingStatusRules.byCategory(response.statusCategory()))
                .or(() -> byCode)
                .orElse(UNKNOWN);
    }

    private static List<UspsTrackingStatusRules.ScanSummary> summaries(List<Scan> newestFirst) {
        return newestFirst.stream()
                .map(scan -> new UspsTrackingStatusRules.ScanSummary(code(scan), scan.eventCity()))
                .toList();
    }

    private static Optional<TrackingStatus> byCode(Scan scan) {
        return UspsTrackingStatusRules.byCode(code(scan));
    }

    /** Restores the leading zero of a code sent as a number. */
    private static @Nullable String code(Scan scan) {
        String code = WireValues.nonBlank(scan.eventCode());
        return code != null && ONE_DIGIT.matcher(code).matches() ? "0" + code : code;
    }

    private static Optional<Scan> delivery(List<Scan> newestFirst) {
        return newestFirst.stream().filter(UspsTrackingMapper::isDelivery).findFirst();
    }

    private static @Nullable LocalDate estimatedDelivery(Response response) {
        return Stream.of(
                        UspsDeliveryCommitment.date(response.expectedDeliveryTimeStamp()),
                        UspsDeliveryCommitment.date(response.predictedDeliveryTimeStamp()),
                        UspsDeliveryCommitment.date(response.predictedDeliveryDate()),
                        UspsDeliveryCommitment.date(response.predictedDeliveryWindowEndTime()),
                        UspsDeliveryCommitment.date(response.guaranteedDeliveryTimeStamp()))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null);
    }

    private static Optional<TrackingEvent> toEvent(Scan scan) {
        String text = UspsHtmlTextConverter.toPlainText(scan.eventType());
        return UspsScanTimeParser.of(scan)
                .map(at -> new TrackingEvent(
                        at,
                        WireValues.place(
                                UspsHtmlTextConverter.toPlainText(scan.eventCity()),
                                UspsHtmlTextConverter.toPlainText(scan.eventState()),
                                UspsHtmlTextConverter.toPlainText(scan.eventCountry())),
                        text == null ? "No description" : text,
                        code(scan),
                        null));
    }
}
