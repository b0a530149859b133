package com.vantage.shipping.carrier;

import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingNumber;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tracks all parcels of a shipment at carriers whose API takes one parcel per request. */
public final class Parcels {
    /** A parcel's tracking, or the refusal if the carrier does not know the parcel. */
    private record Found(
            @Nullable Tracking tracking, @Nullable CarrierDeclinedException refusal) {}

    private Parcels() {}

    /**
     * Prepares a call that sends one request per parcel; see {@link Carrier#track}.
     *
     * @param track tracks one parcel; fails with {@link Outcome.Refusal#NOT_FOUND} if the carrier does not know it
     */
    public static PreparedCall<List<Tracking>> track(
            List<TrackingNumber> numbers, Function<TrackingNumber, Uni<Tracking>> track) {
        return PreparedCall.of(() -> numbers, List::size, asked -> trackEach(asked, track));
    }

    /**
     * Tracks each parcel, for adapters that need not send a request for each. All requests are sent at once, so that
     * many take no longer than one; a shipment has at most 50 parcels.
     */
    public static Uni<List<Tracking>> trackEach(
            List<TrackingNumber> numbers, Function<TrackingNumber, Uni<Tracking>> track) {
        return Uni.join()
                .all(numbers.stream().map(number -> ask(number, track)).toList())
                .andFailFast()
                .map(Parcels::known);
    }

    /**
     * Reads the parcels from replies that cover several of them; see {@link Carrier#track}.
     *
     * @param read reads one parcel; throws {@link Outcome.Refusal#NOT_FOUND} if the carrier does not know it
     */
    public static List<Tracking> known(List<TrackingNumber> numbers, Function<TrackingNumber, Tracking> read) {
        return known(numbers.stream().map(number -> find(number, read)).toList());
    }

    private static Found find(TrackingNumber number, Function<TrackingNumber, Tracking> read) {
        try {
            return new Found(read.apply(number), null);
        } catch (CarrierDeclinedException refusal) {
            if (CarrierDeclinedException.isNotFound(refusal)) {
                return new Found(null, refusal);
            }
            throw refusal;
        }
    }

    private static Uni<Found> ask(TrackingNumber number, Function<TrackingNumber, Uni<Tracking>> track) {
        return Uni.createFrom()
                .deferred(() -> track.apply(number))
                .map(tracking -> new Found(tracking, null))
                .onFailure(CarrierDeclinedException::isNotFound)
                .recoverWithItem(refusal -> new Found(null, (CarrierDeclinedException) refusal));
    }

    private static List<Tracking> known(List<Found> found) {
        List<Tracking> known =
                WireValues.orEmpty(found.stream().map(Found::tracking).toList());
        CarrierDeclinedException refusal = found.getFirst().refusal();
        if (known.isEmpty() && refusal != null) {
            throw refusal;
        }
        return known;
    }
}
