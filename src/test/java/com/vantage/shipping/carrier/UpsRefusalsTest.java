package com.vantage.shipping.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import com.vantage.shipping.carrier.CallGuard.CallSettings;
import com.vantage.shipping.carrier.CallGuard.Purpose;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Failed;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.resilience.CarrierCircuitBreaker;
import com.vantage.shipping.carrier.resilience.CarrierCircuitBreaker.Thresholds;
import com.vantage.shipping.model.CancellationRequest;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.model.UsAddress;
import com.vantage.shipping.support.ApiTest;
import io.opentelemetry.api.trace.TracerProvider;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Refusals by UPS count as answers, over HTTP and for every operation: they are no failures of UPS and leave no
 * purchase unknown.
 */
@QuarkusTest
class UpsRefusalsTest extends ApiTest {
    private static final Duration MAX_DURATION = Duration.ofSeconds(20);
    private static final LocalDate DAY = LocalDate.of(2026, 12, 1);
    private static final UsAddress ADDRESS = new UsAddress("9 Elm Dr", null, "Beverly Hills", "CA", "90210", "US");
    private static final TrackingNumber NUMBER = new TrackingNumber("1ZA1B2C30300000001");
    private static final String HTML = "<html><body><h1>Request refused</h1></body></html>";
    private static final Map<String, String> IN_HEADERS =
            Map.of("errorcode", "1", "errordescription", "The request is not valid. Please verify and submit again.");

    /** UPS's codes for invalid requests, except those for unknown numbers. */
    private static final List<String> CODES = List.of(
            "10001", "10002", "10003", "10006", "10013", "110208", "110286", "111030", "111035", "111050", "111051",
            "111052", "111053", "111054", "111055", "111056", "111057", "111100", "111210", "111217", "111285",
            "111286", "111546", "111549", "111580", "118400", "120021", "120100", "120124", "120202", "120205",
            "120206", "120207", "120208", "120302", "120303", "120304", "120305", "120306", "120307", "120308",
            "120413", "120500", "120601", "120602", "120609", "120702", "121050", "121055", "128400");

    private final CarrierCircuitBreaker circuit = new CarrierCircuitBreaker(
            "ups", new Thresholds(5, 2, Duration.ofSeconds(30)), Clock.systemUTC(), status -> {});

    @Inject
    @Any
    Instance<Carrier> adapters;

    private record Reply(int status, Map<String, String> headers, String mediaType, String body) {
        private static Reply of(int status, String body) {
            return new Reply(status, Map.of(), body.startsWith("<") ? "text/html" : "application/json", body);
        }

