package com.vantage.shipping.carrier.fedex;

import static com.vantage.shipping.carrier.WireValues.firstPresent;
import static com.vantage.shipping.carrier.WireValues.nonBlank;
import static com.vantage.shipping.carrier.WireValues.orEmpty;
import static com.vantage.shipping.carrier.WireValues.toDecimal;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.fedex.FedexTrackingMapper.CompleteResult;
import com.vantage.shipping.carrier.fedex.FedexTrackingMapper.Identifier;
import com.vantage.shipping.carrier.fedex.FedexTrackingMapper.Response;
import com.vantage.shipping.carrier.fedex.FedexTrackingMapper.Result;
import com.vantage.shipping.model.FoundPurchase;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.model.TrackingStatus;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /track/v1/referencenumbers}: finds our purchases by reference. FedEx returns single parcels, without
 * labels and prices.
 */
final class FedexReferenceSearchMapper {
    /** FedEx searches at most 30 days. Its ship date is the actual handover, which may be late. */
    private static final int MAX_HANDOVER_DAYS = 14;

    /** Fields in which FedEx may return our reference. */
    private static final List<String> REFERENCES = List.of("CUSTOMER_REFERENCE", "SHIPPER_REFERENCE");

    record Request(boolean includeDetailedScans, ReferenceQuery referencesInformation) {}

    /** The specification's schema has {@code shipDateEndDate}, its example {@code shipDateEnd}; FedEx reads either. */
    record ReferenceQuery(
            String type,
            String value,
            String accountNumber,
            String shipDateBegin,
            String shipDateEnd,
            String shipDateEndDate,
            String destinationCountryCode,
            String destinationPostalCode) {}

    /**
     * A parcel.
     *
     * @param master the shipment's master number; the parcel's own if absent
     * @param position position among the shipment's parcels, whose number is {@code count}; 0 if absent
     */
    private record Piece(TrackingNumber number, String master, int position, int count) {
        private boolean hasMaster() {
            return !master.equals(number.value());
        }
    }

    private FedexReferenceSearchMapper() {}

    /** @param today the end of the search, as FedEx refuses future dates */
    static Request toRequest(PurchaseOrder order, String account, LocalDate today) {
        LocalDate begin = earlierOf(order.shipDate(), today).minusDays(1);
        LocalDate end = earlierOf(order.shipDate().plusDays(MAX_HANDOVER_DAYS), today);
        return new Request(
                true,
                new ReferenceQuery(
                        "CUSTOMER_REFERENCE",
                        order.reference().value(),
                        account,
                        begin.toString(),
                        end.toString(),
                        end.toString(),
                        order.to().location().isoCountry(),
                        FedexCountryCodes.postalCode(order.to().location())));
    }

    /** @throws RuntimeException if the search failed for a parcel */
    static List<FoundPurchase> toPurchases(Response response, PurchaseOrder order) {
        Map<String, List<Result>> byNumber = new LinkedHashMap<>();
        for (CompleteResult complete : FedexTrackingMapper.results(response)) {
            for (Result result : orEmpty(complete.trackResults())) {
                if (exists(result) && isOurs(result, order)) {
                    byNumber.computeIfAbsent(number(result, complete), number -> new ArrayList<>())
                            .add(result);
                }
            }
        }
        return groupByShipment(byNumber.entrySet().stream()
                .map(parcel -> piece(parcel.getKey(), parcel.getValue()))
                .flatMap(Optional::stream)
                .toList());
    }

    /** An empty result is an answer, except before the ship date, when FedEx does not list a shipment yet. */
    static List<FoundPurchase> requireSearchable(List<FoundPurchase> found, PurchaseOrder order, LocalDate today) {
        if (found.isEmpty() && order.shipDate().isAfter(today)) {
            throw new CarrierDeclinedException(
                    Refusal.INVALID_REQUEST,
                    "TRACKING.SHIPDATEEND.FUTURE",
                    "FedEx finds shipments by reference only from their ship date on, here " + order.shipDate());
        }
        return found;
    }

