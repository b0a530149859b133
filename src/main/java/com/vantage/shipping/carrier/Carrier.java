package com.vantage.shipping.carrier;

import com.vantage.shipping.model.Cancellation;
import com.vantage.shipping.model.Cancelled;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.FoundPurchase;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.Purchased;
import com.vantage.shipping.model.Rate;
import com.vantage.shipping.model.RateRequest;
import com.vantage.shipping.model.Service;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingNumber;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One carrier's API in our words: the port. It answers or fails; it never retries, times out, caches or falls back.
 *
 * <p>Each operation builds its request at once and returns it as a {@link PreparedCall}. Sent, it is answered with yes
 * ({@link Outcome.Answered}) or no ({@link Outcome.Declined}), or fails with {@link CarrierUnavailable} when there was no
 * usable answer; any other failure is taken for an unreadable answer.
 */
public interface Carrier {
    CarrierCode code();

    /** The name that callers see: {@code FedEx}. */
    String displayName();

    /** Which of its APIs is asked. */
    Endpoint endpoint();

    /**
     * Until when the access token serves that is held; of several tokens, the one that ends first. Empty while none is held,
     * and for an API without tokens.
     */
    Optional<Instant> tokenExpiresAt();

    /** What it sells inside the United States, in the words of its wire. */
    List<Service> services();

    /** Every service that it has for this request, whatever its class; one price for all parcels together. */
    PreparedCall<List<Rate>> quote(RateRequest request);

    /**
     * Where the parcels of one shipment are, in the order of their numbers. Those that the carrier does not know are left
     * out; if it knows none of them it is a {@link Outcome.Refusal#NOT_FOUND}.
     */
    PreparedCall<List<Tracking>> track(List<TrackingNumber> numbers);

    /** Spends money. A failure of any kind means that nobody knows whether it was spent. */
    PreparedCall<Purchased> buy(PurchaseOrder order);

    /**
     * What it remembers of our purchases under this order's reference: none, one, or several if the order was sent twice.
     * Those that were taken back are left out. Carriers know a purchase some minutes after they sold it, so that none may
     * mean not yet. Buys nothing.
     */
    PreparedCall<List<FoundPurchase>> find(PurchaseOrder order);

    /**
     * Takes labels back, so that nothing is billed for them. That they were taken back before is a success; that it is too
     * late is a {@link Outcome.Refusal#CONFLICT}.
     */
    PreparedCall<Cancelled> cancel(Cancellation what);

    /**
     * A carrier's API.
     *
     * @param host without path
     * @param version as the carrier names it: {@code v2409}
     */
    record Endpoint(URI host, String version) {}
}
