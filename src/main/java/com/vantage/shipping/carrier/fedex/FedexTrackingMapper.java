package com.vantage.shipping.carrier.fedex;

import static com.vantage.shipping.carrier.WireValues.firstPresent;
import static com.vantage.shipping.carrier.WireValues.nonBlank;
import static com.vantage.shipping.carrier.WireValues.orEmpty;
import static com.vantage.shipping.model.TrackingStatus.DELIVERED;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.CarrierUnavailableException;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.WireValues;
import com.vantage.shipping.carrier.fedex.FedexErrorMapper.Notice;
import com.vantage.shipping.model.EventTime;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingEvent;
import com.vantage.shipping.model.TrackingEventSorter;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.model.TrackingStatus;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** {@code POST /track/v1/trackingnumbers}: tracks up to 30 numbers. */
final class FedexTrackingMapper {
    private static final int MAX_NUMBERS = 30;

    record Request(boolean includeDetailedScans, List<NumberQuery> trackingInfo) {}

    record NumberQuery(NumberInfo trackingNumberInfo) {}

    record NumberInfo(String trackingNumber) {}

    record Response(@Nullable Output output, @Nullable List<Notice> errors) {}

    /** @param cxsErrors errors of the whole request, in a successful reply */
    record Output(
            @Nullable List<CompleteResult> completeTrackResults,
            @Nullable List<Notice> cxsErrors,
            @Nullable List<Notice> alerts) {}

    record CompleteResult(
            @Nullable String trackingNumber, @Nullable List<Result> trackResults) {}

    record Result(
            @Nullable Notice error,
            @Nullable ReportedNumber trackingNumberInfo,
            @Nullable AdditionalInfo additionalTrackingInfo,
            @Nullable PackageDetails packageDetails,
            @Nullable Status latestStatusDetail,
            @Nullable List<DateAndTime> dateAndTimes,
            @Nullable TimeWindow estimatedDeliveryTimeWindow,
            @Nullable TimeWindow standardTransitTimeWindow,
            @Nullable Delivery deliveryDetails,
            @Nullable Party shipperInformation,
            @Nullable List<Scan> scanEvents) {}

    record ReportedNumber(@Nullable String trackingNumber) {}

    record AdditionalInfo(@Nullable List<Identifier> packageIdentifiers) {}

    /** The specification has {@code value} for the list; FedEx uses either name. */
    record Identifier(
            @Nullable String type,
            @JsonAlias("values") @Nullable List<String> value) {}

    /**
     * @param sequenceNumber position among the shipment's parcels
     * @param count number of the shipment's parcels
     */
    record PackageDetails(
            @Nullable String sequenceNumber, @Nullable String count) {}

    record Status(@Nullable String code, @Nullable String derivedCode) {}

    record DateAndTime(@Nullable String type, @Nullable String dateTime) {}

    record TimeWindow(@Nullable Window window) {}

    record Window(@Nullable String begins, @Nullable String ends) {}

    record Delivery(
            @Nullable Place actualDeliveryAddress,
            @Nullable String signedByName,
            @Nullable String receivedByName) {

        /** Omits personal data. */
        @Override
        public String toString() {
            return "Delivery[…]";
        }
    }

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

    private FedexTrackingMapper() {}

    static List<Request> toRequests(List<TrackingNumber> numbers) {
        List<NumberQuery> queries = numbers.stream()
                .map(number -> new NumberQuery(new NumberInfo(number.value())))
                .toList();
        return IntStream.iterate(0, first -> first < queries.size(), first -> first + MAX_NUMBERS)
                .mapToObj(first -> queries.subList(first, Math.min(first + MAX_NUMBERS, queries.size())))
                .map(batch -> new Request(true, batch))
                .toList();
    }

    /** In the order of the numbers, without unknown ones. */
    static List<Tracking> toTrackings(List<Response> responses, List<TrackingNumber> numbers) {
        List<CompleteResult> completeResults = responses.stream()
                .flatMap(response -> results(response).stream())
                .toList();
        List<Tracking> known = new ArrayList<>();
        List<RuntimeException> refusals = new ArrayList<>();
        for (TrackingNumber number : numbers) {
            List<Result> results = resultsOf(number, completeResults);
            lastSeen(results.stream().filter(result -> error(result).isEmpty()).toList())
                    .ifPresentOrElse(
                            parcel -> known.add(toTracking(parcel, number)), () -> refusals.add(refusal(results)));
        }
        if (known.isEmpty()) {
            throw refusals.getFirst();
        }
        return known;
    }

    /** @throws RuntimeException for errors of the whole request */
    static List<CompleteResult> results(Response response) {
        Output output = response.output() == null ? new Output(null, null, null) : response.output();
        List<CompleteResult> results = orEmpty(output.completeTrackResults());
        FedexErrorMapper.reason(
                        Refusal.INVALID_REQUEST,
                        response.errors(),
                        output.cxsErrors(),
                        results.isEmpty() ? output.alerts() : null)
                .ifPresent(reason -> {
                    throw reason;
                });
        Objects.requireNonNull(response.output(), "no output");
        return results;
    }

    /** Errors of single numbers come with status 200. */
    static Optional<RuntimeException> error(Result result) {
        Notice error = result.error();
        return error == null ? Optional.empty() : FedexErrorMapper.reason(Refusal.INVALID_REQUEST, List.of(error));
    }

    private static List<Result> resultsOf(TrackingNumber number, List<CompleteResult> completeResults) {
        return completeResults.stream()
                .filter(candidate -> number.value().equals(nonBlank(candidate.trackingNumber())))
                .flatMap(candidate -> orEmpty(candidate.trackResults()).stream())
                .toList();
    }

