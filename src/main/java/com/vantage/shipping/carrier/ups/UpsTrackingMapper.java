package com.vantage.shipping.carrier.ups;

import static com.vantage.shipping.carrier.WireValues.firstPresent;
import static com.vantage.shipping.carrier.WireValues.nonBlank;
import static com.vantage.shipping.carrier.WireValues.orEmpty;
import static com.vantage.shipping.model.TrackingStatus.AVAILABLE_FOR_PICKUP;
import static com.vantage.shipping.model.TrackingStatus.CANCELLED;
import static com.vantage.shipping.model.TrackingStatus.DELIVERED;
import static com.vantage.shipping.model.TrackingStatus.EXCEPTION;
import static com.vantage.shipping.model.TrackingStatus.IN_TRANSIT;
import static com.vantage.shipping.model.TrackingStatus.OUT_FOR_DELIVERY;
import static com.vantage.shipping.model.TrackingStatus.PRE_TRANSIT;
import static com.vantage.shipping.model.TrackingStatus.RETURN_TO_SENDER;
import static com.vantage.shipping.model.TrackingStatus.UNKNOWN;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.TrackingStatusTable;
import com.vantage.shipping.carrier.WireValues;
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
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code GET /track/v1/details/{inquiryNumber}}: tracks a shipment. */
final class UpsTrackingMapper {
    /** Statuses by {@code status.statusCode}. */
    static final TrackingStatusTable CODES = new TrackingStatusTable("ups")
            .with(PRE_TRANSIT, "003 044 045 065 077 079 080 131 135 157 166")
            .with(IN_TRANSIT, "005 010 012 014 016 025 028 032 038 039 042 047 055 057 070-075 084 087 092 094 134")
            .with(IN_TRANSIT, "136-138 158-160 164 165 167-169")
            .with(OUT_FOR_DELIVERY, "006 021 037 078 089 091 146 162")
            .with(DELIVERED, "011 026 143 156")
            .with(AVAILABLE_FOR_PICKUP, "017 040 144 161")
            .with(RETURN_TO_SENDER, "034 035 036 067 081 118")
            .with(EXCEPTION, "013 022-024 029 030 046 048-053 058-062 064 066 068 069 076 083 085 086 090 093")
            .with(EXCEPTION, "123-126 132 139 141 145 147 149")
            .with(CANCELLED, "007 043")
            .with(UNKNOWN, "000 088 148 163")
            .withInfo("018-020 027 033 041 054 056 063 082 095-117 119-122 127-130 133 140 142 153-155");

    /** Statuses by {@code status.type}, which is coarser. */
    static final TrackingStatusTable TYPES = new TrackingStatusTable("ups")
            .with(DELIVERED, "D")
            .with(IN_TRANSIT, "I P W")
            .with(OUT_FOR_DELIVERY, "O")
            .with(PRE_TRANSIT, "M")
            .with(CANCELLED, "MV")
            .with(EXCEPTION, "X")
            .with(RETURN_TO_SENDER, "RS")
            .with(UNKNOWN, "NA")
            .withInfo("U DO DD");

    /** Statuses by {@code status.code}, the last resort. DP is a departure; for a manifest, the type tells. */
    static final TrackingStatusTable SCANS = new TrackingStatusTable("ups")
            .with(PRE_TRANSIT, "MP OC PL RD SP")
            .with(IN_TRANSIT, "AG AR AT DL DP DS EP HU IP LC LM OD OR PC PT PU UA UD UL WH XA XD XR YH YM YN YP")
            .with(OUT_FOR_DELIVERY, "OF OT YF YI")
            .with(CANCELLED, "VP")
            .withInfo("CA CD CL PX UP UT");

    /** UPS may report an unknown number by HTTP status alone. */
    static final UpsErrorMapper.OwnCodes ERRORS = new UpsErrorMapper.OwnCodes() {
        @Override
        public Optional<RuntimeException> meaning(String code, String message) {
            return Optional.empty();
        }

        @Override
        public Refusal meaningOf404() {
            return Refusal.NOT_FOUND;
        }
    };

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");

    record Response(@Nullable JsonNode response, @Nullable TrackResponse trackResponse)
            implements UpsErrorMapper.Body {}

    record TrackResponse(@Nullable List<Shipment> shipment) {}

    record Shipment(
            @JsonProperty("package") @Nullable List<Piece> packages,
            @Nullable List<Warning> warnings) {}

    record Warning(@Nullable String code, @Nullable String message) {}

    record Piece(
            @Nullable String trackingNumber,
            @Nullable Status currentStatus,
            @Nullable List<Activity> activity,
            @Nullable List<DeliveryDate> deliveryDate,
            @Nullable DeliveryTime deliveryTime,
            @Nullable DeliveryInformation deliveryInformation,
            @Nullable String packageCount) {}

