package com.vantage.shipping.carrier.ups;

import static com.vantage.shipping.carrier.Wire.decimal;
import static com.vantage.shipping.carrier.Wire.orEmpty;
import static com.vantage.shipping.carrier.Wire.presentText;

import com.vantage.shipping.carrier.ups.UpsRecovery.Recovered;
import com.vantage.shipping.carrier.ups.UpsTracking.Activity;
import com.vantage.shipping.carrier.ups.UpsTracking.Piece;
import com.vantage.shipping.carrier.ups.UpsTracking.Shipment;
import com.vantage.shipping.carrier.ups.UpsTracking.Status;
import com.vantage.shipping.model.FoundPurchase;
import com.vantage.shipping.model.Label;
import com.vantage.shipping.model.TrackingNumber;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code GET /track/v1/reference/details/{referenceNumber}}: which of our purchases UPS knows under a reference. */
final class UpsReference {
    private static final String NOT_FOUND = "TW0001";
    private static final String VOID_SCAN = "VP";

    /** As far as UPS looks back by itself. */
    private static final int DAYS_BACK = 14;

    /**
     * Days of the pickup as UPS knows it: that of the purchase, or that when the parcel is really handed over; until tomorrow,
     * since UPS's own day may have begun before the origin's.
     */
    record Days(LocalDate from, LocalDate to) {
        static Days around(LocalDate shipDate, LocalDate today) {
            LocalDate first = shipDate.isBefore(today) ? shipDate : today;
            LocalDate last = shipDate.isBefore(today) ? today : shipDate;
            return new Days(first.minusDays(DAYS_BACK), last.plusDays(1));
        }
    }

    /**
     * A parcel that was not taken back.
     *
     * @param place which of the reply's shipments it stands in
     * @param ofHowMany parcels it was sent off with, where UPS says so
     */
    record Parcel(
            TrackingNumber number, int place, @Nullable BigDecimal ofHowMany) {}

    /** A parcel, and what UPS recovered of it. */
    record Found(Parcel parcel, Recovered recovered) {
        private Optional<String> shipment() {
            return Optional.ofNullable(recovered.shipment());
        }
    }

    private UpsReference() {}

    static List<Parcel> toParcels(UpsTracking.Response answer) {
        List<Shipment> shipments = orEmpty(Objects.requireNonNull(answer.trackResponse(), "no trackResponse")
                .shipment());
        if (shipments.stream().allMatch(shipment -> orEmpty(shipment.packages()).isEmpty())) {
            requireNotFound(shipments);
        }
        Map<TrackingNumber, Parcel> byNumber = new LinkedHashMap<>();
        IntStream.range(0, shipments.size())
                .boxed()
                .flatMap(place -> toParcels(shipments.get(place), place))
                .forEach(parcel -> byNumber.putIfAbsent(parcel.number(), parcel));
        return List.copyOf(byNumber.values());
    }

    /**
     * Parcels of one shipment are one purchase. Which shipment it is, what was recovered says; where it does not, it is that of
     * its neighbours in the reply.
     */
    static List<FoundPurchase> toPurchases(List<Found> parcels) {
        Map<Integer, String> names = new LinkedHashMap<>();
        parcels.forEach(each -> each.shipment()
                .ifPresent(name -> names.putIfAbsent(each.parcel().place(), name)));
        Map<String, List<Found>> shipments = new LinkedHashMap<>();
        for (Found each : parcels) {
            String neighbours = names.computeIfAbsent(
                    each.parcel().place(), first -> each.parcel().number().value());
            shipments
                    .computeIfAbsent(each.shipment().orElse(neighbours), name -> new ArrayList<>())
                    .add(each);
        }
        return shipments.entrySet().stream()
                .map(shipment -> toPurchase(shipment.getKey(), shipment.getValue()))
                .toList();
    }

    /** Only UPS's word for it, as an error or as a warning, means that there is nothing. */
    private static void requireNotFound(List<Shipment> shipments) {
        boolean told = shipments.stream()
                .flatMap(shipment -> orEmpty(shipment.warnings()).stream())
                .anyMatch(warning -> NOT_FOUND.equals(presentText(warning.code())));
        if (!told) {
            throw new IllegalArgumentException("no package, and no word that there is none");
        }
    }

    private static Stream<Parcel> toParcels(Shipment shipment, int place) {
        return orEmpty(shipment.packages()).stream()
                .filter(piece -> !isVoided(piece))
                .map(piece -> new Parcel(number(piece), place, decimal(piece.packageCount())));
    }

    private static TrackingNumber number(Piece piece) {
        return new TrackingNumber(Objects.requireNonNull(presentText(piece.trackingNumber()), "no trackingNumber"));
    }

    private static boolean isVoided(Piece piece) {
        return Stream.concat(
                        UpsTracking.newestFirst(piece).stream()
                                .map(Activity::status)
                                .filter(Objects::nonNull)
                                .filter(UpsReference::isTelling)
                                .limit(1),
                        Stream.ofNullable(piece.currentStatus()))
                .anyMatch(UpsReference::isVoided);
    }

    private static boolean isTelling(Status told) {
        return isVoided(told) || UpsTracking.status(told).isPresent();
    }

    /** Of the label. A voided pickup (043) is only a courier who need not come. */
    private static boolean isVoided(Status told) {
        return "MV".equals(presentText(told.type()))
                || "007".equals(presentText(told.statusCode()))
                || VOID_SCAN.equals(presentText(told.code()));
    }

    private static FoundPurchase toPurchase(String shipment, List<Found> parcels) {
        List<Label> labels = parcels.stream()
                .map(each -> each.recovered().label())
                .filter(Objects::nonNull)
                .toList();
        return new FoundPurchase(
                shipment,
                parcels.stream().map(each -> each.parcel().number()).toList(),
                isWhole(parcels) && labels.size() == parcels.size() ? labels : List.of(),
                null);
    }

    /** UPS may tell of a part of the parcels only, of which the purchase cannot be sent off. */
    private static boolean isWhole(List<Found> parcels) {
        return parcels.stream()
                .map(each -> each.parcel().ofHowMany())
                .allMatch(many -> many == null || many.compareTo(BigDecimal.valueOf(parcels.size())) <= 0);
    }
}
