package com.vantage.shipping.carrier.ups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.CarrierUnavailableException;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.SampleRequests;
import com.vantage.shipping.model.CarrierPickup;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.PickupOrder;
import com.vantage.shipping.model.PickupOrder.Packages;
import com.vantage.shipping.model.Weight;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpsPickupMapperTest {
    private static final LocalDate DAY = LocalDate.parse("2026-12-01");
    private static final PickupOrder ORDER = SampleRequests.pickup(DAY, "03", "65");
    private static final CarrierPickup PICKUP = new CarrierPickup("2929602E9CP", null, null);

    @Test
    void requestHasPiecesByServiceAndCountry() {
        assertThat(Recorded.JSON.<JsonNode>valueToTree(UpsPickupMapper.toRequest(ORDER, "A1B2C3", "ship-rq-8a2b3c")))
                .isEqualTo(Recorded.sent("pickup"));
    }

    @Test
    void heavyPackageIsTold() {
        PickupOrder heavy = new PickupOrder(
                ORDER.reference(),
                ORDER.address(),
                DAY,
                ORDER.readyTime(),
                ORDER.closeTime(),
                ORDER.packages(),
                Weight.ofOunces(1_200),
                Weight.ofOunces(1_121),
                null);

        assertThat(UpsPickupMapper.toRequest(heavy, "A1B2C3", "id")
                        .pickupCreationRequest()
                        .overweightIndicator())
                .isEqualTo("Y");
    }

    @Test
    void tooManyPackagesAreDeclined() {
        PickupOrder order = SampleRequests.pickup(DAY, List.of(new Packages("03", "US", 1_000)));

        assertThatThrownBy(() -> UpsPickupMapper.toRequest(order, "A1B2C3", "id"))
                .isInstanceOf(CarrierDeclinedException.class)
                .hasMessageContaining("at most 999 packages");
    }

    @Test
    void numberAndChargeAreRead() {
        assertThat(UpsPickupMapper.toPickup(scheduled("pickup-scheduled")))
                .isEqualTo(new CarrierPickup("2929602E9CP", null, Money.usd("8.50")));
        assertThat(UpsPickupMapper.toPickup(scheduled("pickup-scheduled-without-rate")))
                .isEqualTo(PICKUP);
    }

    @Test
    void replyWithoutSuccessIsUnreadable() {
        assertThatThrownBy(() -> UpsPickupMapper.toPickup(scheduled("pickup-no-success")))
                .isInstanceOf(CarrierUnavailableException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pickups-several", "pickups-as-object"})
    void pickupIsFoundByReference(String reply) {
        assertThat(UpsPickupMapper.find(Recorded.reply(reply, UpsPickupMapper.ListResponse.class), ORDER))
                .contains(PICKUP);
    }

    @Test
    void otherReferencesAreNotOurs() {
        PickupOrder other = new PickupOrder(
                "PKP-2026-2",
                ORDER.address(),
                DAY,
                ORDER.readyTime(),
                ORDER.closeTime(),
                ORDER.packages(),
                ORDER.totalWeight(),
                ORDER.heaviest(),
                null);

        assertThat(UpsPickupMapper.find(Recorded.reply("pickups-several", UpsPickupMapper.ListResponse.class), other))
                .isEmpty();
    }

    @Test
    void cancellationIsConfirmed() {
        assertThat(UpsPickupMapper.toCancelled(
                        Recorded.reply("pickup-cancelled", UpsPickupMapper.CancelResponse.class), PICKUP))
                .isEqualTo(PICKUP);
    }

    @Test
    void pickupThatUpsDoesNotKnowIsNotFound() {
        RuntimeException refusal = UpsErrorMapper.read(
                new UpsErrorReplyException(
                        404,
                        null,
                        null,
                        null,
                        "{\"response\":{\"errors\":[{\"code\":\"9510117\",\"message\":\"no\"}]}}"),
                UpsPickupMapper.CANCEL_ERRORS,
                Clock.systemUTC());

        assertThat(refusal)
                .isInstanceOfSatisfying(CarrierDeclinedException.class, declined -> assertThat(declined.refusal())
                        .isEqualTo(Refusal.NOT_FOUND));
    }

    private static UpsPickupMapper.Response scheduled(String reply) {
        return Recorded.reply(reply, UpsPickupMapper.Response.class);
    }
}
