package com.vantage.shipping.carrier;

import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingNumber;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Asks a carrier that knows one parcel a call about all parcels of a shipment. */
public final class Parcels {
    /** Requests of one call at the same time, and all that it has: so it takes no longer than one of them. */
    private static final int CONCURRENCY = 4;

    /** What the carrier says of one parcel; the refusal if it does not know it. */
    private record Found(
            @Nullable Tracking tracking, @Nullable CarrierDeclined refusal) {}

    private Parcels() {}

    /**
     * A call for each parcel; see {@link Carrier#track}.
     *
     * @param track asks about one parcel; fails with {@link Refusal#NOT_FOUND} if the carrier does not know it
     */
    public static PreparedCall<List<Tracking>> track(
            List<TrackingNumber> numbers, Function<TrackingNumber, Uni<Tracking>> track) {
        return PreparedCall.of(() -> numbers, List::size, asked -> trackEach(asked, track));
    }

    /** The answer to such a call, for a carrier whose adapter need not send a request for each parcel. */
    public static Uni<List<Tracking>> trackEach(
            List<TrackingNumber> numbers, Function<TrackingNumber, Uni<Tracking>> track) {
        return Uni.join()
                .all(numbers.stream().map(number -> ask(number, track)).toList())
                .usingConcurrencyOf(CONCURRENCY)
                .andFailFast()
                .map(Parcels::known);
    }

    /** So many that a call about each group takes no longer than that about one parcel. */
    static List<List<TrackingNumber>> groups(List<TrackingNumber> numbers) {
        return IntStream.range(0, (numbers.size() + CONCURRENCY - 1) / CONCURRENCY)
                .mapToObj(i -> numbers.subList(i * CONCURRENCY, Math.min(numbers.size(), (i + 1) * CONCURRENCY)))
                .toList();
    }

    /** The outcome of the calls about all groups: the first that was not answered, else all parcels that are known. */
    static Outcome<List<Tracking>> join(List<Outcome<List<Tracking>>> outcomes) {
        List<Tracking> known = new ArrayList<>();
        for (Outcome<List<Tracking>> outcome : outcomes) {
            if (outcome instanceof Answered<List<Tracking>>(var parcels)) {
                known.addAll(parcels);
            } else if (!outcome.isNotFound()) {
                return outcome;
            }
        }
        return known.isEmpty() ? outcomes.getFirst() : new Answered<>(List.copyOf(known));
    }

    /**
     * What replies that each cover several parcels say of them; see {@link Carrier#track}.
     *
     * @param read what they say of one parcel; throws {@link Refusal#NOT_FOUND} if the carrier does not know it
     */
    public static List<Tracking> known(List<TrackingNumber> numbers, Function<TrackingNumber, Tracking> read) {
        return known(numbers.stream().map(number -> find(number, read)).toList());
    }

    private static Found find(TrackingNumber number, Function<TrackingNumber, Tracking> read) {
        try {
            return new Found(read.apply(number), null);
        } catch (CarrierDeclined refusal) {
            if (isNotFound(refusal)) {
                return new Found(null, refusal);
            }
            throw refusal;
        }
    }

    private static Uni<Found> ask(TrackingNumber number, Function<TrackingNumber, Uni<Tracking>> track) {
        return Uni.createFrom()
                .deferred(() -> track.apply(number))
                .map(tracking -> new Found(tracking, null))
                .onFailure(Parcels::isNotFound)
                .recoverWithItem(refusal -> new Found(null, (CarrierDeclined) refusal));
    }

    private static List<Tracking> known(List<Found> found) {
        List<Tracking> known = Wire.orEmpty(found.stream().map(Found::tracking).toList());
        CarrierDeclined refusal = found.getFirst().refusal();
        if (known.isEmpty() && refusal != null) {
            throw refusal;
        }
        return known;
    }

    private static boolean isNotFound(Throwable failure) {
        return failure instanceof CarrierDeclined declined && declined.refusal() == Refusal.NOT_FOUND;
    }
}