    record Activity(
            @Nullable String date,
            @Nullable String time,
            @Nullable String gmtDate,
            @Nullable String gmtTime,
            @Nullable String gmtOffset,
            @Nullable Place location,
            @Nullable Status status) {}

    record Status(
            @Nullable String type,
            @Nullable String code,
            @Nullable String statusCode,
            @Nullable String description,
            @Nullable String simplifiedTextDescription) {

        Status {
            // The current status may have it in place of the scan code, and numbers lack leading zeros.
            statusCode = nonBlank(statusCode);
            String mostSpecific =
                    statusCode == null && code != null && code.strip().matches("\\d{3}") ? code : statusCode;
            statusCode = mostSpecific == null
                    ? null
                    : "0".repeat(Math.max(0, 3 - mostSpecific.strip().length())) + mostSpecific.strip();
        }
    }

    record Place(@Nullable Address address) {}

    record Address(
            @Nullable String city,
            @Nullable String stateProvince,
            @Nullable String countryCode,
            @Nullable String country) {}

    record DeliveryDate(@Nullable String type, @Nullable String date) {}

    record DeliveryTime(@Nullable String type, @Nullable String endTime) {}

    record DeliveryInformation(
            @Nullable String receivedBy, @Nullable String location) {

        /** Omits personal data. */
        @Override
        public String toString() {
            return "DeliveryInformation[…]";
        }
    }

    private UpsTrackingMapper() {}

    static Tracking toTracking(Response response, TrackingNumber number) {
        TrackResponse reply = Objects.requireNonNull(response.trackResponse(), "no trackResponse");
        List<Shipment> shipments = orEmpty(reply.shipment());
        Piece parcel = shipments.stream()
                .flatMap(shipment -> orEmpty(shipment.packages()).stream())
                .filter(candidate -> number.value().equalsIgnoreCase(candidate.trackingNumber()))
                .findFirst()
                .orElseThrow(() -> notFound(shipments));
        List<Activity> activities = newestFirst(parcel);
        TrackingStatus status = status(parcel, activities);
        Optional<DeliveryInformation> delivery = Optional.ofNullable(parcel.deliveryInformation());
        String deliveryLocation =
                delivery.map(reported -> nonBlank(reported.location())).orElse(null);
        return new Tracking(
                number,
                status,
                status == DELIVERED || deliveryDate(parcel, "DEL") != null ? null : estimatedDelivery(parcel),
                status == DELIVERED ? deliveredAt(parcel, activities) : null,
                delivery.map(reported -> nonBlank(reported.receivedBy())).orElse(null),
                activities.reversed().stream()
                        .map(activity -> toEvent(activity, deliveryLocation))
                        .flatMap(Optional::stream)
                        .toList());
    }

    /** UPS may report an unknown number with status 200 and a warning. */
    private static RuntimeException notFound(List<Shipment> shipments) {
        if (shipments.isEmpty()) {
            return new IllegalArgumentException("no shipment");
        }
        Optional<Warning> warning = shipments.stream()
                .flatMap(shipment -> orEmpty(shipment.warnings()).stream())
                .findFirst();
        return new CarrierDeclinedException(
                Refusal.NOT_FOUND,
                warning.map(warned -> nonBlank(warned.code())).orElse("TW0001"),
                warning.map(warned -> nonBlank(warned.message())).orElse("no package with this tracking number"));
    }

    /** Activities, newest first, as UPS lists them. */
    static List<Activity> newestFirst(Piece parcel) {
        return TrackingEventSorter.newestFirst(orEmpty(parcel.activity()), UpsTrackingMapper::time);
    }

    private static TrackingStatus status(Piece parcel, List<Activity> newestFirst) {
        return Stream.concat(newestFirst.stream().map(Activity::status), Stream.ofNullable(parcel.currentStatus()))
                .filter(Objects::nonNull)
                .map(UpsTrackingMapper::status)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(UNKNOWN);
    }

    /** The status; empty for updates that do not change it. */
    static Optional<TrackingStatus> status(Status reported) {
        Optional<TrackingStatus> byCode = CODES.status(reported.statusCode());
        Optional<TrackingStatus> byType = TYPES.status(reported.type());
        if (byType.equals(Optional.of(DELIVERED))) {
            return byCode.filter(status -> status == AVAILABLE_FOR_PICKUP || isReturned(reported))
                    .or(() -> byType);
        }
        if (CODES.isInfo(reported.statusCode())) {
            return Optional.empty();
        }
        if (byType.equals(Optional.of(EXCEPTION)) && byCode.equals(Optional.of(IN_TRANSIT))) {
            return byType;
        }
        return byCode.or(() -> byTypeIfCodeUnknown(reported, byType));
    }

