package com.vantage.shipping.quote;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import com.vantage.shipping.carrier.CarrierResult;
import com.vantage.shipping.support.ApiTest;
import com.vantage.shipping.support.ShortTimeouts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The resilience layer's reaction to each behaviour of a carrier: the response, the circuit and the number of calls. */
@QuarkusTest
@TestProfile(ShortTimeouts.class)
class ResilienceTableTest extends ApiTest {
    private static final int LONG_DEADLINE = 10_000;

    /** How the circuit breaker counts a call. */
    enum CircuitEffect {
        SUCCESS,
        FAILURE,
        NOT_COUNTED
    }

    /**
     * A behaviour that begins with a status is a literal response, with the carrier's error code or body; all others are faults
     * of the sandbox.
     *
     * @param calls number of calls that the carrier receives for one quote: 3 if it is retried
     */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            # carrier | does                                    | deadline | status   | code                          | calls | circuit
            UPS       | well                                    | 10000    | answered |                               | 1     | SUCCESS
            UPS       | 400 111210                              | 10000    | declined | 111210                        | 1     | SUCCESS
            UPS       | 400 111035                              | 10000    | declined | 111035                        | 1     | SUCCESS
            UPS       | break                                   | 10000    | failed   | broken                        | 3     | FAILURE
            UPS       | 502 <html>Bad Gateway</html>            | 10000    | failed   | broken                        | 3     | FAILURE
            UPS       | 400 190001                              | 10000    | failed   | broken                        | 3     | FAILURE
            UPS       | reset                                   | 10000    | failed   | unreachable                   | 3     | FAILURE
            UPS       | cut                                     | 10000    | failed   | unreachable                   | 3     | FAILURE
            UPS       | hang                                    | 400      | failed   | timed_out                     | 1     | FAILURE
            UPS       | garble                                  | 10000    | failed   | unreadable                    | 1     | FAILURE
            UPS       | 200                                     | 10000    | failed   | unreadable                    | 1     | FAILURE
            UPS       | 200 <html>We will be back</html>        | 10000    | failed   | unreadable                    | 1     | FAILURE
            UPS       | 401 250002                              | 10000    | failed   | refused_us                    | 2     | NOT_COUNTED
            UPS       | 403 250003                              | 10000    | failed   | refused_us                    | 1     | NOT_COUNTED
            UPS       | throttle&seconds=0                      | 10000    | failed   | throttled_us                  | 1     | NOT_COUNTED
            FedEx     | well                                    | 10000    | answered |                               | 1     | SUCCESS
            FedEx     | 400 RATE.LOCATION.NOSERVICE             | 10000    | declined | RATE.LOCATION.NOSERVICE       | 1     | SUCCESS
            FedEx     | 400 PACKAGE.WEIGHT.EXCEEDS.MAXIMUM      | 10000    | declined | PACKAGE.WEIGHT.EXCEEDS.MAXIMUM | 1    | SUCCESS
            FedEx     | break                                   | 10000    | failed   | broken                        | 3     | FAILURE
            FedEx     | 400 SYSTEM.UNAVAILABLE.EXCEPTION        | 10000    | failed   | broken                        | 3     | FAILURE
            FedEx     | reset                                   | 10000    | failed   | unreachable                   | 3     | FAILURE
            FedEx     | cut                                     | 10000    | failed   | unreachable                   | 3     | FAILURE
            FedEx     | hang                                    | 10000    | failed   | timed_out                     | 1     | FAILURE
            FedEx     | hang                                    | 400      | failed   | timed_out                     | 1     | FAILURE
            FedEx     | garble                                  | 10000    | failed   | unreadable                    | 1     | FAILURE
            FedEx     | 200                                     | 10000    | failed   | unreadable                    | 1     | FAILURE
            FedEx     | 200 <html>We will be back</html>        | 10000    | failed   | unreadable                    | 1     | FAILURE
            FedEx     | 401 NOT.AUTHORIZED.ERROR                | 10000    | failed   | refused_us                    | 2     | NOT_COUNTED
            FedEx     | 403 FORBIDDEN.ERROR                     | 10000    | failed   | refused_us                    | 1     | NOT_COUNTED
            FedEx     | throttle&seconds=0                      | 10000    | failed   | throttled_us                  | 1     | NOT_COUNTED
            USPS      | well                                    | 10000    | answered |                               | 1     | SUCCESS
            USPS      | 400 030001                              | 10000    | declined | 030001                        | 1     | SUCCESS
            USPS      | 400 030004                              | 10000    | declined | 030004                        | 1     | SUCCESS
            USPS      | break                                   | 10000    | failed   | broken                        | 3     | FAILURE
            USPS      | 400 100005                              | 10000    | failed   | broken                        | 3     | FAILURE
            USPS      | reset                                   | 10000    | failed   | unreachable                   | 3     | FAILURE
            USPS      | cut                                     | 10000    | failed   | unreachable                   | 3     | FAILURE
            USPS      | hang                                    | 400      | failed   | timed_out                     | 1     | FAILURE
            USPS      | garble                                  | 10000    | failed   | unreadable                    | 1     | FAILURE
            USPS      | 200                                     | 10000    | failed   | unreadable                    | 1     | FAILURE
            USPS      | 200 <html>We will be back</html>        | 10000    | failed   | unreadable                    | 1     | FAILURE
            USPS      | 401 Unauthorized                        | 10000    | failed   | refused_us                    | 2     | NOT_COUNTED
            USPS      | 403 Forbidden                           | 10000    | failed   | refused_us                    | 1     | NOT_COUNTED
            USPS      | throttle&seconds=0                      | 10000    | failed   | throttled_us                  | 1     | NOT_COUNTED
            """)
    void quoteOutcomeMatchesTable(
            String carrier,
            String behaviour,
            int deadline,
            String status,
            @Nullable String code,
            int calls,
            CircuitEffect effect) {
        failOnce(carrier);
        setBehaviour(carrier, "quote", behaviour);

        quoteFrom(carrier, deadline).body("carriers[0].status", is(status)).body("carriers[0].code", is(code));

        assertThat(sandbox.count(code(carrier), "quote")).isEqualTo(calls);
        int failures =
                switch (effect) {
                    case SUCCESS -> 0;
                    case FAILURE -> 1 + calls;
                    case NOT_COUNTED -> 1;
                };
        awaitEffect(() -> failures(carrier, "quote") == failures);
        for (int i = 0; i < (effect == CircuitEffect.FAILURE ? 5 - failures : 5); i++) {
            quoteFrom(carrier, deadline);
        }
        awaitEffect(() -> state(carrier, "quote").equals(effect == CircuitEffect.FAILURE ? "open" : "closed"));
        assertThat(sandbox.count(code(carrier), "quote")).isEqualTo(effect == CircuitEffect.FAILURE ? 4 : 6 * calls);
    }

    @ParameterizedTest
    @CsvSource({"UPS, 404 TW0001", "FedEx, 404 TRACKING.TRACKINGNUMBER.NOTFOUND", "USPS, 404 150002"})
    void unknownTrackingNumberCountsAsSuccess(String carrier, String answer) {
        sandbox.injectFault(code(carrier), "track", "garble");
        track(buy(carrier)).statusCode(502).body("carriers[0].code", is("unreadable"));
        assertThat(failures(carrier, "track")).isEqualTo(1);
        setBehaviour(carrier, "track", answer);

        track(buy(carrier)).statusCode(200).body("status", is("pre_transit"));

        assertThat(failures(carrier, "track")).isZero();
        assertThat(sandbox.count(code(carrier), "track")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPS", "FedEx", "USPS"})
    void brokenPurchaseCountsAsFailureAndIsNotRetried(String carrier) {
        buy(carrier);
        setBehaviour(carrier, "buy", "break");

        create(purchase(carrier, service(carrier)))
                .statusCode(502)
                .body("type", is("/problems/purchase-unknown"))
                .body("carriers[0].code", is("broken"));

        assertThat(sandbox.count(code(carrier), "buy")).isEqualTo(1);
        assertThat(failures(carrier, "buy")).isEqualTo(1);
        sandbox.clearFaults();
        buy(carrier);
        assertThat(failures(carrier, "buy")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"quote", "track", "buy"})
    void openCircuitDoesNotAffectOtherOperations(String broken) {
        String parcel = buy("UPS");
        sandbox.injectFault("ups", broken, "break");
        await().atMost(20, SECONDS)
                .until(() ->
                        status(broken, parcel) >= 500 && state("UPS", broken).equals("open"));

        for (String operation : List.of("quote", "track", "buy")) {
            boolean isBroken = operation.equals(broken);
            assertThat(status(operation, parcel) >= 500).as(operation).isEqualTo(isBroken);
            assertThat(state("UPS", operation)).isEqualTo(isBroken ? "open" : "closed");
        }

        sandbox.clearFaults();
        await().atMost(20, SECONDS)
                .until(() -> status(broken, broken.equals("track") ? buy("UPS") : parcel) < 300
                        && state("UPS", broken).equals("closed"));
    }

    @Test
    void rejectedCredentialsAreLoggedAsError() {
        setBehaviour("UPS", "quote", "403 250003");

        List<LogRecord> logged = logged(() -> quoteFrom("UPS", LONG_DEADLINE));

        assertThat(logged)
                .filteredOn(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                .singleElement()
                .satisfies(entry -> assertThat(entry.getMessage()).contains("refuses our credentials"));
    }

    @Test
    void throttlingClosesQuotaAndNotCircuit() {
        failOnce("FedEx");
        setBehaviour("FedEx", "quote", "throttle&seconds=3");
        quoteFrom("FedEx", LONG_DEADLINE)
                .body("carriers[0].code", is("throttled_us"))
                .body("carriers[0].retry_after_s", is(3));

        quoteFrom("FedEx", LONG_DEADLINE)
                .statusCode(503)
                .body("carriers[0].status", is("not_asked"))
                .body("carriers[0].code", is("quota_spent"))
                .body("carriers[0].retry_after_s", lessThanOrEqualTo(3));

        assertThat(sandbox.count("fedex", "quote")).isEqualTo(1);
        assertThat(failures("FedEx", "quote")).isEqualTo(1);
    }

    /** An attempt that outlives its caller is counted when its own timeout expires. */
    private static void awaitEffect(Callable<Boolean> condition) {
        await().atMost(10, SECONDS).until(condition);
    }

    /** Records one failure, so that a success, which resets the count, can be told from a call that is not counted. */
    private void failOnce(String carrier) {
        setBehaviour(carrier, "quote", "garble");
        quoteFrom(carrier, LONG_DEADLINE).body("carriers[0].code", is("unreadable"));
        assertThat(failures(carrier, "quote")).isEqualTo(1);
    }

    private void setBehaviour(String carrier, String operation, String behaviour) {
        sandbox.clearFaults();
        sandbox.clearRecords();
        if (Character.isDigit(behaviour.charAt(0))) {
            String body = behaviour.substring(3).strip();
            sandbox.stubReply(
                    code(carrier),
                    operation,
                    Integer.parseInt(behaviour.substring(0, 3)),
                    body.startsWith("<") ? "text/html" : "application/json",
                    body.isEmpty() || body.startsWith("<") ? body : error(carrier, body));
        } else if (!behaviour.equals("well")) {
            sandbox.injectFault(code(carrier), operation, behaviour);
        }
    }

    private static String error(String carrier, String code) {
        JsonObject one = new JsonObject().put("code", code).put("message", "In the carrier's own words");
        JsonObject several = new JsonObject().put("errors", new JsonArray().add(one));
        return (switch (carrier) {
                    case "UPS" -> new JsonObject().put("response", several);
                    case "USPS" -> new JsonObject().put("apiVersion", "v3").put("error", several);
                    default -> several;
                })
                .encode();
    }

    private ValidatableResponse quoteFrom(String carrier, int deadline) {
        return quote(referenceQuote()
                .put("packages", new JsonArray().add(parcel(32, 12, 8, 6)))
                .put("carriers", new JsonArray().add(carrier))
                .put("deadline_ms", deadline));
    }

    /** Calls the operation and returns the HTTP status. */
    private int status(String operation, String parcel) {
        return (switch (operation) {
                    case "quote" -> quoteFrom("UPS", LONG_DEADLINE);
                    case "track" -> track(parcel);
                    default -> create(purchase("UPS", "03"));
                })
                .extract()
                .statusCode();
    }

    private static String service(String carrier) {
        return switch (carrier) {
            case "UPS" -> "03";
            case "FedEx" -> "FEDEX_2_DAY";
            default -> "PRIORITY_MAIL";
        };
    }

    private String buy(String carrier) {
        return create(purchase(carrier, service(carrier)))
                .statusCode(201)
                .extract()
                .path("shipment_id");
    }

    private ValidatableResponse track(String shipment) {
        return as("shipping:track")
                .get("/api/v2/shipments/{id}/tracking", shipment)
                .then();
    }

    private int failures(String carrier, String operation) {
        return circuit(carrier, operation).getInt("failures");
    }

    private String state(String carrier, String operation) {
        return circuit(carrier, operation).getString("state");
    }

    private JsonPath circuit(String carrier, String operation) {
        return as("shipping:ops")
                .get("/api/v2/carriers/health")
                .jsonPath()
                .setRootPath("carriers.find { it.carrier == '" + carrier + "' }.operations." + operation + ".circuit");
    }

    private static List<LogRecord> logged(Runnable work) {
        List<LogRecord> entries = new ArrayList<>();
        Logger logger = Logger.getLogger(CarrierResult.class.getPackageName());
        Handler listener = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                entries.add(entry);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(listener);
        try {
            work.run();
        } finally {
            logger.removeHandler(listener);
        }
        return entries;
    }

    private static String code(String carrier) {
        return carrier.toLowerCase(Locale.ROOT);
    }
}
