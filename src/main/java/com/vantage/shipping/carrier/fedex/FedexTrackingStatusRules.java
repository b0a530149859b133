package com.vantage.shipping.carrier.fedex;

import static com.vantage.shipping.carrier.WireValues.firstPresent;
import static com.vantage.shipping.carrier.WireValues.nonBlank;
import static com.vantage.shipping.model.TrackingStatus.AVAILABLE_FOR_PICKUP;
import static com.vantage.shipping.model.TrackingStatus.CANCELLED;
import static com.vantage.shipping.model.TrackingStatus.DELIVERED;
import static com.vantage.shipping.model.TrackingStatus.EXCEPTION;
import static com.vantage.shipping.model.TrackingStatus.IN_TRANSIT;
import static com.vantage.shipping.model.TrackingStatus.OUT_FOR_DELIVERY;
import static com.vantage.shipping.model.TrackingStatus.PRE_TRANSIT;
import static com.vantage.shipping.model.TrackingStatus.RETURN_TO_SENDER;
import static com.vantage.shipping.model.TrackingStatus.UNKNOWN;

import com.vantage.shipping.carrier.TrackingStatusTable;
import com.vantage.shipping.carrier.WireValues;
import com.vantage.shipping.carrier.fedex.FedexTrackingMapper.Delivery;
import com.vantage.shipping.carrier.fedex.FedexTrackingMapper.Place;
import com.vantage.shipping.carrier.fedex.FedexTrackingMapper.Result;
import com.vantage.shipping.carrier.fedex.FedexTrackingMapper.Scan;
import com.vantage.shipping.carrier.fedex.FedexTrackingMapper.Status;
import com.vantage.shipping.model.TrackingStatus;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Derives a parcel's status from FedEx's latest status and scans. */
final class FedexTrackingStatusRules {
    /** Statuses by {@code latestStatusDetail.code} and {@code scanEvents[].eventType}. */
    static final TrackingStatusTable CODES = new TrackingStatusTable("fedex")
            .with(PRE_TRANSIT, "OC EP DS RP RG")
            .with(IN_TRANSIT, "PU PX AP DO IP OF AA AC AF AR AX CC CP DP EA EO FD IT IX LO MD OW OX PF PL PM SF TR")
            .with(OUT_FOR_DELIVERY, "OD ED AD")
            .with(DELIVERED, "DL")
            .with(AVAILABLE_FOR_PICKUP, "HL HP")
            .with(RETURN_TO_SENDER, "RS")
            .with(EXCEPTION, "DE SE DD DY CD PD")
            .with(CANCELLED, "CA LC LP RD")
            .withInfo("AE AO AS CH DR HA IN PR RA RC RM RR RT SP US");

    /** Statuses by {@code latestStatusDetail.derivedCode}, which is coarser, and where IN has another meaning. */
    static final TrackingStatusTable DERIVED = new TrackingStatusTable("fedex")
            .with(PRE_TRANSIT, "IN")
            .with(IN_TRANSIT, "PU IT RL")
            .with(EXCEPTION, "DY DE SE")
            .with(DELIVERED, "DL");

    private FedexTrackingStatusRules() {}

    /** @param scans newest first */
    static TrackingStatus of(Result parcel, List<Scan> scans) {
        TrackingStatus latest = latest(parcel, scans);
        return latest == DELIVERED && isReturned(parcel, scans) ? RETURN_TO_SENDER : latest;
    }

    /** Whether the parcel was delivered, to the recipient or back to the sender. */
    static boolean hasArrived(Result parcel, List<Scan> scans) {
        return latest(parcel, scans) == DELIVERED;
    }

    static boolean is(Scan scan, TrackingStatus status) {
        return CODES.status(scan.eventType()).filter(status::equals).isPresent();
    }

    private static TrackingStatus latest(Result parcel, List<Scan> scans) {
        Status status = parcel.latestStatusDetail();
        Stream<String> codes = Stream.concat(
                Stream.ofNullable(status == null ? null : status.code()),
                scans.stream().map(Scan::eventType).filter(Objects::nonNull));
        return codes.map(CODES::status)
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> status == null ? Optional.empty() : DERIVED.status(status.derivedCode()))
                .orElse(UNKNOWN);
    }

    /** Whether a delivered parcel was returned to the sender, which FedEx reports as delivered. */
    private static boolean isReturned(Result parcel, List<Scan> scans) {
        String home = city(
                parcel.shipperInformation() == null
                        ? null
                        : parcel.shipperInformation().address());
        return home != null
                && home.equals(deliveryCity(parcel, scans))
                && scans.stream().anyMatch(scan -> is(scan, RETURN_TO_SENDER));
    }

    private static @Nullable String deliveryCity(Result parcel, List<Scan> scans) {
        Delivery delivery = parcel.deliveryDetails();
        return firstPresent(
                city(delivery == null ? null : delivery.actualDeliveryAddress()),
                scans.stream()
                        .filter(scan -> is(scan, DELIVERED))
                        .map(scan -> city(scan.scanLocation()))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null));
    }

    private static @Nullable String city(@Nullable Place place) {
        return place == null || nonBlank(place.city()) == null
                ? null
                : String.valueOf(WireValues.place(place.city(), place.stateOrProvinceCode(), null))
                        .toUpperCase(Locale.ROOT);
    }
}
