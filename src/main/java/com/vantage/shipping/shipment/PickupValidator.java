package com.vantage.shipping.shipment;

import static java.util.Objects.requireNonNull;

import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.model.PickupOrder.Packages;
import com.vantage.shipping.model.Weight;
import com.vantage.shipping.shipment.Shipment.StoredPackage;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Turns a request for a pickup into a {@link ValidatedPickup}. */
@ApplicationScoped
class PickupValidator {
    private static final int WEIGHT_DECIMALS = 4;

    private final Carriers carriers;
    private final ShipmentRepository shipments;

    /** Packages of one service to one country, as a key. */
    private record Group(String serviceCode, String country) {}

    PickupValidator(Carriers carriers, ShipmentRepository shipments) {
        this.carriers = carriers;
        this.shipments = shipments;
    }

    /** Fails with a problem if the carrier, a service or a shipment cannot be meant. */
    Uni<ValidatedPickup> validate(PickupRequest request, String client) {
        GuardedCarrier carrier = carriers.findEnabled(request.carrier())
                .orElseThrow(() ->
                        ProblemType.INVALID_REQUEST.at("/carrier", carriers.notSupportedMessage(request.carrier())));
        List<String> ids = request.shipments();
        return ids == null
                ? Uni.createFrom().item(() -> ofCounts(request, carrier))
                : ofShipments(request, carrier, ids.stream().distinct().toList(), client);
    }

    private static ValidatedPickup ofCounts(PickupRequest request, GuardedCarrier carrier) {
        List<PickupRequest.PackageCount> counts = requireNonNull(request.packages());
        Map<String, String> errors = new LinkedHashMap<>();
        for (int i = 0; i < counts.size(); i++) {
            String service = counts.get(i).serviceCode();
            if (carrier.services().stream().noneMatch(each -> each.code().equals(service))) {
                errors.put(
                        "/packages/" + i + "/service_code",
                        "\"" + service + "\" is not a service of " + carrier.displayName());
            }
        }
        if (!errors.isEmpty()) {
            throw ProblemType.INVALID_REQUEST.at(errors);
        }
        Map<Group, Integer> grouped = new LinkedHashMap<>();
        counts.forEach(each -> grouped.merge(
                new Group(each.serviceCode(), String.valueOf(each.country())), each.count(), Integer::sum));
        BigDecimal total = requireNonNull(request.totalWeightOz());
        int packageCount =
                counts.stream().mapToInt(PickupRequest.PackageCount::count).sum();
        BigDecimal average = total.divide(BigDecimal.valueOf(packageCount), WEIGHT_DECIMALS, RoundingMode.CEILING);
        return pickup(request, carrier, grouped, total, average, List.of());
    }

    private Uni<ValidatedPickup> ofShipments(
            PickupRequest request, GuardedCarrier carrier, List<String> ids, String client) {
        return shipments.findAll(ids).map(found -> {
            List<Shipment> named = require(ids, found, carrier, client);
            Map<Group, Integer> grouped = new LinkedHashMap<>();
            named.forEach(shipment -> grouped.merge(
                    new Group(shipment.serviceCode(), destination(shipment)),
                    shipment.packages().size(),
                    Integer::sum));
            List<BigDecimal> weights = named.stream()
                    .flatMap(shipment -> shipment.packages().stream())
                    .map(StoredPackage::weightOz)
                    .map(Objects::requireNonNull)
                    .toList();
            BigDecimal total = weights.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
            return pickup(request, carrier, grouped, total, Collections.max(weights), ids);
        });
    }

    private static List<Shipment> require(
            List<String> ids, List<Shipment> found, GuardedCarrier carrier, String client) {
        Map<String, Shipment> own = found.stream()
                .filter(shipment -> shipment.owner().equals(client))
                .collect(Collectors.toMap(Shipment::id, shipment -> shipment));
        Map<String, String> errors = new HashMap<>();
        IntStream.range(0, ids.size()).forEach(i -> {
            String error = error(own.get(ids.get(i)), carrier);
            if (error != null) {
                errors.put("/shipments/" + i, error);
            }
        });
        if (!errors.isEmpty()) {
            throw ProblemType.INVALID_REQUEST.at(errors);
        }
        return ids.stream().map(own::get).map(Objects::requireNonNull).toList();
    }

    private static @Nullable String error(@Nullable Shipment shipment, GuardedCarrier carrier) {
        if (shipment == null) {
            return "is not a shipment of this client";
        }
        if (!shipment.carrier().equals(carrier.code())) {
            return "is not a shipment of this carrier";
        }
        if (shipment.state() != PurchaseState.CREATED) {
            return "has no valid label: its status is " + shipment.state().apiStatus();
        }
        return shipment.packages().stream().anyMatch(each -> each.weightOz() == null)
                ? "has no stored weight; send packages and total_weight_oz instead"
                : null;
    }

    /** Shipments without stored addresses are older than international ones. */
    private static String destination(Shipment shipment) {
        AddressView destination = shipment.details().destination();
        return destination == null ? "US" : destination.country();
    }

    private static ValidatedPickup pickup(
            PickupRequest request,
            GuardedCarrier carrier,
            Map<Group, Integer> grouped,
            BigDecimal total,
            BigDecimal heaviest,
            List<String> shipmentIds) {
        Set<Map.Entry<Group, Integer>> groups = grouped.entrySet();
        return new ValidatedPickup(
                carrier,
                request.address().toAddress(),
                request.date(),
                request.ready(),
                request.closing(),
                groups.stream()
                        .map(each -> new Packages(
                                each.getKey().serviceCode(), each.getKey().country(), each.getValue()))
                        .toList(),
                new Weight(total),
                new Weight(heaviest),
                request.instructions(),
                shipmentIds);
    }
}
