package com.vantage.shipping.carrier.usps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.carrier.Outcome.Answer;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.NotAsked;
import com.vantage.shipping.carrier.Outcome.Reason;
import com.vantage.shipping.carrier.resilience.CircuitStatus;
import com.vantage.shipping.model.Address;
import com.vantage.shipping.model.CancellationRequest;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.ManifestOrder;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.PurchaseReference;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.model.UsAddress;
import com.vantage.shipping.model.Weight;
import com.vantage.shipping.support.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No refusal that a request can cause counts as a failure of USPS or leaves a purchase unknown. */
@QuarkusTest
class UspsRefusalsTest extends ApiTest {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final UsAddress ADDRESS = new UsAddress("9 Elm Dr", null, "Beverly Hills", "CA", "90210", "US");
    private static final String JSON = "application/json";
    private static final String HTML = "text/html";

    /** Inventory code of an outage of USPS's card check. */
    private static final String TEMPORARY = "100005";

    /** Inventory codes about our token, approval or request rate, or about USPS's outages. */
    private static final Set<String> NOT_ABOUT_REQUEST = Set.of("401", "403", "429", "500", "501", "503");

    @Inject
    Carriers carriers;

    private record Reply(int status, String mediaType, String body) {}

    @ParameterizedTest
    @ValueSource(strings = {"quote", "track", "validate", "buy", "find", "cancel", "manifest"})
    void everyRefusalIsAnAnswer(String operation) {
        refusals().forEach(reply -> assertAnswered(operation, reply));

        assertHealthy(operation);
    }

    @ParameterizedTest
    @ValueSource(strings = {"quote", "track", "validate", "buy", "find", "cancel", "manifest"})
    void everyRefusalOfTheInventoryIsAnAnswer(String operation) throws IOException {
        String folder = System.getProperty("carrier.codes");
        assumeTrue(folder != null, "-Dcarrier.codes=… is required: the folder of the carriers' code lists");
        List<Reply> inventory = Files.readAllLines(Path.of(folder, "usps-errors.csv")).stream()
                .skip(1)
                .map(row -> row.split(",", 4))
                .filter(row -> !row[2].equals(TEMPORARY) && !NOT_ABOUT_REQUEST.contains(row[1]))
                .map(row -> refusal(row[1].isEmpty() ? 400 : Integer.parseInt(row[1]), row[2], row[3]))
                .toList();

        inventory.forEach(reply -> assertAnswered(operation, reply));

        assertThat(inventory).hasSizeGreaterThan(350);
        assertHealthy(operation);
    }

    @Test
    void refusedPurchaseIsDeclinedToItsCaller() {
        sandbox.stubReply("usps", "buy", 400, HTML, "");

        create(purchase("USPS", "PRIORITY_MAIL"))
                .statusCode(422)
                .body("type", is("/problems/carrier-declined"))
                .body("carriers[0].code", is("400"));
    }

    /** Errors of USPS, of its gateway, and of proxies in front of it. */
    private static Stream<Reply> refusals() {
        return Stream.of(
                        recorded("error-unknown-code.json", "error-over-weight.json", "error-code-in-title.json"),
                        recorded(
                                "error-code-in-message.json", "error-code-nowhere.json", "error-errors-as-object.json"),
                        recorded(
                                "error-code-as-number.json", "error-code-around-errors.json", "error-no-contract.json"),
                        recorded("error-tracking-no-scan-yet.json", "error-tracking-forged-postage.json"),
                        recorded("error-order-not-found.json", "error-order-already-canceled.json"),
                        recorded("error-on-a-scan-form.json", "error-refund-not-submitted.json"),
                        recorded("error-refund-asked-today.json", "error-reprint-limit.json"),
                        Stream.of(refusal(500, "160075", "firstName and lastName or firm name are required")),
                        Stream.of(200, 400, 500).map(status -> fault(status, "steps.oasvalidation.Failed")),
                        Stream.of(400, 500).map(status -> fault(status, "steps.regexprotection.ThreatDetected")),
                        Stream.of(400, 404, 405, 406, 411, 413, 414, 415, 422, 431)
                                .flatMap(UspsRefusalsTest::withoutReason))
                .flatMap(replies -> replies);
    }

