package com.vantage.shipping.carrier.fedex;

import static com.vantage.shipping.carrier.Wire.firstPresent;
import static com.vantage.shipping.carrier.Wire.orEmpty;
import static com.vantage.shipping.carrier.Wire.presentText;
import static com.vantage.shipping.model.TrackingStatus.AVAILABLE_FOR_PICKUP;
import static com.vantage.shipping.model.TrackingStatus.CANCELLED;
import static com.vantage.shipping.model.TrackingStatus.DELIVERED;
import static com.vantage.shipping.model.TrackingStatus.EXCEPTION;
import static com.vantage.shipping.model.TrackingStatus.IN_TRANSIT;
import static com.vantage.shipping.model.TrackingStatus.OUT_FOR_DELIVERY;
import static com.vantage.shipping.model.TrackingStatus.PRE_TRANSIT;
import static com.vantage.shipping.model.TrackingStatus.RETURN_TO_SENDER;
import static com.vantage.shipping.model.TrackingStatus.UNKNOWN;

import com.vantage.shipping.carrier.CarrierDeclined;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.StatusTable;
import com.vantage.shipping.carrier.Wire;
import com.vantage.shipping.model.EventTime;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingEvent;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.model.TrackingStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code POST /track/v1/trackingnumbers}, for one number. */
final class FedexTracking {
    /** By {@code latestStatusDetail.code} and {@code scanEvents[].eventType}. */
    static final StatusTable CODES = new StatusTable("fedex")
            .with(PRE_TRANSIT, "OC EP DS RP RG")
            .with(IN_TRANSIT, "PU PX AP DO IP OF AA AC AF AR AX CC CP DP EA EO FD IT IX LO MD OW OX PF PL PM SF TR")
            .with(OUT_FOR_DELIVERY, "OD ED AD")
            .with(DELIVERED, "DL")
            .with(AVAILABLE_FOR_PICKUP, "HL HP")
            .with(RETURN_TO_SENDER, "RS")
            .with(EXCEPTION, "DE SE DD DY CD PD")
            .with(CANCELLED, "CA LC LP RD")
            .withInfo("AE AO AS CH DR HA IN PR RA RC RM RR RT SP US");

    /** By {@code latestStatusDetail.derivedCode}, which is coarser, and where IN means something else. */
    static final StatusTable DERIVED = new StatusTable("fedex")
            .with(PRE_TRANSIT, "IN")
            .with(IN_TRANSIT, "PU IT RL")
            .with(EXCEPTION, "DY DE SE")
            .with(DELIVERED, "DL");

    record Request(boolean includeDetailedScans, List<Wanted> trackingInfo) {}

    record Wanted(NumberInfo trackingNumberInfo) {}

    record NumberInfo(String trackingNumber) {}

    record Response(@Nullable Output output) {}

    record Output(@Nullable List<CompleteResult> completeTrackResults) {}

    record CompleteResult(
            @Nullable String trackingNumber, @Nullable List<Result> trackResults) {}

    record Result(
            @Nullable Problem error,
            @Nullable Status latestStatusDetail,
            @Nullable List<DateAndTime> dateAndTimes,
            @Nullable TimeWindow estimatedDeliveryTimeWindow,
            @Nullable TimeWindow standardTransitTimeWindow,
            @Nullable Delivery deliveryDetails,
            @Nullable Party shipperInformation,
            @Nullable List<Scan> scanEvents) {}

    record Problem(@Nullable String code, @Nullable String message) {}

    record Status(@Nullable String code, @Nullable String derivedCode) {}

    record DateAndTime(@Nullable String type, @Nullable String dateTime) {}

    record TimeWindow(@Nullable Window window) {}

    record Window(@Nullable String begins, @Nullable String ends) {}

    record Delivery(
            @Nullable Place actualDeliveryAddress, @Nullable String receivedByName) {}

    record Party(@Nullable Place address) {}

    record Place(
            @Nullable String city,
            @Nullable String stateOrProvinceCode,
            @Nullable String countryCode) {}

    record Scan(
            @Nullable String date,
            @Nullable String eventType,
            @Nullable String eventDescription,
            @Nullable String derivedStatus,
            @Nullable String exceptionDescription,
            @Nullable Place scanLocation) {}

    private FedexTracking() {}

    static Request toRequest(TrackingNumber number) {
        return new Request(true, List.of(new Wanted(new NumberInfo(number.value()))));
    }

    static Tracking toTracking(Response answer, TrackingNumber number) {
        Output output = Objects.requireNonNull(answer.output(), "no output");
        Result parcel = parcel(orEmpty(output.completeTrackResults()).stream()
                .filter(candidate -> number.value().equals(candidate.trackingNumber()))
                .flatMap(candidate -> orEmpty(candidate.trackResults()).stream())
                .toList());
        List<Scan> scans = newestFirst(parcel);
        TrackingStatus latest = status(parcel, scans);
        boolean arrived = latest == DELIVERED;
        TrackingStatus status = arrived && isReturn(parcel, scans) ? RETURN_TO_SENDER : latest;
        return new Tracking(
                number,
                status,
                arrived ? null : estimatedDelivery(parcel),
                status == DELIVERED ? deliveredAt(parcel, scans) : null,
                parcel.deliveryDetails() == null
                        ? null
                        : presentText(parcel.deliveryDetails().receivedByName()),
                scans.reversed().stream()
                        .map(FedexTracking::toEvent)
                        .flatMap(Optional::stream)
                        .toList());
    }

