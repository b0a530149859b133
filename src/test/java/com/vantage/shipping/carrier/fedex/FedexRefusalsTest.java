package com.vantage.shipping.carrier.fedex;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.carrier.Outcome.Reason;
import com.vantage.shipping.carrier.resilience.CircuitStatus;
import com.vantage.shipping.model.CancellationRequest;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.ManifestOrder;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.model.UsAddress;
import com.vantage.shipping.support.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Refusals caused by a request's content count as answers for every operation, so that other clients are not affected.
 */
@QuarkusTest
class FedexRefusalsTest extends ApiTest {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final UsAddress ADDRESS = new UsAddress("9 Elm Dr", null, "Beverly Hills", "CA", "90210", "US");
    private static final TrackingNumber NUMBER = new TrackingNumber("794953555571");

    @Inject
    Carriers carriers;

    private record Reply(int status, String mediaType, String body) {}

    @ParameterizedTest
    @ValueSource(strings = {"quote", "track", "validate", "buy", "find", "cancel", "manifest"})
    void refusalsKeepCircuitClosed(String operation) {
        // A purchase that is not found or already cancelled counts as success.
        boolean mayBeGood = operation.equals("find") || operation.equals("cancel");
        Class<?> answer = mayBeGood ? Outcome.Answer.class : Outcome.Declined.class;
        SoftAssertions each = new SoftAssertions();

        refusals().forEach(reply -> {
            sandbox.stubReply("fedex", operation, reply.status(), reply.mediaType(), reply.body());
            each.assertThat(ask(operation)).as("%s", reply).isInstanceOf(answer);
        });

        each.assertAll();
        assertThat(circuit(operation).state()).isEqualTo(CircuitStatus.State.CLOSED);
        assertThat(circuit(operation).failures()).isZero();
    }

    @Test
    void declinedPurchasesKeepCircuitClosed() {
        sandbox.stubReply("fedex", "buy", 400, "text/html", "<html><body>Bad Request</body></html>");
        for (int i = 0; i < 6; i++) {
            create(purchase("FedEx", "FEDEX_2_DAY"))
                    .statusCode(422)
                    .body("type", is("/problems/carrier-declined"))
                    .body("carriers[0].code", is("http_400"));
        }

        sandbox.clearFaults();

        create(purchase("FedEx", "FEDEX_2_DAY")).statusCode(201);
    }

    @Test
    void fedexFailuresStillCount() {
        sandbox.stubReply("fedex", "buy", 503, "text/html", "<html><body>Service Unavailable</body></html>");

        assertThat(ask("buy")).isInstanceOf(Outcome.Failed.class);

        assertThat(circuit("buy").failures()).isPositive();
    }

    private static Stream<Reply> refusals() {
        return Stream.of(ofGateways(), ofFedex(), insideGoodReplies()).flatMap(Function.identity());
    }

    private static Stream<Reply> ofGateways() {
        return Stream.of(400, 404, 405, 406, 410, 411, 412, 413, 414, 415, 416, 417, 422, 431)
                .flatMap(status -> Stream.of("<html><body>Refused</body></html>", "", "{\"errors\":[")
                        .map(body -> new Reply(status, "text/html", body)));
    }