    /** Each error with its own status, and with status 200. */
    private static Stream<Reply> recorded(String... files) {
        return Stream.of(files)
                .map(Recorded::text)
                .flatMap(body -> Stream.of(new Reply(400, JSON, body), new Reply(200, JSON, body)));
    }

    private static Stream<Reply> withoutReason(int status) {
        return Stream.of(
                new Reply(status, JSON, ""),
                new Reply(status, JSON, "{}"),
                new Reply(status, JSON, "{\"status\":" + status + ",\"error\":\"Bad Request\"}"),
                new Reply(status, JSON, "{\"error\":{\"code\":\"" + status + "\",\"message\":\"No\",\"errors\":[]}}"),
                new Reply(status, HTML, "<html><body>Request rejected. Support id: 42</body></html>"));
    }

    private static Reply fault(int status, String policy) {
        JsonObject fault = new JsonObject()
                .put("faultstring", "Object has missing required properties ([\"firm\"])")
                .put("detail", new JsonObject().put("errorcode", policy));
        return new Reply(status, JSON, new JsonObject().put("fault", fault).encode());
    }

    private static Reply refusal(int status, String code, String sentence) {
        JsonObject one =
                new JsonObject().put("code", code).put("title", "Bad Request").put("detail", sentence);
        JsonObject error = new JsonObject()
                .put("code", Integer.toString(status))
                .put("message", "Bad Request")
                .put("errors", new JsonArray().add(one));
        return new Reply(status, JSON, new JsonObject().put("error", error).encode());
    }

    /** Finding, tracking or cancelling nothing is an answer too. */
    private void assertAnswered(String operation, Reply reply) {
        sandbox.stubReply("usps", operation, reply.status(), reply.mediaType(), reply.body());

        assertThat(outcome(operation))
                .as("%s: %s", operation, reply)
                .isInstanceOf(operation.equals("quote") || operation.equals("buy") ? Declined.class : Answer.class);
    }

    private void assertHealthy(String operation) {
        assertThat(carrier().circuits().get(operation))
                .returns(CircuitStatus.State.CLOSED, CircuitStatus::state)
                .returns(0, CircuitStatus::failures);
    }

    private Outcome<?> outcome(String operation) {
        Outcome<?> outcome;
        do {
            outcome = ask(operation).await().atMost(DEADLINE);
        } while (outcome instanceof NotAsked<?>(var reason, var retryAfter) && reason != Reason.CIRCUIT_OPEN);
        return outcome;
    }

    private Uni<? extends Outcome<?>> ask(String operation) {
        PurchaseOrder order = order();
        List<TrackingNumber> numbers = List.of(new TrackingNumber("9400100000000000000000"));
        return switch (operation) {
            case "quote" -> carrier().quote(UspsShippingMapper.asRateRequest(order), DEADLINE);
            case "track" -> carrier().track(numbers);
            case "validate" -> carrier().validate(ADDRESS, DEADLINE);
            case "buy" -> carrier().buy(order);
            case "find" -> carrier().find(order);
            case "cancel" -> carrier().cancel(new CancellationRequest("9400100000000000000000", numbers));
            case "manifest" -> carrier().manifest(new ManifestOrder(order.shipDate(), order.from(), numbers));
            default -> throw new IllegalArgumentException(operation);
        };
    }

    private GuardedCarrier carrier() {
        return carriers.find(new CarrierCode("usps")).orElseThrow();
    }

    private static PurchaseOrder order() {
        Address somebody = new Address(
                "Jane Doe", null, null, null, "9 Elm Dr", null, "Tampa", "FL", new RateAddress("33601", "US", true));
        return new PurchaseOrder(
                new PurchaseReference("ORDER-981"),
                "PRIORITY_MAIL",
                "SP/MACHINABLE/NONE",
                somebody,
                somebody,
                List.of(new Parcel(Weight.ofOunces(40), Dimensions.ofInches(10, 8, 6))),
                LocalDate.now(ZoneOffset.UTC).plusDays(1),
                LabelFormat.PDF);
    }
}
