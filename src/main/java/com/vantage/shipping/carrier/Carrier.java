package com.vantage.shipping.carrier;

import com.vantage.shipping.carrier.Outcome.Answer;
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
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One carrier's API in our words: the port. It answers or fails; it never retries, times out, caches or falls back.
 *
 * <p>An adapter says yes ({@link Outcome.Answered}) or no ({@link Outcome.Declined}) and fails with {@link
 * CarrierUnavailable} when there was no usable answer. Any other exception is taken for an unreadable answer.
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

    /**
     * How many calls to the carrier's API a quote takes, of which our account has so many; 0 if it is declined without
     * asking. Fails if the request cannot be written down, which is no fault of the carrier.
     */
    long callsFor(RateRequest request);

    /** How many calls a purchase takes, in the same way. */
    long callsFor(PurchaseOrder order);

    /** Every service that it has for this request, whatever its class; one price for all parcels together. */
    Uni<Answer<List<Rate>>> quote(RateRequest request);

    Uni<Answer<Tracking>> track(TrackingNumber number);

    /** Spends money. A failure of any kind means that nobody knows whether it was spent. */
    Uni<Answer<Purchased>> buy(PurchaseOrder order);

    /**
     * What it remembers of our purchases under this order's reference: none, one, or several if the order was sent twice.
     * Those that were taken back are left out. Carriers know a purchase some minutes after they sold it, so that none may
     * mean not yet. Buys nothing.
     */
    Uni<Answer<List<FoundPurchase>>> find(PurchaseOrder order);

    /**
     * Takes labels back, so that nothing is billed for them. That they were taken back before is a success; that it is too
     * late is a {@link Outcome.Refusal#CONFLICT}.
     */
    Uni<Answer<Cancelled>> cancel(Cancellation what);

    /**
     * A carrier's API.
     *
     * @param host without path
     * @param version as the carrier names it: {@code v2409}
     */
    record Endpoint(URI host, String version) {}
}
