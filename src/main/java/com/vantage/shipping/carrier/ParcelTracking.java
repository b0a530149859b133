package com.vantage.shipping.carrier;

import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingNumber;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tracks all parcels of a shipment at carriers whose API takes one parcel per request. */
public final class ParcelTracking {
    /** A parcel's tracking, or the refusal if the carrier does not know the parcel. */
    private record Lookup(
            @Nullable Tracking tracking, @Nullable CarrierDeclinedException refusal) {}

    private ParcelTracking() {}

    /**
     * Prepares a call that sends one request per parcel; see {@link Carrier#track}.
     *
     * @param track tracks one parcel; fails with {@link Outcome.Refusal#NOT_FOUND} if the carrier does not know it
     */
    public static PreparedCall<List<Tracking>> track(
            List<TrackingNumber> numbers, Function<TrackingNumber, Uni<Tracking>> track) {
        return PreparedCall.of(() -> numbers, List::size, requested -> trackEach(requested, track));
    }

    /**
     * Tracks each parcel, for adapters that need not send a request for each. All requests are sent at once, so that
     * many take no longer than one; a shipment has at most 50 parcels.
     */
    public static Uni<List<Tracking>> trackEach(
            List<TrackingNumber> numbers, Function<TrackingNumber, Uni<Tracking>> track) {
        return Uni.join()
                .all(numbers.stream().map(number -> trackOne(number, track)).toList())
                .andFailFast()
                .map(ParcelTracking::known);
    }

    /**
     * Reads the parcels from replies that cover several of them; see {@link Carrier#track}.
     *
     * @param read reads one parcel; throws {@link Outcome.Refusal#NOT_FOUND} if the carrier does not know it
     */
    public static List<Tracking> known(List<TrackingNumber> numbers, Function<TrackingNumber, Tracking> read) {
        return known(numbers.stream().map(number -> readOne(number, read)).toList());
    }

    private static Lookup readOne(TrackingNumber number, Function<TrackingNumber, Tracking> read) {
        try {
            return new Lookup(read.apply(number), null);
        } catch (CarrierDeclinedException refusal) {
            if (CarrierDeclinedException.isNotFound(refusal)) {
                return new Lookup(null, refusal);
            }
            throw refusal;
        }
    }

    private static Uni<Lookup> trackOne(TrackingNumber number, Function<TrackingNumber, Uni<Tracking>> track) {
        return Uni.createFrom()
                .deferred(() -> track.apply(number))
                .map(tracking -> new Lookup(tracking, null))
                .onFailure(CarrierDeclinedException::isNotFound)
                .recoverWithItem(refusal -> new Lookup(null, (CarrierDeclinedException) refusal));
    }

    private static List<Tracking> known(List<Lookup> lookups) {
        List<Tracking> known =
                WireValues.orEmpty(lookups.stream().map(Lookup::tracking).toList());
        CarrierDeclinedException refusal = lookups.getFirst().refusal();
        if (known.isEmpty() && refusal != null) {
            throw refusal;
        }
        return known;
    }
}
