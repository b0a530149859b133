package com.vantage.shipping.shipment;

import com.vantage.shipping.api.problem.ProblemException;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.model.Address;
import com.vantage.shipping.model.ManifestOrder;
import com.vantage.shipping.model.TrackingNumber;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Selects the shipments of a manifest: those that the request names, or all that are in none yet. */
@ApplicationScoped
class ManifestSelector {
    /** Of one manifest; the next one has the others. */
    private static final int MAX_SHIPMENTS = 5_000;

    private static final int PAGE = 1_000;

    private final ManifestRepository manifests;
    private final ShipmentRepository shipments;

    /** A validated request. */
    record Criteria(
            String client,
            GuardedCarrier carrier,
            LocalDate shipDate,
            @Nullable String originZip,
            @Nullable List<String> shipmentIds) {}

    /** What a request is about: shipments for a new manifest, or a manifest that they are in. */
    sealed interface Selection {
        /** @param originZip null if the carrier closes the whole account */
        record New(List<Shipment> shipments, @Nullable String originZip) implements Selection {}

        record Existing(Manifest manifest) implements Selection {}
    }

    ManifestSelector(ManifestRepository manifests, ShipmentRepository shipments) {
        this.manifests = manifests;
        this.shipments = shipments;
    }

    /** Fails with a problem if there is nothing to put into a manifest, or something that must not be in it. */
    Uni<Selection> select(Criteria criteria) {
        List<String> ids = criteria.shipmentIds();
        return ids == null
                ? selectAll(criteria)
                : selectNamed(criteria, ids.stream().distinct().toList());
    }

    /** The order to the carrier for these shipments, at least one. */
    static ManifestOrder toOrder(LocalDate shipDate, List<Shipment> shipments) {
        List<TrackingNumber> numbers = shipments.stream()
                .flatMap(shipment -> shipment.trackingNumbers().stream())
                .toList();
        return new ManifestOrder(shipDate, origin(shipments.getFirst()).orElseThrow(), numbers);
    }

    /** An unsettled manifest comes first: its shipments cannot get into another one. */
    private Uni<Selection> selectAll(Criteria criteria) {
        return manifests
                .findOfDay(criteria.client(), criteria.carrier().code(), criteria.shipDate())
                .map(all -> all.stream()
                        .filter(manifest -> isFrom(criteria.originZip(), manifest.originZip()))
                        .toList())
                .flatMap(all -> all.stream()
                        .filter(manifest -> manifest.state().isUnsettled())
                        .findFirst()
                        .<Uni<Selection>>map(manifest -> Uni.createFrom().item(new Selection.Existing(manifest)))
                        .orElseGet(() -> selectOpen(criteria, all)));
    }

    private Uni<Selection> selectOpen(Criteria criteria, List<Manifest> ofDay) {
        return findOpen(criteria, null, List.of())
                .map(open -> open.isEmpty()
                        ? ofDay.stream()
                                .findFirst()
                                .<Selection>map(Selection.Existing::new)
                                .orElseThrow(() -> nothingOpen(criteria))
                        : newSelection(criteria, open));
    }

    /** Page by page, as the ZIP codes are in the details. */
    private Uni<List<Shipment>> findOpen(Criteria criteria, @Nullable Shipment last, List<Shipment> previous) {
        return manifests
                .findOpenShipments(
                        criteria.client(),
                        criteria.carrier().code(),
                        criteria.carrier().manifestScope().serviceCodes(),
                        criteria.shipDate(),
                        last,
                        PAGE)
                .flatMap(page -> {
                    List<Shipment> found = Stream.concat(
                                    previous.stream(),
                                    page.stream()
                                            .filter(shipment -> zip(shipment) != null
                                                    && isFrom(criteria.originZip(), zip(shipment))))
                            .limit(MAX_SHIPMENTS)
                            .toList();
                    return page.size() < PAGE || found.size() == MAX_SHIPMENTS
                            ? Uni.createFrom().item(found)
                            : findOpen(criteria, page.getLast(), found);
                });
    }