        private static Reply inHeaders(int status, Map<String, String> headers) {
            return new Reply(status, headers, "application/json", "");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"quote", "track", "validate", "buy", "find", "cancel"})
    void refusalIsAnAnswer(String operation) {
        refusals().forEach(reply -> assertThat(outcome(operation, reply))
                .as("%s answered with %s", operation, reply)
                .isInstanceOf(Declined.class));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "track|404|error-tracking-number-unknown|NOT_FOUND",
                "track|400|error-tracking-number-unknown|NOT_FOUND",
                "track|200|tracking-unknown-number|NOT_FOUND",
                "cancel|200|voided-one-of-two|CONFLICT",
                "buy|200|sold-nothing-denied|INVALID_REQUEST",
                "buy|200|sold-nothing-refused|OVER_LIMIT",
                "quote|200|rates-refused|INVALID_ADDRESS",
                "quote|400|error-fault|NO_SERVICE",
                "quote|400|error-single-object|ACCOUNT",
                "quote|400|error-without-wrapper|OVER_LIMIT",
                "quote|200|error-postal-code|INVALID_ADDRESS"
            })
    void refusalIsReadInEveryFormat(String operation, int status, String situation, Refusal refusal) {
        assertThat(outcome(operation, Reply.of(status, text(situation))))
                .isInstanceOfSatisfying(Declined.class, declined -> assertThat(declined.refusal())
                        .isEqualTo(refusal));
    }

    @ParameterizedTest
    @CsvSource({
        "190100,INVALID_REQUEST",
        "190103,INVALID_REQUEST",
        "190101,CONFLICT",
        "190102,CONFLICT",
        "190104,CONFLICT",
        "190109,CONFLICT",
        "190111,CONFLICT",
        "190113,CONFLICT",
        "190121,CONFLICT"
    })
    void voidRefusedInHeadersIsMappedByCode(String code, Refusal refusal) {
        assertThat(outcome("cancel", Reply.inHeaders(200, Map.of("ErrorCode", code))))
                .isInstanceOfSatisfying(Declined.class, declined -> assertThat(declined.refusal())
                        .isEqualTo(refusal));
    }

    @Test
    void alreadyVoidedShipmentIsVoided() {
        assertThat(outcome("cancel", Reply.of(400, text("error-voided-before"))))
                .isInstanceOf(Answered.class);
        assertThat(outcome("cancel", Reply.inHeaders(206, Map.of("errorcode", "190117"))))
                .isInstanceOf(Answered.class);
    }

    @Test
    void referenceIsUnknownOnlyByItsOwnCode() {
        assertThat(outcome("find", Reply.of(404, text("error-tracking-number-unknown"))))
                .isEqualTo(new Answered<>(List.of()));
        assertThat(outcome("find", Reply.of(200, text("reference-unknown")))).isEqualTo(new Answered<>(List.of()));
        assertThat(outcome("find", Reply.of(404, HTML))).isInstanceOf(Declined.class);
    }

    @Test
    void numberIsUnknownByHttpStatus() {
        assertThat(outcome("track", Reply.of(404, HTML)))
                .isInstanceOfSatisfying(Declined.class, declined -> assertThat(declined.refusal())
                        .isEqualTo(Refusal.NOT_FOUND));
    }

    @ParameterizedTest
    @ValueSource(strings = {"quote", "track", "validate", "buy", "find", "cancel"})
    void rejectedTokenIsNotDeclined(String operation) {
        Outcome<?> outcome = outcome(operation, Reply.inHeaders(200, Map.of("errorcode", "250002")));

        assertThat(outcome).isInstanceOfSatisfying(Failed.class, failed -> assertThat(failed.failure())
                .isEqualTo(Failure.CREDENTIALS_REJECTED));
        assertThat(sandbox.count("ups", operation)).isEqualTo(2);
    }

    @Test
    void errorCodeZeroInHeaderIsAnAnswer() {
        Reply reply = new Reply(200, Map.of("errorcode", "0"), "application/json", text("rates-all-services"));

        assertThat(outcome("quote", reply)).isInstanceOf(Answered.class);
    }

    @Test
    void emptyAnswerWithoutReasonIsUnreadable() {
        sandbox.stubReply("ups", "buy", 200, "application/json", "");

        assertThat(ask("buy")).isInstanceOfSatisfying(Failed.class, failed -> assertThat(failed.failure())
                .isEqualTo(Failure.UNREADABLE));
        assertThat(circuit.status().failures()).isEqualTo(1);
    }

    @Test
    void declinedPurchasesKeepCircuitClosed() {
        sandbox.stubReply("ups", "buy", 200, IN_HEADERS, "application/json", "");
        for (int order = 0; order < 6; order++) {
            create(purchase("UPS", "03"))
                    .statusCode(422)
                    .body("type", is("/problems/carrier-declined"))
                    .body("detail", is(IN_HEADERS.get("errordescription")));
        }
        sandbox.clearFaults();

        create(purchase("UPS", "03")).statusCode(201);
    }

    @Test
    void refusedQuoteIsDeclined() {
        sandbox.stubReply("ups", "quote", 206, IN_HEADERS, "application/json", "");

        quote(referenceQuote())
                .statusCode(200)
                .body("carriers.find { it.carrier == 'UPS' }.status", is("declined"))
                .body("carriers.find { it.carrier == 'UPS' }.code", is("1"));
    }

    private static Stream<Reply> refusals() {
        Stream<Reply> ofTheGateway = Stream.of(200, 206, 400, 404).map(status -> Reply.inHeaders(status, IN_HEADERS));
        Stream<Reply> withoutAReason = Stream.of(400, 405, 413, 414, 415, 422, 431)
                .flatMap(status -> Stream.of(Reply.of(status, HTML), Reply.of(status, "")));
        Stream<Reply> ofUps = CODES.stream().map(code -> Reply.of(400, error(code)));
        Stream<Reply> whateverTheStatus =
                Stream.of(200, 401, 403, 404, 500).map(status -> Reply.of(status, error("120202")));
        Stream<Reply> unlisted = Stream.of(Reply.of(400, error("999999")), Reply.of(422, error("9264028")));
        return Stream.of(ofTheGateway, withoutAReason, ofUps, whateverTheStatus, unlisted)
                .flatMap(replies -> replies);
    }

    private static String error(String code) {
        return """
                {"response": {"errors": [{"code": "%s", "message": "The request is not valid."}]}}""".formatted(code);
    }

    private static String text(String situation) {
        return RecordedReplies.text("ups/" + situation + ".json");
    }

    /** The outcome of a call that is refused or answered. */
    private Outcome<?> outcome(String operation, Reply reply) {
        sandbox.stubReply("ups", operation, reply.status(), reply.headers(), reply.mediaType(), reply.body());
        Outcome<?> outcome = ask(operation);
        assertThat(circuit.status().failures()).as("failures after %s", reply).isZero();
        return outcome;
    }

    private Outcome<?> ask(String operation) {
        return switch (operation) {
            case "quote" -> send(ups().quote(SampleRequests.rates(DAY, SampleRequests.parcel())));
            case "track" -> send(ups().track(List.of(NUMBER)));
            case "validate" -> send(ups().validate(ADDRESS));
            case "buy" -> send(ups().buy(SampleRequests.order("03", LabelFormat.PDF, DAY, SampleRequests.parcel())));
            case "find" -> send(ups().find(SampleRequests.order("03", LabelFormat.PDF, DAY, SampleRequests.parcel())));
            case "cancel" -> send(ups().cancel(new CancellationRequest(NUMBER.value(), List.of(NUMBER))));
            default -> throw new IllegalArgumentException(operation);
        };
    }

    private <T> Outcome<T> send(PreparedCall<T> call) {
        CallGuard guard = new CallGuard(
                "ups", new CallSettings(MAX_DURATION, 0, Duration.ofMillis(1)), circuit, new UnlimitedQuota());
        CarrierCallTracing span = CarrierCallTracing.start(TracerProvider.noop().get("test"), "ups", "test");
        return guard.call(call, Purpose.READ, span).await().atMost(MAX_DURATION);
    }

    private Carrier ups() {
        return adapters.stream()
                .filter(adapter -> adapter.code().equals(new CarrierCode("ups")))
                .findFirst()
                .orElseThrow();
    }

    private static final class UnlimitedQuota implements CallGuard.Quota {
        @Override
        public Uni<Void> acquire(long calls, Purpose purpose) {
            return Uni.createFrom().voidItem();
        }

        @Override
        public Uni<Void> suspend(Duration time) {
            return Uni.createFrom().voidItem();
        }
    }
}
