package com.vantage.shipping.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.model.TrackingStatus;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParcelTrackingTest {
    private static final TrackingNumber FIRST = new TrackingNumber("1Z999AA10123456701");
    private static final TrackingNumber SECOND = new TrackingNumber("1Z999AA10123456702");
    private static final Uni<Tracking> UNKNOWN =
            Uni.createFrom().failure(new CarrierDeclinedException(Refusal.NOT_FOUND, "TW0001", "?"));

    @Test
    void eachParcelCostsOneRequest() {
        assertThat(ParcelTracking.track(List.of(FIRST, SECOND), number -> UNKNOWN)
                        .calls())
                .isEqualTo(2);
    }

    @Test
    void knownParcelsKeepTheirOrder() {
        assertThat(track(Map.of(FIRST, moving(FIRST), SECOND, moving(SECOND))))
                .isEqualTo(new Answered<>(List.of(tracking(FIRST), tracking(SECOND))));
        assertThat(track(Map.of(FIRST, UNKNOWN, SECOND, moving(SECOND))))
                .isEqualTo(new Answered<>(List.of(tracking(SECOND))));
    }

    @Test
    void unknownParcelsAreNotFound() {
        assertThat(track(Map.of(FIRST, UNKNOWN, SECOND, UNKNOWN)))
                .isEqualTo(new Declined<>(Refusal.NOT_FOUND, "TW0001", "?"));
    }

    @Test
    void oneFailureFailsTheCall() {
        Uni<Tracking> broken = Uni.createFrom().failure(new CarrierUnavailableException(Failure.BROKEN, "HTTP 500"));

        assertThatThrownBy(() -> track(Map.of(FIRST, moving(FIRST), SECOND, broken)))
                .isInstanceOf(CarrierUnavailableException.class);
    }

    private static Outcome<List<Tracking>> track(Map<TrackingNumber, Uni<Tracking>> replies) {
        return ParcelTracking.track(
                        List.of(FIRST, SECOND),
                        number -> replies.getOrDefault(number, Uni.createFrom().nothing()))
                .send()
                .await()
                .indefinitely();
    }

    private static Uni<Tracking> moving(TrackingNumber number) {
        return Uni.createFrom().item(tracking(number));
    }

    private static Tracking tracking(TrackingNumber number) {
        return Tracking.ofStatus(number, TrackingStatus.IN_TRANSIT);
    }
}