    /** Refusals from the specifications and from public reports. */
    private static Stream<Reply> ofFedex() {
        Stream<Reply> bad = Stream.of(
                        "ACCOUNT.NUMBER.MISMATCH",
                        "ACCOUNTNUMBER.REGISTRATION.REQUIRED",
                        "BAD.REQUEST.ERROR",
                        "COUNTRY.POSTALCODE.INVALID",
                        "DESTINATION.POSTALCODE.MISSING.ORINVALID",
                        "ORIGINZIPCODE.SERVICE.ERROR",
                        "PACKAGE.WEIGHT.EXCEEDS.MAXIMUM",
                        "PACKAGEDIMENSIONS.EXCEEDED.ERROR",
                        "RATE.CUSTOMCLEARANCEDETAIL.INVALID",
                        "RATE.CUSTOMSVALUE.INVALID",
                        "RATE.LOCATION.NOSERVICE",
                        "RECIPIENT.ADDRESSSTATEORPROVINCECODE.MAXCHAREXCEEDED",
                        "RECIPIENT.COUNTRY.UNSERVICED",
                        "RECIPIENT.STATEORPROVINCECODE.INVALID",
                        "RECIPIENTCONTACT.PHONENUMBER.INVALID",
                        "REQUESTEDPACKAGELINEITEMS.WEIGHT.INVALID",
                        "SERVICE.PACKAGECOMBINATION.INVALID",
                        "SERVICETYPE.NOT.ALLOWED",
                        "SHIP.RECIPIENT.POSTALCITY.MISMATCH",
                        "SHIPPER.ADDRESS.STREETLINES.INVALID",
                        "SHIPMENT.ALREADY.CANCELLED",
                        "SHIPMENT.ALREADY.TENDERED",
                        "SOMETHING.NEW",
                        "TRACKING.DATA.NOTFOUND",
                        "TRACKING.REFERENCENUMBER.NOTFOUND",
                        "TRACKING.REFERENCETYPE.INVALID",
                        "TRACKING.SHIPDATEEND.FUTURE",
                        "TRACKING.TCN.NOTFOUND",
                        "TRACKING.TRACKINGNUMBER.EMPTY",
                        "TRACKING.TRACKINGNUMBER.INVALID",
                        "TRACKING.TRACKINGNUMBER.NOTFOUND",
                        "TRACKINGNUMBER.ENTERED.INVALID")
                .map(code -> json(400, error(code)));
        Stream<Reply> odd = Stream.of(
                json(422, error("SOMETHING.NEW")),
                json(404, error("NOT.FOUND.ERROR")),
                json(404, Recorded.text("error-other-shape")),
                json(400, "{\"errors\":[]}"),
                json(400, "{\"errors\":[{\"message\":\"The request is not valid.\"}]}"),
                json(500, error("SERVICETYPE.NOT.ALLOWED")),
                json(500, error("RECIPIENTCONTACT.PHONENUMBER.INVALID")));
        return Stream.concat(bad, odd);
    }

    private static Stream<Reply> insideGoodReplies() {
        String problem =
                "{\"code\":\"SHIPMENT.VALIDATION.FAILED\",\"message\":\"It is not valid.\",\"alertType\":\"ERROR\"}";
        return Stream.of(
                        error("SERVICE.PACKAGECOMBINATION.INVALID"),
                        "{\"errors\":[" + problem + "],\"output\":{}}",
                        "{\"output\":{\"alerts\":[" + problem + "]}}",
                        "{\"output\":{\"alerts\":" + problem.replace("ERROR", "WARNING") + "}}")
                .map(body -> json(200, body));
    }

    private static Reply json(int status, String body) {
        return new Reply(status, "application/json", body);
    }

    private static String error(String code) {
        return "{\"transactionId\":\"6a1f2c55\",\"errors\":[{\"code\":\"" + code
                + "\",\"message\":\"The request is refused.\",\"parameterList\":[]}]}";
    }

    /** Repeats the call while the quota per second is used up. */
    private Outcome<?> ask(String operation) {
        return await().until(() -> send(operation).await().atMost(DEADLINE), outcome -> !isOverQuota(outcome));
    }

    private static boolean isOverQuota(Outcome<?> outcome) {
        return outcome instanceof Outcome.NotAsked<?> notAsked && notAsked.reason() != Reason.CIRCUIT_OPEN;
    }

    private Uni<? extends Outcome<?>> send(String operation) {
        GuardedCarrier fedex = fedex();
        return switch (operation) {
            case "quote" -> fedex.quote(Orders.rates(order()), DEADLINE);
            case "track" -> fedex.track(List.of(NUMBER));
            case "validate" -> fedex.validate(ADDRESS, DEADLINE);
            case "buy" -> fedex.buy(order());
            case "find" -> fedex.find(order());
            case "cancel" -> fedex.cancel(new CancellationRequest(NUMBER.value(), List.of(NUMBER)));
            case "manifest" -> fedex.manifest(new ManifestOrder(order().shipDate(), order().from(), List.of(NUMBER)));
            default -> throw new IllegalArgumentException(operation);
        };
    }

    private CircuitStatus circuit(String operation) {
        return requireNonNull(fedex().circuits().get(operation));
    }

    private GuardedCarrier fedex() {
        return carriers.find(new CarrierCode("fedex")).orElseThrow();
    }

    private static PurchaseOrder order() {
        return Orders.of(1, "VNT-REFUSED", LocalDate.now(ZoneId.of("America/New_York")));
    }
}