    /** @throws CarrierUnavailableException if FedEx could not look up the parcel */
    private static RuntimeException refusal(List<Result> results) {
        List<RuntimeException> errors = results.stream()
                .map(FedexTrackingMapper::error)
                .flatMap(Optional::stream)
                .toList();
        for (RuntimeException error : errors) {
            if (error instanceof CarrierUnavailableException) {
                throw error;
            }
        }
        return errors.isEmpty()
                ? new CarrierDeclinedException(
                        Refusal.NOT_FOUND, "TRACKING.TRACKINGNUMBER.NOTFOUND", "no parcel with this tracking number")
                : errors.getFirst();
    }

    private static Tracking toTracking(Result parcel, TrackingNumber number) {
        List<Scan> scans = newestFirst(parcel);
        TrackingStatus status = FedexTrackingStatusRules.of(parcel, scans);
        return new Tracking(
                number,
                status,
                FedexTrackingStatusRules.hasArrived(parcel, scans) ? null : estimatedDelivery(parcel),
                status == DELIVERED ? deliveredAt(parcel, scans) : null,
                signedBy(parcel.deliveryDetails()),
                scans.reversed().stream()
                        .map(FedexTrackingMapper::toEvent)
                        .flatMap(Optional::stream)
                        .toList());
    }

    /** FedEx reuses numbers: of several parcels, the one with the latest scan. */
    static Optional<Result> lastSeen(List<Result> results) {
        return results.stream().max(Comparator.comparing(FedexTrackingMapper::lastSeen));
    }

    /** By local time, which suffices, as parcels with the same number are weeks apart. */
    private static LocalDateTime lastSeen(Result result) {
        return orEmpty(result.scanEvents()).stream()
                .map(scan -> time(scan.date()))
                .filter(Objects::nonNull)
                .map(EventTime::local)
                .max(Comparator.naturalOrder())
                .orElse(LocalDateTime.MIN);
    }

    /** Usually FedEx's own order, but not always. */
    static List<Scan> newestFirst(Result parcel) {
        return TrackingEventSorter.newestFirst(
                orEmpty(parcel.scanEvents()), scan -> Optional.ofNullable(time(scan.date())));
    }

    private static @Nullable LocalDate estimatedDelivery(Result parcel) {
        Window estimated = window(parcel.estimatedDeliveryTimeWindow());
        Window standard = window(parcel.standardTransitTimeWindow());
        return firstPresent(
                FedexRatingMapper.date(estimated.ends()),
                FedexRatingMapper.date(estimated.begins()),
                FedexRatingMapper.date(dateAndTime(parcel, "ESTIMATED_DELIVERY")),
                FedexRatingMapper.date(standard.ends()),
                FedexRatingMapper.date(dateAndTime(parcel, "COMMITMENT")));
    }

    private static Window window(@Nullable TimeWindow window) {
        return window == null || window.window() == null ? new Window(null, null) : window.window();
    }

    private static @Nullable String signedBy(@Nullable Delivery delivery) {
        return delivery == null
                ? null
                : firstPresent(nonBlank(delivery.signedByName()), nonBlank(delivery.receivedByName()));
    }

    /** Midnight means a date without time; then the delivery scan has the time, if any. */
    private static @Nullable EventTime deliveredAt(Result parcel, List<Scan> scans) {
        EventTime reported = time(dateAndTime(parcel, "ACTUAL_DELIVERY"));
        if (reported != null && !reported.local().toLocalTime().equals(LocalTime.MIDNIGHT)) {
            return reported.zoneKnown() ? reported : withScanZone(reported, scans);
        }
        EventTime scanned = scans.stream()
                .filter(scan -> FedexTrackingStatusRules.is(scan, DELIVERED))
                .map(scan -> time(scan.date()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return scanned != null || reported == null
                ? scanned
                : EventTime.on(reported.local().toLocalDate());
    }

    private static EventTime withScanZone(EventTime reported, List<Scan> scans) {
        return scans.stream()
                .map(scan -> time(scan.date()))
                .filter(at -> at != null && at.local().equals(reported.local()))
                .findFirst()
                .orElse(reported);
    }

    private static @Nullable String dateAndTime(Result parcel, String type) {
        return orEmpty(parcel.dateAndTimes()).stream()
                .filter(entry -> type.equals(entry.type()))
                .map(DateAndTime::dateTime)
                .filter(text -> nonBlank(text) != null)
                .findFirst()
                .orElse(null);
    }

    private static Optional<TrackingEvent> toEvent(Scan scan) {
        EventTime at = time(scan.date());
        Place place = scan.scanLocation();
        String text = firstPresent(nonBlank(scan.eventDescription()), nonBlank(scan.derivedStatus()));
        return at == null
                ? Optional.empty()
                : Optional.of(new TrackingEvent(
                        at,
                        place == null
                                ? null
                                : WireValues.place(place.city(), place.stateOrProvinceCode(), place.countryCode()),
                        text == null ? "No description" : text,
                        nonBlank(scan.eventType()),
                        nonBlank(scan.exceptionDescription())));
    }

    /** A time with the offset of the place, or without offset if its zone is unknown; or a date only. */
    private static @Nullable EventTime time(@Nullable String text) {
        String present = nonBlank(text);
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
            LocalDate day = FedexRatingMapper.date(present);
            return day == null ? null : EventTime.on(day);
        }
    }
}
