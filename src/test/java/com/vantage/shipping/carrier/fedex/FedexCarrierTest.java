package com.vantage.shipping.carrier.fedex;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.carrier.Outcome.Answer;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.PreparedCall;
import com.vantage.shipping.carrier.ShipDateRules;
import com.vantage.shipping.model.CancellationRequest;
import com.vantage.shipping.model.CancellationResult;
import com.vantage.shipping.model.FoundPurchase;
import com.vantage.shipping.model.Label;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.PurchaseResult;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.model.TrackingStatus;
import com.vantage.shipping.support.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs over HTTP against the simulated carrier. */
@QuarkusTest
class FedexCarrierTest extends ApiTest {
    @Inject
    FedexCarrier fedex;

    private final LocalDate today = new ShipDateRules(Clock.systemUTC()).today(new RateAddress("10001", "US", false));

    @AfterEach
    void resetReplies() {
        given().delete(desk() + "/shapes").then().statusCode(200);
    }

    @Test
    void purchaseIsFoundByReference() {
        PurchaseOrder order = order(3, today);
        PurchaseResult sold = bought(order);

        assertThat(answered(fedex.find(order)))
                .containsExactly(new FoundPurchase(sold.carrierShipmentId(), numbers(sold), List.of(), null));
    }

    @Test
    void purchaseForLaterDateIsFound() {
        PurchaseOrder order = order(1, today.plusDays(3));
        PurchaseResult sold = bought(order);

        assertThat(answered(fedex.find(order)))
                .extracting(FoundPurchase::carrierShipmentId)
                .containsExactly(sold.carrierShipmentId());
    }

    @Test
    void twoPurchasesUnderOneReferenceAreTwo() {
        PurchaseOrder order = order(2, today);
        bought(order);
        bought(order);

        assertThat(answered(fedex.find(order))).hasSize(2);
    }

    @Test
    void missingPurchaseIsNotFoundInAnyReplyFormat() {
        assertThat(answered(fedex.find(order(1, today)))).isEmpty();
        bend("reference-not-found-as-400");
        assertThat(answered(fedex.find(order(1, today)))).isEmpty();
    }

    @Test
    void searchSendsTransactionId() {
        sandbox.clearRecords();

        answered(fedex.find(order(1, today)));

        JsonObject headers = sandbox.received("fedex", "find").getFirst().getJsonObject("headers");
        assertThat(headers.getString("authorization")).startsWith("Bearer ");
        assertThat(headers.getString("x-customer-transaction-id")).isNotBlank();
        assertThat(headers.getString("x-locale")).isEqualTo("en_US");
    }

    @Test
    void cancelledPurchaseIsNoLongerFoundAndCanBeCancelledAgain() {
        PurchaseOrder order = order(2, today);
        CancellationRequest what = cancellation(bought(order));

        assertThat(answered(fedex.cancel(what))).isEqualTo(new CancellationResult(false));
        assertThat(answered(fedex.find(order))).isEmpty();
        assertThat(answered(fedex.track(what.trackingNumbers())).getFirst().status())
                .isEqualTo(TrackingStatus.CANCELLED);
        assertThat(answered(fedex.cancel(what))).isEqualTo(new CancellationResult(false));
        bend("error-detail");
        assertThat(answered(fedex.cancel(what))).isEqualTo(new CancellationResult(false));
    }

    @Test
    void unknownNumberCannotBeCancelled() {
        CancellationRequest what = new CancellationRequest("770000000000", List.of(new TrackingNumber("770000000000")));

        Answer<CancellationResult> answer = fedex.cancel(what).send().await().atMost(Duration.ofSeconds(10));

        assertThat(answer).isInstanceOf(Declined.class);
        assertThat(((Declined<CancellationResult>) answer).refusal()).isEqualTo(Refusal.NOT_FOUND);
    }

    @Test
    void parcelsOfAShipmentAreTrackedInOneRequest() {
        PurchaseResult sold = bought(order(3, today));
        sandbox.clearRecords();

        PreparedCall<List<Tracking>> call = fedex.track(numbers(sold));

        assertThat(answered(call)).extracting(Tracking::number).containsExactlyElementsOf(numbers(sold));
        assertThat(call.calls()).isEqualTo(1);
        assertThat(sandbox.count("fedex", "track")).isEqualTo(1);
    }

    @Test
    void asynchronousSaleIsAwaited() {
        bend("asynchronous");

        PurchaseResult sold = bought(order(2, today));

        assertThat(sold.labels()).hasSize(2);
        assertThat(sandbox.received("fedex", "buy"))
                .extracting(request -> request.getString("path"))
                .containsExactly("/ship/v1/shipments", "/ship/v1/shipments/results", "/ship/v1/shipments/results");
    }

    @Test
    void allReplyFormatsAreHandled() {
        bend("all");
        PurchaseOrder order = order(2, today);

        PurchaseResult sold = bought(order);

        assertThat(answered(fedex.quote(Orders.rates(order)))).hasSizeGreaterThanOrEqualTo(4);
        assertThat(sold.labels()).hasSize(2);
        assertThat(sold.charge()).isNull();
        assertThat(sold.estimatedDelivery()).isNull();
        assertThat(sold.labels().getFirst().trackingNumber().value()).isEqualTo(sold.carrierShipmentId());
        assertThat(answered(fedex.track(List.of(sold.trackingNumber())))
                        .getFirst()
                        .status())
                .isEqualTo(TrackingStatus.PRE_TRANSIT);
        assertThat(answered(fedex.find(order))).hasSize(1);
        assertThat(answered(fedex.cancel(cancellation(sold)))).isEqualTo(new CancellationResult(false));
    }

    private PurchaseResult bought(PurchaseOrder order) {
        return answered(fedex.buy(order));
    }

    private static PurchaseOrder order(int parcels, LocalDate shipDate) {
        String reference = "VNT-" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
        return Orders.of(parcels, reference, shipDate);
    }

    private static CancellationRequest cancellation(PurchaseResult sold) {
        return new CancellationRequest(sold.carrierShipmentId(), numbers(sold));
    }

    private static List<TrackingNumber> numbers(PurchaseResult sold) {
        return sold.labels().stream().map(Label::trackingNumber).toList();
    }

    private static <T> T answered(PreparedCall<T> call) {
        Answer<T> answer = call.send().await().atMost(Duration.ofSeconds(10));
        assertThat(answer).isInstanceOf(Answered.class);
        return ((Answered<T>) answer).value();
    }

    private static void bend(String shape) {
        given().put(desk() + "/shapes/fedex/" + shape).then().statusCode(200);
    }

    private static String desk() {
        return ConfigProvider.getConfig().getValue("sandbox.desk", String.class);
    }
}