    private static LocalDate earlierOf(LocalDate one, LocalDate other) {
        return one.isBefore(other) ? one : other;
    }

    private static boolean exists(Result result) {
        RuntimeException error = FedexTrackingMapper.error(result).orElse(null);
        if (error != null && !CarrierDeclinedException.isNotFound(error)) {
            throw error;
        }
        return error == null;
    }

    /** Excludes shipments with other references, which would be cancelled by mistake. */
    private static boolean isOurs(Result result, PurchaseOrder order) {
        List<String> references =
                REFERENCES.stream().flatMap(type -> values(result, type)).toList();
        return references.isEmpty()
                || references.stream().anyMatch(order.reference().value()::equalsIgnoreCase);
    }

    private static Stream<String> values(Result result, String type) {
        List<Identifier> identifiers = result.additionalTrackingInfo() == null
                ? List.of()
                : orEmpty(result.additionalTrackingInfo().packageIdentifiers());
        return identifiers.stream()
                .filter(identifier -> type.equals(identifier.type()))
                .flatMap(identifier -> orEmpty(identifier.value()).stream())
                .map(value -> nonBlank(value))
                .filter(Objects::nonNull);
    }

    private static String number(Result result, CompleteResult complete) {
        String ownNumber = result.trackingNumberInfo() == null
                ? null
                : nonBlank(result.trackingNumberInfo().trackingNumber());
        return Objects.requireNonNull(
                firstPresent(ownNumber, nonBlank(complete.trackingNumber())), "no trackingNumber");
    }

    /** Empty for a voided label. */
    private static Optional<Piece> piece(String number, List<Result> results) {
        Result parcel = FedexTrackingMapper.lastSeen(results).orElseThrow();
        if (FedexTrackingStatusRules.of(parcel, FedexTrackingMapper.newestFirst(parcel)) == TrackingStatus.CANCELLED) {
            return Optional.empty();
        }
        String master = values(parcel, "STANDARD_MPS").findFirst().orElse(number);
        FedexTrackingMapper.PackageDetails details = parcel.packageDetails();
        return Optional.of(new Piece(
                new TrackingNumber(number),
                master,
                details == null ? 0 : toInt(details.sequenceNumber()),
                details == null ? 0 : toInt(details.count())));
    }

    private static int toInt(@Nullable String text) {
        BigDecimal number = toDecimal(text);
        return number == null ? 0 : number.intValue();
    }

    private static List<FoundPurchase> groupByShipment(List<Piece> pieces) {
        if (areOneShipment(pieces)) {
            return List.of(purchase(sorted(pieces).getFirst().number().value(), pieces));
        }
        Map<String, List<Piece>> byMaster = new LinkedHashMap<>();
        pieces.forEach(piece -> byMaster.computeIfAbsent(piece.master(), master -> new ArrayList<>())
                .add(piece));
        return byMaster.entrySet().stream()
                .map(shipment -> purchase(shipment.getKey(), shipment.getValue()))
                .toList();
    }

    /** Whether the counts alone identify one shipment: 1 of 3, 2 of 3, 3 of 3. */
    private static boolean areOneShipment(List<Piece> pieces) {
        return pieces.size() > 1
                && pieces.stream().noneMatch(Piece::hasMaster)
                && pieces.stream().allMatch(piece -> piece.count() == pieces.size())
                && pieces.stream().map(Piece::position).distinct().count() == pieces.size();
    }

    private static FoundPurchase purchase(String master, List<Piece> pieces) {
        return new FoundPurchase(
                master, sorted(pieces).stream().map(Piece::number).toList(), List.of(), null);
    }

    private static List<Piece> sorted(List<Piece> pieces) {
        return pieces.stream()
                .sorted(Comparator.comparing(Piece::hasMaster).thenComparingInt(Piece::position))
                .toList();
    }
}
