package com.vantage.shipping.carrier.usps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.carrier.Outcome.Answer;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.SampleRequests;
import com.vantage.shipping.carrier.usps.UspsLabelReprintMapper.Result;
import com.vantage.shipping.model.FoundPurchase;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.TrackingNumber;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UspsLabelReprintMapperTest {
    private static final String IN_PARTS = "multipart/form-data; boundary=----=_Part_7310_90417.1764694800000";
    private static final PurchaseOrder ORDER = SampleRequests.order(
            "PRIORITY_MAIL", LabelFormat.PDF, LocalDate.parse("2026-12-01"), SampleRequests.parcel());
    private static final TrackingNumber NUMBER = new TrackingNumber("9434650106151069021143");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"application/vnd.usps.labels+json|reprint-as-json.json", IN_PARTS + "|reprint-in-parts.txt"})
    void labelIsReprintedInBothFormats(String contentType, String file) {
        FoundPurchase found = UspsLabelReprintMapper.toPurchases(List.of(again(contentType, file)), ORDER)
                .getFirst();

        assertThat(found.carrierShipmentId()).isEqualTo(NUMBER.value());
        assertThat(found.trackingNumbers()).containsExactly(NUMBER);
        assertThat(found.charge()).isEqualTo(Money.usd("22.85"));
        assertThat(new String(found.labels().getFirst().image(), StandardCharsets.ISO_8859_1))
                .startsWith("%PDF-1.4")
                .endsWith("%%EOF\n");
    }

    @Test
    void numberWithoutAnImageIsAPurchaseWithoutLabels() {
        UspsShippingMapper.Reply imageless = UspsShippingMapper.read(
                "application/json",
                "{\"labelMetadata\":{\"trackingNumber\":\"9434650106151069021143\"}}".getBytes(StandardCharsets.UTF_8));

        FoundPurchase found = UspsLabelReprintMapper.toPurchases(List.of(new Result.Reprinted(imageless)), ORDER)
                .getFirst();

        assertThat(found.trackingNumbers()).containsExactly(NUMBER);
        assertThat(found.hasLabels()).isFalse();
        assertThat(found.charge()).isNull();
    }

    @Test
    void unknownOrderWasNeverSold() {
        assertThat(found(400, "error-order-not-found.json")).isEqualTo(new Result.NotSold());
    }

    @ParameterizedTest
    @ValueSource(strings = {"error-reprint-canceled.json", "error-reprint-disputed.json"})
    void cancelledAndDisputedLabelsAreVoided(String file) {
        assertThat(found(400, file)).isEqualTo(new Result.LabelCancelled());
        assertThat(UspsLabelReprintMapper.toPurchases(List.of(found(400, file)), ORDER))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"error-reprint-limit.json, 160382", "error-reprint-past-mailing-date.json, 160381"})
    void unprintableLabelIsNotUnsold(String file, String code) {
        assertThatThrownBy(() -> found(400, file))
                .isInstanceOfSatisfying(CarrierDeclinedException.class, no -> assertThat(
                                Outcome.toAnswer(Uni.createFrom().failure(no))
                                        .await()
                                        .indefinitely())
                        .hasFieldOrPropertyWithValue("refusal", Refusal.CONFLICT)
                        .hasFieldOrPropertyWithValue("code", code));
    }

    @Test
    void statusAloneDoesNotProveUnsold() {
        assertThatThrownBy(() -> found(404, "error-gateway-page.html")).isInstanceOf(CarrierDeclinedException.class);
    }

    private static Result found(int status, String file) {
        RuntimeException error = UspsErrorMapper.read(status, null, Recorded.text(file));
        Answer<UspsShippingMapper.Reply> answer = Outcome.toAnswer(
                        Uni.createFrom().<UspsShippingMapper.Reply>failure(error))
                .await()
                .indefinitely();
        return UspsLabelReprintMapper.toResult(answer);
    }

    private static Result again(String contentType, String file) {
        byte[] body = Recorded.text(file).replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        return new Result.Reprinted(UspsShippingMapper.read(contentType, body));
    }
}
