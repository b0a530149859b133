package com.vantage.shipping.carrier.fedex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.carrier.Outcome.Answer;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.fedex.FedexErrorMapper.Reply;
import com.vantage.shipping.model.CancellationRequest;
import com.vantage.shipping.model.CancellationResult;
import com.vantage.shipping.model.TrackingNumber;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FedexCancellationMapperTest {
    @Test
    void wholeShipmentIsCancelledByMasterNumber() {
        CancellationRequest what = new CancellationRequest(
                "794953555571", List.of(new TrackingNumber("794953555582"), new TrackingNumber("794953555571")));

        assertThat(Recorded.JSON
                        .valueToTree(FedexCancellationMapper.toRequest(what, "740561073"))
                        .toString())
                .isEqualTo("{\"accountNumber\":{\"value\":\"740561073\"},\"trackingNumber\":\"794953555571\","
                        + "\"deletionControl\":\"DELETE_ALL_PACKAGES\",\"senderCountryCode\":\"US\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancelled", "cancelled-in-older-words"})
    void cancelledShipmentHasNoPendingRefund(String situation) {
        assertThat(answered(situation)).isEqualTo(new Answered<>(new CancellationResult(false)));
    }

    @Test
    void successfulReplyWithoutCancellationIsDeclined() {
        assertThat(answered("not-cancelled"))
                .isEqualTo(new Declined<>(
                        Refusal.CONFLICT, "SHIPMENT.CANCEL.REJECTED", "The shipment was tendered to FedEx already."));
        assertThat(answered("not-cancelled-message-only"))
                .isEqualTo(new Declined<>(Refusal.CONFLICT, "CONFLICT", "Unable to cancel shipment"));
        assertThat(answered("not-cancelled-silently"))
                .isEqualTo(new Declined<>(
                        Refusal.CONFLICT, "CONFLICT", "FedEx did not cancel the shipment and gave no reason"));
    }

    @Test
    void alreadyCancelledIsCancelled() {
        assertThat(refused("error-already-cancelled")).isEqualTo(new Answered<>(new CancellationResult(false)));
    }

    @Test
    void tenderedShipmentCannotBeCancelled() {
        assertThat(refused("error-already-tendered"))
                .isEqualTo(new Declined<>(
                        Refusal.CONFLICT,
                        "SHIPMENT.ALREADY.TENDERED",
                        "The shipment cannot be cancelled, since it was tendered to FedEx."));
    }

    @Test
    void unknownNumberIsNotFound() {
        assertThat(refused("error-cancel-unknown-number"))
                .isEqualTo(new Declined<>(
                        Refusal.NOT_FOUND,
                        "TRACKINGNUMBER.ENTERED.INVALID",
                        "Error with entered Tracking Number. Please verify the entered Tracking Number."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"errors\":[%s]}",
                "{\"output\":{\"alerts\":[%s]}}",
                "{\"output\":{\"cancelledShipment\":false,\"alerts\":[%s]}}"
            })
    void refusalInSuccessfulReplyIsDeclined(String reply) throws IOException {
        String error =
                "{\"code\":\"SHIPMENT.ALREADY.TENDERED\",\"message\":\"It is under way.\",\"alertType\":\"ERROR\"}";
        FedexCancellationMapper.Response told =
                Recorded.JSON.readValue(reply.formatted(error), FedexCancellationMapper.Response.class);

        assertThat(of(Uni.createFrom().item(() -> FedexCancellationMapper.toCancellationResult(told))))
                .isEqualTo(new Declined<>(Refusal.CONFLICT, "SHIPMENT.ALREADY.TENDERED", "It is under way."));
    }

    @Test
    void replyWithoutResultIsUnreadable() {
        assertThatThrownBy(() ->
                        FedexCancellationMapper.toCancellationResult(new FedexCancellationMapper.Response(null, null)))
                .hasMessage("no cancelledShipment");
        assertThatThrownBy(() -> FedexCancellationMapper.toCancellationResult(new FedexCancellationMapper.Response(
                        new FedexCancellationMapper.Output(null, "Success", null, null), null)))
                .hasMessage("no cancelledShipment");
    }

    private static Answer<CancellationResult> answered(String situation) {
        return of(Uni.createFrom()
                .item(() -> FedexCancellationMapper.toCancellationResult(
                        Recorded.reply(situation, FedexCancellationMapper.Response.class))));
    }

    private static Answer<CancellationResult> refused(String situation) {
        return of(Uni.createFrom()
                .failure(FedexErrorMapper.read(new Reply(400, null, Recorded.text(situation)), Clock.systemUTC())));
    }

    private static Answer<CancellationResult> of(Uni<CancellationResult> call) {
        return FedexCancellationMapper.acceptAlreadyCancelled(
                Outcome.toAnswer(call).await().indefinitely());
    }
}