    /** FedEx uses its numbers again: of several parcels it is the one that was seen last. Errors come inside a 200. */
    private static Result parcel(List<Result> results) {
        return results.stream()
                .filter(result -> result.error() == null)
                .max(Comparator.comparing(FedexTracking::lastSeen))
                .orElseThrow(() -> results.stream()
                        .map(Result::error)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .map(error -> FedexErrors.read(error.code(), error.message()))
                        .orElseGet(() -> new CarrierDeclined(
                                Refusal.NOT_FOUND,
                                "TRACKING.TRACKINGNUMBER.NOTFOUND",
                                "no parcel with this tracking number")));
    }

    private static Instant lastSeen(Result result) {
        return orEmpty(result.scanEvents()).stream()
                .map(FedexTracking::moment)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
    }

    /** FedEx tells them so in general, not always; events of the same moment keep their order. */
    private static List<Scan> newestFirst(Result parcel) {
        return orEmpty(parcel.scanEvents()).stream()
                .sorted(Comparator.comparing(FedexTracking::moment).reversed())
                .toList();
    }

    private static Instant moment(Scan scan) {
        EventTime at = time(scan.date());
        return at == null ? Instant.MIN : at.roughly();
    }

    private static TrackingStatus status(Result parcel, List<Scan> scans) {
        Status told = parcel.latestStatusDetail();
        Stream<String> codes = Stream.concat(
                Stream.ofNullable(told == null ? null : told.code()),
                scans.stream().map(Scan::eventType).filter(Objects::nonNull));
        return codes.map(CODES::status)
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> told == null ? Optional.empty() : DERIVED.status(told.derivedCode()))
                .orElse(UNKNOWN);
    }

    /** Turned back on its way and delivered where it came from: FedEx calls that delivered. */
    private static boolean isReturn(Result parcel, List<Scan> scans) {
        String home = city(
                parcel.shipperInformation() == null
                        ? null
                        : parcel.shipperInformation().address());
        return home != null
                && home.equals(deliveryCity(parcel, scans))
                && scans.stream().anyMatch(scan -> is(scan, RETURN_TO_SENDER));
    }

    private static @Nullable String deliveryCity(Result parcel, List<Scan> scans) {
        Delivery told = parcel.deliveryDetails();
        return firstPresent(
                city(told == null ? null : told.actualDeliveryAddress()),
                scans.stream()
                        .filter(scan -> is(scan, DELIVERED))
                        .map(scan -> city(scan.scanLocation()))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null));
    }

    private static @Nullable String city(@Nullable Place place) {
        return place == null || presentText(place.city()) == null
                ? null
                : String.valueOf(Wire.place(place.city(), place.stateOrProvinceCode(), null))
                        .toUpperCase(Locale.ROOT);
    }

    private static boolean is(Scan scan, TrackingStatus status) {
        return CODES.status(scan.eventType()).filter(status::equals).isPresent();
    }

    private static @Nullable LocalDate estimatedDelivery(Result parcel) {
        Window estimated = window(parcel.estimatedDeliveryTimeWindow());
        Window standard = window(parcel.standardTransitTimeWindow());
        return firstPresent(
                FedexRating.date(estimated.ends()),
                FedexRating.date(estimated.begins()),
                FedexRating.date(dateAndTime(parcel, "ESTIMATED_DELIVERY")),
                FedexRating.date(standard.ends()),
                FedexRating.date(dateAndTime(parcel, "COMMITMENT")));
    }

    private static Window window(@Nullable TimeWindow told) {
        return told == null || told.window() == null ? new Window(null, null) : told.window();
    }

    /** Midnight there means a day without time; then the scan at the door tells the time, if any. */
    private static @Nullable EventTime deliveredAt(Result parcel, List<Scan> scans) {
        EventTime told = time(dateAndTime(parcel, "ACTUAL_DELIVERY"));
        if (told == null || told.local().toLocalTime().equals(LocalTime.MIDNIGHT)) {
            return scans.stream()
                    .filter(scan -> is(scan, DELIVERED))
                    .map(scan -> time(scan.date()))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        }
        return told.zoneKnown() ? told : withZoneOfItsScan(told, scans);
    }

    private static EventTime withZoneOfItsScan(EventTime told, List<Scan> scans) {
        return scans.stream()
                .map(scan -> time(scan.date()))
                .filter(at -> at != null && at.local().equals(told.local()))
                .findFirst()
                .orElse(told);
    }

    private static @Nullable String dateAndTime(Result parcel, String type) {
        return orEmpty(parcel.dateAndTimes()).stream()
                .filter(told -> type.equals(told.type()))
                .map(DateAndTime::dateTime)
                .filter(text -> presentText(text) != null)
                .findFirst()
                .orElse(null);
    }

    private static Optional<TrackingEvent> toEvent(Scan scan) {
        EventTime at = time(scan.date());
        Place place = scan.scanLocation();
        String text = firstPresent(presentText(scan.eventDescription()), presentText(scan.derivedStatus()));
        return at == null
                ? Optional.empty()
                : Optional.of(new TrackingEvent(
                        at,
                        place == null
                                ? null
                                : Wire.place(place.city(), place.stateOrProvinceCode(), place.countryCode()),
                        text == null ? "No description" : text,
                        presentText(scan.eventType()),
                        presentText(scan.exceptionDescription())));
    }

    /** With the offset of the place, or without any: then nobody knows where that clock hangs. */
    private static @Nullable EventTime time(@Nullable String text) {
        String present = presentText(text);
        if (present == null) {
            return null;
        }
        try {
            TemporalAccessor parsed =
                    DateTimeFormatter.ISO_DATE_TIME.parseBest(present, OffsetDateTime::from, LocalDateTime::from);
            return parsed instanceof OffsetDateTime exact
                    ? new EventTime(exact.toLocalDateTime(), exact.getOffset())
                    : new EventTime(LocalDateTime.from(parsed), null);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
