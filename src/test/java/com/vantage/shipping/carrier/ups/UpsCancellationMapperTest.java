package com.vantage.shipping.carrier.ups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.CarrierUnavailableException;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.model.CancellationRequest;
import com.vantage.shipping.model.CancellationResult;
import com.vantage.shipping.model.TrackingNumber;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpsCancellationMapperTest {
    private static final String FIRST = "1ZA1B2C30300000001";
    private static final String SECOND = "1ZA1B2C30300000012";
    private static final CancellationRequest BOTH =
            new CancellationRequest(FIRST, List.of(new TrackingNumber(FIRST), new TrackingNumber(SECOND)));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "voided",
                "voided-summary-only",
                "voided-as-object",
                "voided-all-by-and-by",
                "voided-with-references"
            })
    void wholeShipmentIsVoidedWithoutRefund(String situation) {
        assertThat(cancelled(situation)).isEqualTo(new CancellationResult(false));
    }

    @ParameterizedTest
    @CsvSource({
        "voided-one-of-two,voided: 1ZA1B2C30300000001; not voided: 1ZA1B2C30300000012",
        "voided-one-of-two-in-singular,voided: 1ZA1B2C30300000001; not voided: 1ZA1B2C30300000012",
        "voided-whole-but-one,voided: 1ZA1B2C30300000001; not voided: 1ZA1B2C30300000012",
        "voided-one-as-object,'not voided: 1ZA1B2C30300000001, 1ZA1B2C30300000012'",
        "voided-in-part-untold,'not voided: 1ZA1B2C30300000001, 1ZA1B2C30300000012'"
    })
    void partialVoidIsAConflictNamingParcels(String situation, String reason) {
        CarrierDeclinedException declined =
                catchThrowableOfType(CarrierDeclinedException.class, () -> cancelled(situation));

        assertThat(declined.refusal()).isEqualTo(Refusal.CONFLICT);
        assertThat(declined).hasMessage(reason);
    }

    @Test
    void successStatusWithFailureIsUnreadable() {
        assertThatThrownBy(() -> cancelled("voided-no-success")).isInstanceOf(CarrierUnavailableException.class);
    }

    @Test
    void replyWithoutStatusIsUnreadable() {
        assertThatThrownBy(() -> cancelled("voided-without-summary")).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> UpsCancellationMapper.toCancellationResult(
                        new UpsCancellationMapper.Response(null, null), BOTH))
                .isInstanceOf(NullPointerException.class);
    }

    private static CancellationResult cancelled(String situation) {
        return UpsCancellationMapper.toCancellationResult(
                Recorded.reply(situation, UpsCancellationMapper.Response.class), BOTH);
    }
}
