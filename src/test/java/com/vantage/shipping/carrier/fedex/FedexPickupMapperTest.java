package com.vantage.shipping.carrier.fedex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.SampleRequests;
import com.vantage.shipping.model.CarrierPickup;
import com.vantage.shipping.model.PickupOrder;
import com.vantage.shipping.model.PickupOrder.Packages;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FedexPickupMapperTest {
    private static final String ACCOUNT = "740561073";
    private static final LocalDate TODAY = LocalDate.parse("2026-11-30");
    private static final LocalDate DAY = LocalDate.parse("2026-12-01");
    private static final PickupOrder EXPRESS = SampleRequests.pickup(DAY, "FEDEX_2_DAY", "INTERNATIONAL_ECONOMY");
    private static final PickupOrder GROUND =
            SampleRequests.pickup(DAY, List.of(new Packages("FEDEX_GROUND", "US", 3)));
    private static final CarrierPickup PICKUP = new CarrierPickup("3001", "COSA", null);

    @Test
    void checkHasNetworkAndTimes() {
        assertThat(sent(FedexPickupMapper.toCheck(EXPRESS, TODAY)))
                .isEqualTo(
                        "{\"pickupAddress\":{\"streetLines\":[\"1 Main St\",\"Dock 3\"],\"city\":\"New York\","
                                + "\"stateOrProvinceCode\":\"NY\",\"postalCode\":\"10001\",\"countryCode\":\"US\",\"residential\":false},"
                                + "\"dispatchDate\":\"2026-12-01\",\"packageReadyTime\":\"09:00:00\",\"customerCloseTime\":\"17:30:00\","
                                + "\"pickupRequestType\":[\"FUTURE_DAY\"],\"carriers\":[\"FDXE\"],\"countryRelationship\":\"INTERNATIONAL\"}");
    }

    @Test
    void requestHasLocalTimesAndPackageLocation() {
        assertThat(sent(FedexPickupMapper.toRequest(GROUND, ACCOUNT, DAY)))
                .isEqualTo("{\"associatedAccountNumber\":{\"value\":\"740561073\"},\"originDetail\":{"
                        + "\"pickupAddressType\":\"OTHER\",\"pickupLocation\":{\"contact\":{\"personName\":\"Jane Doe\","
                        + "\"companyName\":\"Vantage Distribution Center 3\",\"phoneNumber\":\"2125550100\"},"
                        + "\"address\":{\"streetLines\":[\"1 Main St\",\"Dock 3\"],\"city\":\"New York\","
                        + "\"stateOrProvinceCode\":\"NY\",\"postalCode\":\"10001\",\"countryCode\":\"US\",\"residential\":false}},"
                        + "\"readyDateTimestamp\":\"2026-12-01T09:00:00\",\"customerCloseTime\":\"17:30:00\","
                        + "\"pickupDateType\":\"SAME_DAY\",\"packageLocation\":\"FRONT\"},"
                        + "\"totalWeight\":{\"units\":\"LB\",\"value\":10.1},\"packageCount\":3,\"carrierCode\":\"FDXG\","
                        + "\"remarks\":\"Ring twice\",\"countryRelationships\":\"DOMESTIC\"}");
    }

    @Test
    void networksCannotBeMixed() {
        PickupOrder mixed = SampleRequests.pickup(DAY, "FEDEX_GROUND", "INTERNATIONAL_ECONOMY");

        assertThatThrownBy(() -> FedexPickupMapper.toCheck(mixed, TODAY))
                .isInstanceOf(CarrierDeclinedException.class)
                .hasMessageContaining("request one pickup for the services of each");
    }

    @Test
    void availableDayIsAccepted() {
        assertThat(check("pickup-available", EXPRESS)).isEqualTo(EXPRESS);
    }

    @ParameterizedTest
    @CsvSource({
        "17:31, 19:30, CUT_OFF, 17:30",
        "16:30, 17:59, ACCESS_TIME, at least 90 minutes",
    })
    void unsuitableTimesAreDeclined(LocalTime ready, LocalTime close, String code, String reason) {
        assertThatThrownBy(() -> check("pickup-available", at(DAY, ready, close)))
                .isInstanceOfSatisfying(CarrierDeclinedException.class, declined -> assertThat(declined.code())
                        .isEqualTo(code))
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "pickup-not-available, 2026-12-01, NOT_AVAILABLE",
        "pickup-available, 2026-12-02, NOT_AVAILABLE",
        "pickup-alert, 2026-12-01, PICKUP.POSTALCODE.UNSERVED"
    })
    void closedDaysAndPlacesAreDeclined(String reply, LocalDate day, String code) {
        assertThatThrownBy(() -> check(reply, at(day, EXPRESS.readyTime(), EXPRESS.closeTime())))
                .isInstanceOfSatisfying(CarrierDeclinedException.class, declined -> {
                    assertThat(declined.code()).isEqualTo(code);
                    assertThat(declined.refusal()).isEqualTo(Refusal.NO_SERVICE);
                });
    }

    @Test
    void codeAndStationAreRead() {
        assertThat(FedexPickupMapper.toPickup(Recorded.reply("pickup-scheduled", FedexPickupMapper.Response.class)))
                .isEqualTo(PICKUP);
    }

    @Test
    void cancellationNamesNetworkAndStation() {
        assertThat(sent(FedexPickupMapper.toCancel(EXPRESS, PICKUP, ACCOUNT)))
                .isEqualTo("{\"associatedAccountNumber\":{\"value\":\"740561073\"},\"pickupConfirmationCode\":\"3001\","
                        + "\"carrierCode\":\"FDXE\",\"scheduledDate\":\"2026-12-01\",\"location\":\"COSA\"}");
        assertThat(FedexPickupMapper.toCancelled(
                        Recorded.reply("pickup-cancelled", FedexPickupMapper.CancelResponse.class), PICKUP))
                .isEqualTo(PICKUP);
    }

    @ParameterizedTest
    @CsvSource({"PICKUP.NUMBER.EXPIRED, CONFLICT", "PICKUP.CONFIRMATIONCODE.NOTFOUND, NOT_FOUND"})
    void refusedCancellationIsRead(String code, Refusal refusal) {
        FedexErrorMapper.Reply reply =
                new FedexErrorMapper.Reply(400, null, "{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"no\"}]}");

        assertThat(FedexErrorMapper.read(reply, Clock.systemUTC()))
                .isInstanceOfSatisfying(CarrierDeclinedException.class, declined -> assertThat(declined.refusal())
                        .isEqualTo(refusal));
    }

    private static PickupOrder check(String reply, PickupOrder order) {
        return FedexPickupMapper.requireAvailable(Recorded.reply(reply, FedexPickupMapper.CheckResponse.class), order);
    }

    private static PickupOrder at(LocalDate day, LocalTime ready, LocalTime close) {
        return new PickupOrder(
                EXPRESS.reference(),
                EXPRESS.address(),
                day,
                ready,
                close,
                EXPRESS.packages(),
                EXPRESS.totalWeight(),
                EXPRESS.heaviest(),
                null);
    }

    private static String sent(Object request) {
        return Recorded.JSON.valueToTree(request).toString();
    }
}
