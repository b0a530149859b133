package com.vantage.shipping.carrier.fedex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.CarrierUnavailableException;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.model.FoundPurchase;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.TrackingNumber;
import io.smallrye.mutiny.Uni;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FedexReferenceSearchMapperTest {
    private static final PurchaseOrder ORDER = Orders.of(1);
    private static final LocalDate SHIP_DATE = ORDER.shipDate();

    @Test
    void requestHasReferenceAccountAndDestination() {
        JsonNode body = wire(SHIP_DATE);

        assertThat(body.path("includeDetailedScans").asBoolean()).isTrue();
        assertThat(body.path("referencesInformation").toString())
                .isEqualTo("{\"type\":\"CUSTOMER_REFERENCE\",\"value\":\"ORDER-981\",\"accountNumber\":\"740561073\","
                        + "\"shipDateBegin\":\"2026-11-30\",\"shipDateEnd\":\"2026-12-01\","
                        + "\"shipDateEndDate\":\"2026-12-01\",\"destinationCountryCode\":\"US\","
                        + "\"destinationPostalCode\":\"90210\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-01,2026-11-30,2026-12-01",
        "2026-12-05,2026-11-30,2026-12-05",
        "2027-03-01,2026-11-30,2026-12-15",
        "2026-11-28,2026-11-27,2026-11-28"
    })
    void searchPeriodSurroundsShipDateUpToToday(LocalDate today, String begin, String end) {
        JsonNode wanted = wire(today).path("referencesInformation");

        assertThat(wanted.path("shipDateBegin").asText()).isEqualTo(begin);
        assertThat(wanted.path("shipDateEnd").asText()).isEqualTo(end);
        assertThat(wanted.path("shipDateEndDate").asText()).isEqualTo(end);
    }

    @Test
    void searchEndsWithDateAtOrigin() {
        List<FedexReferenceSearchMapper.Request> sent = new ArrayList<>();
        FedexApi api = (FedexApi) Proxy.newProxyInstance(
                FedexApi.class.getClassLoader(), new Class<?>[] {FedexApi.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("token")) {
                        return Uni.createFrom().item(new FedexApi.Token("token", BigDecimal.valueOf(3599)));
                    }
                    sent.add((FedexReferenceSearchMapper.Request) arguments[2]);
                    return Uni.createFrom()
                            .item(Recorded.reply("reference-unknown", FedexTrackingMapper.Response.class));
                });
        Clock evening = Clock.fixed(Instant.parse("2026-12-02T05:30:00Z"), ZoneOffset.UTC);

        new FedexCarrier(api, FedexAccount.OURS, evening)
                .find(fromBeverlyHills(ORDER))
                .send()
                .await()
                .indefinitely();

        assertThat(sent.getFirst().referencesInformation().shipDateEnd()).isEqualTo("2026-12-01");
    }

    private static PurchaseOrder fromBeverlyHills(PurchaseOrder order) {
        return new PurchaseOrder(
                order.reference(),
                order.serviceCode(),
                null,
                order.to(),
                order.to(),
                order.parcels(),
                order.shipDate(),
                order.labelFormat());
    }

    @Test
    void parcelsOfOneShipmentAreOnePurchase() {
        assertThat(found("reference-three-parcels"))
                .containsExactly(purchase("794953555571", "794953555571", "794953555582", "794953555593"));
    }

    @Test
    void parcelsWithMatchingCountsAreOnePurchase() {
        assertThat(found("reference-parcels-by-count"))
                .containsExactly(purchase("794953555571", "794953555571", "794953555582"));
    }

    @Test
    void separateShipmentsAreSeveralPurchases() {
        assertThat(found("reference-two-shipments"))
                .containsExactly(purchase("794953555571", "794953555571"), purchase("794953666681", "794953666681"));
    }

    @Test
    void cancelledLabelsAreOmitted() {
        assertThat(found("reference-cancelled")).containsExactly(purchase("794953666681", "794953666681"));
    }

    @Test
    void parcelsOfOtherReferencesAreOmitted() {
        assertThat(found("reference-of-others")).containsExactly(purchase("794953555571", "794953555571"));
    }

    @Test
    void reusedNumberIsResolvedByReference() {
        assertThat(found("reference-recycled-number")).containsExactly(purchase("794953555571", "794953555571"));
    }

    @Test
    void unknownReferenceIsEmpty() {
        assertThat(found("reference-unknown")).isEmpty();
        assertThat(found("tracking-unknown-number")).isEmpty();
    }

    @Test
    void emptyResultBeforeShipDateIsNoAnswer() {
        LocalDate before = SHIP_DATE.minusDays(1);
        List<FoundPurchase> one = found("reference-two-shipments");

        CarrierDeclinedException declined = catchThrowableOfType(
                CarrierDeclinedException.class,
                () -> FedexReferenceSearchMapper.requireSearchable(List.of(), ORDER, before));

        assertThat(declined.refusal()).isEqualTo(Refusal.INVALID_REQUEST);
        assertThat(FedexReferenceSearchMapper.requireSearchable(one, ORDER, before))
                .isEqualTo(one);
        assertThat(FedexReferenceSearchMapper.requireSearchable(List.of(), ORDER, SHIP_DATE))
                .isEmpty();
    }

    @Test
    void incompleteReplyIsAFailure() {
        assertBroken("reference-partly-unavailable");
        assertBroken("tracking-error-of-all");
        assertBroken("tracking-nothing-but-an-alert");
        assertThatThrownBy(() ->
                        FedexReferenceSearchMapper.toPurchases(new FedexTrackingMapper.Response(null, null), ORDER))
                .hasMessage("no output");
    }

    private static void assertBroken(String situation) {
        assertThat(catchThrowableOfType(CarrierUnavailableException.class, () -> found(situation))
                        .failure())
                .isEqualTo(Failure.BROKEN);
    }

    private static JsonNode wire(LocalDate today) {
        return Recorded.JSON.valueToTree(FedexReferenceSearchMapper.toRequest(ORDER, "740561073", today));
    }

    private static List<FoundPurchase> found(String situation) {
        return FedexReferenceSearchMapper.toPurchases(
                Recorded.reply(situation, FedexTrackingMapper.Response.class), ORDER);
    }

    private static FoundPurchase purchase(String master, String... numbers) {
        return new FoundPurchase(
                master, List.of(numbers).stream().map(TrackingNumber::new).toList(), List.of(), null);
    }
}