    private static Optional<TrackingStatus> byTypeIfCodeUnknown(Status reported, Optional<TrackingStatus> byType) {
        if (TYPES.isInfo(reported.type()) || isEmpty(reported)) {
            return Optional.empty();
        }
        Optional<TrackingStatus> known = byType.filter(status -> status != UNKNOWN);
        if (known.isPresent() || SCANS.isInfo(reported.code())) {
            return known;
        }
        return SCANS.status(reported.code()).or(() -> Optional.of(UNKNOWN));
    }

    private static boolean isEmpty(Status reported) {
        return nonBlank(reported.statusCode()) == null
                && nonBlank(reported.type()) == null
                && nonBlank(reported.code()) == null;
    }

    /** A parcel in return transit is not delivered, whatever its type says. */
    private static boolean isReturned(Status reported) {
        return CODES.status(reported.statusCode()).equals(Optional.of(RETURN_TO_SENDER))
                && !"036".equals(nonBlank(reported.statusCode()));
    }

    private static @Nullable LocalDate estimatedDelivery(Piece parcel) {
        return Stream.of("RDD", "SDD")
                .map(type -> deliveryDate(parcel, type))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable EventTime deliveredAt(Piece parcel, List<Activity> newestFirst) {
        LocalDate day = deliveryDate(parcel, "DEL");
        DeliveryTime deliveryTime = parcel.deliveryTime();
        LocalTime time =
                deliveryTime != null && "DEL".equals(deliveryTime.type()) ? time(deliveryTime.endTime()) : null;
        if (day != null && time != null) {
            LocalDateTime local = day.atTime(time);
            return newestFirst.stream()
                    .map(UpsTrackingMapper::time)
                    .flatMap(Optional::stream)
                    .filter(at -> at.local().equals(local))
                    .findFirst()
                    .orElse(new EventTime(local, null));
        }
        return newestFirst.stream()
                .filter(UpsTrackingMapper::isDelivery)
                .map(UpsTrackingMapper::time)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(day == null ? null : EventTime.on(day));
    }

    private static @Nullable LocalDate deliveryDate(Piece parcel, String type) {
        return orEmpty(parcel.deliveryDate()).stream()
                .filter(date -> type.equals(date.type()))
                .map(date -> UpsRatingMapper.toDate(date.date()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static boolean isDelivery(Activity activity) {
        Status reported = activity.status();
        return reported != null && status(reported).equals(Optional.of(DELIVERED));
    }

    /** @param deliveryLocation where the parcel was left on delivery */
    private static Optional<TrackingEvent> toEvent(Activity activity, @Nullable String deliveryLocation) {
        Status reported = activity.status() == null ? new Status(null, null, null, null, null) : activity.status();
        String text = firstPresent(nonBlank(reported.description()), nonBlank(reported.simplifiedTextDescription()));
        return time(activity)
                .map(at -> new TrackingEvent(
                        at,
                        place(activity.location()),
                        text == null ? "No description" : text,
                        firstPresent(nonBlank(reported.statusCode()), nonBlank(reported.code())),
                        isDelivery(activity) ? deliveryLocation : null));
    }

    /** Local time with offset; else UTC; else local time without zone; else the date. */
    private static Optional<EventTime> time(Activity activity) {
        LocalDate day = UpsRatingMapper.toDate(activity.date());
        LocalTime time = time(activity.time());
        ZoneOffset offset = offset(activity.gmtOffset());
        if (day != null && time != null && offset != null) {
            return Optional.of(new EventTime(day.atTime(time), offset));
        }
        LocalDate gmtDay = UpsRatingMapper.toDate(withoutDashes(activity.gmtDate()));
        LocalTime gmtTime = time(activity.gmtTime());
        if (gmtDay != null && gmtTime != null) {
            return Optional.of(new EventTime(gmtDay.atTime(gmtTime), ZoneOffset.UTC));
        }
        return Optional.ofNullable(day)
                .map(known -> time == null ? EventTime.on(known) : new EventTime(known.atTime(time), null));
    }

    /** {@code HHMMSS}, possibly without leading zeros, such as {@code 74700}. */
    private static @Nullable LocalTime time(@Nullable String text) {
        String digits = text == null ? "" : text.strip().replace(":", "");
        if (!digits.matches("\\d{1,6}")) {
            return null;
        }
        try {
            return LocalTime.parse("0".repeat(6 - digits.length()) + digits, TIME);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable ZoneOffset offset(@Nullable String text) {
        try {
            return text == null || text.isBlank() ? null : ZoneOffset.of(text.strip());
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable String withoutDashes(@Nullable String date) {
        return date == null ? null : date.replace("-", "");
    }

    private static @Nullable String place(@Nullable Place location) {
        if (location == null || location.address() == null) {
            return null;
        }
        Address address = location.address();
        return WireValues.place(
                address.city(),
                address.stateProvince(),
                firstPresent(nonBlank(address.countryCode()), address.country()));
    }
}