    private Uni<Selection> selectNamed(Criteria criteria, List<String> ids) {
        return shipments
                .findAll(ids)
                .map(found -> require(criteria, ids, found))
                .flatMap(found -> manifests.findMemberships(ids).flatMap(memberships -> {
                    Set<String> existing = memberships.stream()
                            .map(ManifestShipment::manifestId)
                            .collect(Collectors.toSet());
                    if (existing.isEmpty()) {
                        return Uni.createFrom().item(newSelection(criteria, found));
                    }
                    if (existing.size() > 1 || memberships.size() < ids.size()) {
                        throw alreadyInManifests(ids, memberships);
                    }
                    return manifests
                            .find(existing.iterator().next())
                            .map(manifest -> new Selection.Existing(manifest.orElseThrow()));
                }));
    }

    private static Selection newSelection(Criteria criteria, List<Shipment> shipments) {
        if (criteria.carrier().manifestScope().wholeAccount()) {
            return new Selection.New(shipments, null);
        }
        Set<String> zips = shipments.stream().map(ManifestSelector::zip).collect(Collectors.toCollection(TreeSet::new));
        if (zips.size() > 1) {
            throw ProblemType.INVALID_REQUEST.at(
                    "/origin_zip",
                    "is required, as the shipments are sent from several ZIP codes: " + String.join(", ", zips));
        }
        return new Selection.New(shipments, zips.iterator().next());
    }

    private static List<Shipment> require(Criteria criteria, List<String> ids, List<Shipment> found) {
        Map<String, Shipment> byId = found.stream()
                .filter(shipment -> shipment.owner().equals(criteria.client()))
                .collect(Collectors.toMap(Shipment::id, shipment -> shipment));
        Map<String, String> errors = new TreeMap<>();
        for (int i = 0; i < ids.size(); i++) {
            Shipment shipment = byId.get(ids.get(i));
            String error = shipment == null ? "is not a shipment of this client" : error(criteria, shipment);
            if (error != null) {
                errors.put("/shipments/" + i, error);
            }
        }
        if (!errors.isEmpty()) {
            throw ProblemType.INVALID_REQUEST.at(errors);
        }
        return ids.stream().map(byId::get).map(Objects::requireNonNull).toList();
    }

    private static @Nullable String error(Criteria criteria, Shipment shipment) {
        if (!shipment.carrier().equals(criteria.carrier().code())) {
            return "is not a shipment of this carrier";
        }
        if (!criteria.carrier().manifestScope().serviceCodes().contains(shipment.serviceCode())) {
            return "is of a service without manifests: " + shipment.serviceName();
        }
        if (!shipment.shipDate().equals(criteria.shipDate())) {
            return "has another ship date: " + shipment.shipDate();
        }
        if (!shipment.hasLabel()) {
            return "has no valid label: its status is " + shipment.state().apiStatus();
        }
        if (!isFrom(criteria.originZip(), zip(shipment))) {
            return "is sent from another ZIP code";
        }
        return zip(shipment) == null ? "has no stored address" : null;
    }

    private static ProblemException alreadyInManifests(List<String> ids, List<ManifestShipment> memberships) {
        Map<String, String> manifestIds = new HashMap<>();
        memberships.forEach(member -> manifestIds.put(member.shipmentId(), member.manifestId()));
        Map<String, String> errors = new LinkedHashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            String manifestId = manifestIds.get(ids.get(i));
            if (manifestId != null) {
                errors.put("/shipments/" + i, "is in the manifest " + manifestId + " already");
            }
        }
        return ProblemType.INVALID_REQUEST.at(errors);
    }

    private static ProblemException nothingOpen(Criteria criteria) {
        return ProblemType.NOT_MANIFESTABLE
                .withDetail(
                        "no shipment of this client with " + criteria.carrier().displayName() + " and the ship date "
                                + criteria.shipDate() + " needs a manifest")
                .retryable(false);
    }

    private static boolean isFrom(@Nullable String wanted, @Nullable String zip) {
        return wanted == null || wanted.equals(zip);
    }

    private static @Nullable String zip(Shipment shipment) {
        return origin(shipment).map(address -> address.location().zip5()).orElse(null);
    }

    private static Optional<Address> origin(Shipment shipment) {
        return Optional.ofNullable(shipment.details().origin()).map(AddressView::toAddress);
    }
}
