package com.vantage.shipping.carrier;

import com.vantage.shipping.model.AddressCheck;
import com.vantage.shipping.model.CancellationRequest;
import com.vantage.shipping.model.CancellationResult;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.CarrierManifest;
import com.vantage.shipping.model.CarrierPickup;
import com.vantage.shipping.model.CarrierService;
import com.vantage.shipping.model.FoundPurchase;
import com.vantage.shipping.model.ManifestOrder;
import com.vantage.shipping.model.PickupOrder;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.PurchaseResult;
import com.vantage.shipping.model.Rate;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.RateRequest;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.model.UsAddress;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Port to one carrier's API. Adapters never retry, time out, cache or fall back.
 *
 * <p>Each operation builds its request at once and returns it as a {@link PreparedCall}. Sending it yields {@link
 * Outcome.Answered} or {@link Outcome.Declined}, or fails with {@link CarrierUnavailableException} if there was no usable
 * answer; any other failure counts as an unreadable answer.
 */
public interface Carrier {
    CarrierCode code();

    /** The display name: {@code FedEx}. */
    String displayName();

    /** The API that this adapter calls. */
    Endpoint endpoint();

    /**
     * When the current access token expires; with several tokens, the earliest expiry. Empty without a token and for
     * APIs without tokens.
     */
    Optional<Instant> tokenExpiresAt();

    /** Services from the US, with the carrier's own codes; a code can have another name abroad. */
    List<CarrierService> services();

    /**
     * The services between the places of a request that do not offer an option that it asks for, each with that option. Quotes
     * leave them out.
     */
    Map<CarrierService, String> servicesWithoutOption(RateRequest request);

    /** Requests the rates of all available services, each for all parcels together. */
    PreparedCall<List<Rate>> quote(RateRequest request);

    /**
     * Tracks the parcels of one shipment, in the order of their numbers. Parcels unknown to the carrier are omitted; if
     * all are unknown, the call is declined with {@link Outcome.Refusal#NOT_FOUND}.
     */
    PreparedCall<List<Tracking>> track(List<TrackingNumber> numbers);

    /**
     * Checks whether an address exists and is delivered to. An address that the carrier does not find is an answer;
     * places that it does not check are declined with {@link Outcome.Refusal#NO_SERVICE}.
     */
    PreparedCall<AddressCheck> validate(UsAddress address);

    /** What {@link #buy} needs between these places. */
    LabelRequirements labelRequirements(RateAddress origin, RateAddress destination);

    /** Buys a shipment. After a failure of any kind the purchase may or may not have been made. */
    PreparedCall<PurchaseResult> buy(PurchaseOrder order);

    /**
     * Finds our purchases with this order's reference: none, one, or several if the order was sent more than once.
     * Cancelled ones are omitted. Carriers list a purchase only some minutes after the sale, so that none may mean not
     * yet. Buys nothing.
     */
    PreparedCall<List<FoundPurchase>> find(PurchaseOrder order);

    /**
     * Voids labels, so that they are not billed. Labels that were already voided count as success; too late is {@link
     * Outcome.Refusal#CONFLICT}.
     */
    PreparedCall<CancellationResult> cancel(CancellationRequest cancellation);

    /** Which shipments are closed by {@link #manifest}; none by default. */
    default ManifestScope manifestScope() {
        return ManifestScope.NONE;
    }

    /**
     * Closes the day for shipments within {@link #manifestScope}, and returns the document to hand over with them. No package gets
     * into two manifests, even if the call is repeated because its answer was lost.
     */
    default PreparedCall<CarrierManifest> manifest(ManifestOrder order) {
        return PreparedCall.declined(new CarrierDeclinedException(
                Outcome.Refusal.NO_SERVICE, "MANIFEST", displayName() + " needs no manifest"));
    }

    /** What this carrier can tell about pickups; nothing by default. */
    default Set<PickupFeature> pickupFeatures() {
        return Set.of();
    }

    /**
     * Asks whether packages can be picked up, with {@link PickupFeature#CHECK}. A closed day, an address that is not served, and a
     * time after the cut-off are declined.
     */
    default PreparedCall<PickupOrder> checkPickup(PickupOrder order) {
        return noPickups();
    }

    /** Schedules a pickup. After a failure of any kind it may or may not be scheduled. */
    default PreparedCall<CarrierPickup> schedulePickup(PickupOrder order) {
        return noPickups();
    }

    /**
     * Finds the pickup with this order's reference, with {@link PickupFeature#FIND}. Not finding it proves nothing: carriers list
     * only pickups of the next days.
     */
    default PreparedCall<Optional<CarrierPickup>> findPickup(PickupOrder order) {
        return noPickups();
    }

    /** Cancels a pickup. One that the carrier does not know, or no longer, is {@link Outcome.Refusal#NOT_FOUND}. */
    default PreparedCall<CarrierPickup> cancelPickup(PickupOrder order, CarrierPickup pickup) {
        return noPickups();
    }

    private <T> PreparedCall<T> noPickups() {
        return PreparedCall.declined(new CarrierDeclinedException(
                Outcome.Refusal.NO_SERVICE, "PICKUP", "pickups are not supported with this API of " + displayName()));
    }

    /**
     * A carrier's API.
     *
     * @param host without path
     * @param version as the carrier names it: {@code v2409}
     */
    record Endpoint(URI host, String version) {}
}
