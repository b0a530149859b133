package com.vantage.shipping.carrier.fedex;

import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.carrier.Outcome.Answer;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.ScriptedApi;
import com.vantage.shipping.model.CarrierManifest;
import com.vantage.shipping.model.ManifestOrder;
import com.vantage.shipping.model.TrackingNumber;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class FedexEndOfDayMapperTest {
    private static final TrackingNumber NUMBER = new TrackingNumber("770123456789");
    private static final TrackingNumber OTHER = new TrackingNumber("770999999999");
    private static final ManifestOrder ORDER = of(NUMBER);

    @Test
    void requestClosesGroundOfAccount() {
        assertThat(Recorded.JSON
                        .valueToTree(FedexEndOfDayMapper.toClose(ORDER, "740561073"))
                        .toString())
                .isEqualTo("{\"accountNumber\":{\"value\":\"740561073\"},\"closeReqType\":\"GCCLOSE\","
                        + "\"groundServiceCategory\":\"GROUND\",\"closeDate\":\"2026-12-01\","
                        + "\"closeDocumentSpecification\":{\"closeDocumentTypes\":[\"MANIFEST\"]}}");
    }

    @Test
    void partsOfManifestAreJoined() {
        assertThat(answer("closed")).isInstanceOfSatisfying(Answered.class, answered -> {
            CarrierManifest manifest = (CarrierManifest) answered.value();
            assertThat(manifest.number()).isNull();
            assertThat(manifest.trackingNumbers()).containsExactly(NUMBER);
            assertThat(manifest.mediaType()).isEqualTo("text/plain");
            assertThat(new String(manifest.document(), StandardCharsets.UTF_8))
                    .isEqualTo("GROUND MANIFEST\n770123456789");
        });
    }

    @Test
    void earlierCloseIsPrintedAgain() {
        assertThat(answer("error-nothing-to-close", "closed")).isInstanceOf(Answered.class);
    }

    @Test
    void packagesThatAreNotOnManifestAreLeftOut() {
        assertThat(answer(of(NUMBER, OTHER), "closed")).isInstanceOfSatisfying(Answered.class, answered -> assertThat(
                        ((CarrierManifest) answered.value()).trackingNumbers())
                .containsExactly(NUMBER));
    }

    @Test
    void manifestThatListsNoneOfOurNumbersHasAll() {
        assertThat(answer(of(OTHER), "closed")).isInstanceOfSatisfying(Answered.class, answered -> assertThat(
                        ((CarrierManifest) answered.value()).trackingNumbers())
                .containsExactly(OTHER));
    }

    @Test
    void refusalHoldsIfEarlierCloseHasOtherPackages() {
        assertThat(answer(of(OTHER), "error-nothing-to-close", "closed"))
                .isInstanceOfSatisfying(
                        Declined.class, declined -> assertThat(declined.code()).isEqualTo("CLOSE.SHIPMENTS.NOTFOUND"));
    }

    @Test
    void refusalOfCloseIsToldIfNothingCanBePrinted() {
        assertThat(answer("error-nothing-to-close", "closed-without-document"))
                .isInstanceOfSatisfying(
                        Declined.class, declined -> assertThat(declined.code()).isEqualTo("CLOSE.SHIPMENTS.NOTFOUND"));
    }

    @Test
    void closeWithoutDocumentIsDeclined() {
        assertThat(answer("closed-without-document", "closed-without-document")).isInstanceOf(Declined.class);
    }

    private static ManifestOrder of(TrackingNumber... numbers) {
        return new ManifestOrder(Orders.of(1).shipDate(), Orders.of(1).from(), List.of(numbers));
    }

    /** @param replies to the close, and to the reprint if it is requested */
    private static Answer<CarrierManifest> answer(String... replies) {
        return answer(ORDER, replies);
    }

    private static Answer<CarrierManifest> answer(ManifestOrder order, String... replies) {
        Queue<String> next = new ArrayDeque<>(List.of(replies));
        FedexApi api = ScriptedApi.of(
                FedexApi.class,
                Recorded.JSON,
                method -> method.equals("token")
                        ? "{\"access_token\":\"t\",\"expires_in\":3599}"
                        : Recorded.text(next.remove()));
        return new FedexCarrier(api, FedexAccount.OURS, Clock.systemUTC())
                .manifest(order)
                .send()
                .await()
                .indefinitely();
    }
}
