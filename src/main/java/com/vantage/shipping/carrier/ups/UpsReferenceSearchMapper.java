package com.vantage.shipping.carrier.ups;

import static com.vantage.shipping.carrier.WireValues.nonBlank;
import static com.vantage.shipping.carrier.WireValues.orEmpty;
import static com.vantage.shipping.carrier.WireValues.toDecimal;

import com.vantage.shipping.carrier.ups.UpsLabelRecoveryMapper.Recovered;
import com.vantage.shipping.carrier.ups.UpsTrackingMapper.Activity;
import com.vantage.shipping.carrier.ups.UpsTrackingMapper.Piece;
import com.vantage.shipping.carrier.ups.UpsTrackingMapper.Shipment;
import com.vantage.shipping.carrier.ups.UpsTrackingMapper.Status;
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

/** {@code GET /track/v1/reference/details/{referenceNumber}}: finds our purchases by reference. */
final class UpsReferenceSearchMapper {
    private static final String NOT_FOUND = "TW0001";
    private static final String VOID_SCAN = "VP";

    /** UPS's default search period. */
    private static final int DAYS_BACK = 14;

    /**
     * Range of pickup dates to search: UPS uses the date of the purchase or of the actual handover. Ends tomorrow,
     * since UPS's date may be ahead of the origin's.
     */
    record Days(LocalDate from, LocalDate to) {
        static Days around(LocalDate shipDate, LocalDate today) {
            LocalDate first = shipDate.isBefore(today) ? shipDate : today;
            LocalDate last = shipDate.isBefore(today) ? today : shipDate;
            return new Days(first.minusDays(DAYS_BACK), last.plusDays(1));
        }
    }

    /**
     * A parcel that was not voided.
     *
     * @param shipmentIndex index of its shipment in the reply
     * @param shipmentSize number of parcels of the shipment, if present
     */
    record Parcel(
            TrackingNumber number,
            int shipmentIndex,
            @Nullable BigDecimal shipmentSize) {}

    /** A parcel and its recovered label. */
    record RecoveredParcel(Parcel parcel, Recovered recovered) {
        private Optional<String> shipment() {
            return Optional.ofNullable(recovered.shipment());
        }
    }

    private UpsReferenceSearchMapper() {}

    static List<Parcel> toParcels(UpsTrackingMapper.Response response) {
        List<Shipment> shipments = orEmpty(Objects.requireNonNull(response.trackResponse(), "no trackResponse")
                .shipment());
        if (shipments.stream().allMatch(shipment -> orEmpty(shipment.packages()).isEmpty())) {
            requireNotFound(shipments);
        }
        Map<TrackingNumber, Parcel> byNumber = new LinkedHashMap<>();
        IntStream.range(0, shipments.size())
                .boxed()
                .flatMap(shipmentIndex -> toParcels(shipments.get(shipmentIndex), shipmentIndex))
                .forEach(parcel -> byNumber.putIfAbsent(parcel.number(), parcel));
        return List.copyOf(byNumber.values());
    }

    /**
     * Groups parcels by shipment; each shipment is a purchase. The shipment number comes from the recovered label, else
     * from other parcels in the same element of the reply.
     */
    static List<FoundPurchase> toPurchases(List<RecoveredParcel> parcels) {
        Map<Integer, String> shipmentNumbers = new LinkedHashMap<>();
        parcels.forEach(parcel -> parcel.shipment()
                .ifPresent(name -> shipmentNumbers.putIfAbsent(parcel.parcel().shipmentIndex(), name)));
        Map<String, List<RecoveredParcel>> shipments = new LinkedHashMap<>();
        for (RecoveredParcel parcel : parcels) {
            String shipmentOfNeighbours = shipmentNumbers.computeIfAbsent(
                    parcel.parcel().shipmentIndex(),
                    first -> parcel.parcel().number().value());
            shipments
                    .computeIfAbsent(parcel.shipment().orElse(shipmentOfNeighbours), name -> new ArrayList<>())
                    .add(parcel);
        }
        return shipments.entrySet().stream()
                .map(shipment -> toPurchase(shipment.getKey(), shipment.getValue()))
                .toList();
    }

    /** Accepts an empty result only with UPS's code for it, as an error or a warning. */
    private static void requireNotFound(List<Shipment> shipments) {
        boolean isNotFound = shipments.stream()
                .flatMap(shipment -> orEmpty(shipment.warnings()).stream())
                .anyMatch(warning -> NOT_FOUND.equals(nonBlank(warning.code())));
        if (!isNotFound) {
            throw new IllegalArgumentException("neither packages nor a not-found warning");
        }
    }

    private static Stream<Parcel> toParcels(Shipment shipment, int shipmentIndex) {
        return orEmpty(shipment.packages()).stream()
                .filter(piece -> !isVoided(piece))
                .map(piece -> new Parcel(number(piece), shipmentIndex, toDecimal(piece.packageCount())));
    }

    private static TrackingNumber number(Piece piece) {
        return new TrackingNumber(Objects.requireNonNull(nonBlank(piece.trackingNumber()), "no trackingNumber"));
    }

    private static boolean isVoided(Piece piece) {
        return Stream.concat(
                        UpsTrackingMapper.newestFirst(piece).stream()
                                .map(Activity::status)
                                .filter(Objects::nonNull)
                                .filter(UpsReferenceSearchMapper::hasMeaning)
                                .limit(1),
                        Stream.ofNullable(piece.currentStatus()))
                .anyMatch(UpsReferenceSearchMapper::isVoided);
    }

    private static boolean hasMeaning(Status status) {
        return isVoided(status) || UpsTrackingMapper.status(status).isPresent();
    }

    /** Whether the label was voided. A voided pickup (043) only cancels the courier. */
    private static boolean isVoided(Status status) {
        return "MV".equals(nonBlank(status.type()))
                || "007".equals(nonBlank(status.statusCode()))
                || VOID_SCAN.equals(nonBlank(status.code()));
    }

    private static FoundPurchase toPurchase(String shipment, List<RecoveredParcel> parcels) {
        List<Label> labels = parcels.stream()
                .map(parcel -> parcel.recovered().label())
                .filter(Objects::nonNull)
                .toList();
        return new FoundPurchase(
                shipment,
                parcels.stream().map(parcel -> parcel.parcel().number()).toList(),
                isComplete(parcels) && labels.size() == parcels.size() ? labels : List.of(),
                null);
    }

    /** Whether all parcels of the shipment are present: UPS may list only some of them, whose labels do not suffice. */
    private static boolean isComplete(List<RecoveredParcel> parcels) {
        return parcels.stream()
                .map(parcel -> parcel.parcel().shipmentSize())
                .allMatch(size -> size == null || size.compareTo(BigDecimal.valueOf(parcels.size())) <= 0);
    }
}
