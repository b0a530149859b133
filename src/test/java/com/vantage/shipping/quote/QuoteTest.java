package com.vantage.shipping.quote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import com.vantage.shipping.support.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class QuoteTest extends ApiTest {
    private static final List<String> CARRIERS = List.of("FedEx", "UPS", "USPS");

    @Test
    void referenceRequestReturnsRatesOfEveryCarrier() {
        quote(referenceQuote())
                .statusCode(200)
                .header("X-Request-ID", "ship-rq-8a2b3c")
                .body("request_id", is("ship-rq-8a2b3c"))
                .body("cached", is(false))
                .body("partial", is(false))
                .body("quotes.carrier", hasItems("UPS", "FedEx", "USPS"))
                .body("quotes.service", hasItems("Ground", "2nd Day Air", "Express Saver", "Priority Mail"))
                .body("quotes.find { it.carrier == 'UPS' && it.service == 'Ground' }.transit_days", notNullValue())
                .body("quotes.find { it.carrier == 'UPS' && it.service == 'Ground' }.delivery_date", notNullValue())
                .body("quotes.currency", everyItem(is("USD")))
                .body("quotes.quote_id", everyItem(containsString("q_")))
                .body("carriers.carrier", contains("FedEx", "UPS", "USPS"))
                .body("carriers.status", everyItem(is("answered")));
    }

    @Test
    void quotesAreSortedByRateAndMarked() {
        List<BigDecimal> rates = quote(referenceQuote())
                .body("quotes[0].cheapest", is(true))
                .body("quotes.findAll { it.cheapest }.size()", is(1))
                .body("quotes.findAll { it.fastest }.size()", is(1))
                .extract()
                .path("quotes.rate");

        assertThat(rates).isSorted();
    }

    @Test
    void amountsHaveTwoDecimals() {
        String body = quote(referenceQuote()).extract().asString();

        assertThat(body).containsPattern("\"rate\":\\d+\\.\\d{2},").doesNotContainPattern("\"rate\":\\d+(\\.\\d)?,");
    }

    @Test
    void dimensionsAreRequiredByUspsOnly() {
        JsonObject request = referenceQuote();
        request.getJsonArray("packages").forEach(one -> ((JsonObject) one).remove("dimensions"));

        quote(request)
                .statusCode(200)
                .body("quotes.carrier", hasItems("UPS", "FedEx"))
                .body("carriers.find { it.carrier == 'USPS' }.status", is("declined"))
                .body("carriers.find { it.carrier == 'USPS' }.code", is("dimensions_required"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"32.0", "32.00000", "3.2e1", "31.999990000000004", "35.27396194958041"})
    void weightIsReadByValueAndRoundedUp(String weight) {
        quoteText(referenceQuote().encode().replace("32", weight))
                .statusCode(200)
                .body("partial", is(false));
    }

    @Test
    void commonNotationsOfCodesAndZipsAreAccepted() {
        JsonObject request = referenceQuote()
                .put("origin", new JsonObject().put("zip", " 100011234").put("country", "us"))
                .put("destination", new JsonObject().put("zip", "90210 1234\n").put("country", " US "))
                .put("service_types", new JsonArray().add("Ground").add("EXPRESS"))
                .put("carriers", new JsonArray().add("ups").add(" FEDEX "))
                .put("sort", "Speed")
                .put("ship_date", "");

        quote(request).statusCode(200).body("carriers.carrier", contains("UPS", "FedEx"));

        assertThat(sandbox.received("ups", "quote").getFirst().getString("body"))
                .contains("\"PostalCode\":\"90210");
    }

    @Test
    void classesAndCarriersFilterQuotes() {
        JsonObject request = referenceQuote()
                .put("service_types", new JsonArray().add("ground"))
                .put("carriers", new JsonArray().add("ups").add("USPS"));

        quote(request)
                .body("quotes.service_class", everyItem(is("ground")))
                .body("carriers.carrier", containsInAnyOrder("UPS", "USPS"));

        assertThat(sandbox.count("fedex", "quote")).isZero();
    }

    @Test
    void hangingCarrierIsReportedAndOthersStillQuote() {
        sandbox.injectFault("fedex", "quote", "hang");

        quote(inHaste())
                .statusCode(200)
                .time(lessThan(2000L))
                .body("partial", is(true))
                .body("quotes.carrier", hasItems("UPS", "USPS"))
                .body("quotes.carrier", not(hasItems("FedEx")))
                .body("carriers.find { it.carrier == 'FedEx' }.status", is("failed"))
                .body("carriers.find { it.carrier == 'FedEx' }.code", is("timed_out"))
                .body("carriers.find { it.carrier == 'FedEx' }.retryable", is(true));
    }

    private ValidatableResponse quoteText(String body) {
        return as("shipping:quote")
                .body(body)
                .post("/api/v2/shipments/rate-quote")
                .then();
    }

    /** One second: more than a healthy simulated carrier needs, and long enough for a timeout to count against the carrier. */
    private static JsonObject inHaste() {
        return referenceQuote().put("deadline_ms", 1000);
    }

    @Test
    void deadlineLimitsWait() {
        sandbox.injectFault("fedex", "quote", "hang");

        quote(referenceQuote().put("deadline_ms", 250))
                .statusCode(200)
                .body("carriers.find { it.carrier == 'FedEx' }.detail", is("no answer within 250 ms"))
                .body("carriers.find { it.carrier == 'FedEx' }.latency_ms", greaterThanOrEqualTo(250));
    }

    @Test
    void brokenCarrierIsRetriedWithinDeadline() {
        sandbox.injectFault("ups", "quote", "break");

        quote(referenceQuote())
                .body("carriers.find { it.carrier == 'UPS' }.status", is("failed"))
                .body("carriers.find { it.carrier == 'UPS' }.code", is("broken"));

        assertThat(sandbox.received("ups", "quote"))
                .hasSize(3)
                .allSatisfy(request -> assertThat(request.getString("body")).contains("ship-rq-8a2b3c"));
    }

    @Test
    void allCarriersHangingIsTimeout() {
        sandbox.injectFault("all", "quote", "hang");

        quote(inHaste())
                .statusCode(502)
                .contentType("application/problem+json")
                .body("type", is("/problems/carrier-timeout"))
                .body("request_id", is("ship-rq-8a2b3c"))
                .body("carriers.carrier", is(CARRIERS));
    }

    @Test
    void allCarriersThrottlingSetsRetryAfter() {
        sandbox.injectFault("ups", "quote", "throttle&seconds=9");
        sandbox.injectFault("fedex", "quote", "throttle&seconds=4");
        sandbox.injectFault("usps", "quote", "throttle&seconds=7");

        quote(referenceQuote())
                .statusCode(503)
                .header("Retry-After", "4")
                .body("type", is("/problems/carriers-unavailable"))
                .body("carriers.code", everyItem(is("throttled_us")));
    }

    @Test
    void parcelDeclinedByAllIsNoService() {
        JsonObject request = referenceQuote().put("packages", new JsonArray().add(parcel(4800, 12, 12, 12)));

        quote(request)
                .statusCode(422)
                .body("type", is("/problems/no-service"))
                .body("carriers.status", everyItem(is("declined")))
                .body("retryable", is(false));
    }

    @Test
    void carriersReceiveRequestIdAndRequest() {
        quote(referenceQuote().put("carriers", new JsonArray().add("ups")));

        assertThat(sandbox.received("ups", "quote").getFirst().getString("body"))
                .contains("\"CustomerContext\":\"ship-rq-8a2b3c\"")
                .contains("\"PostalCode\":\"90210\"")
                .contains("\"Weight\":\"2.0\"")
                .contains("\"Weight\":\"1.0\"");
    }

    @Test
    void revokedTokenIsRenewedOnceTransparently() {
        try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
            sandbox.revokeTokens();
            List<CompletableFuture<Boolean>> answers = IntStream.range(0, 8)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> quote(referenceQuote()).extract().<Boolean>path("partial"), callers))
                    .toList();

            assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isFalse());
        }
        assertThat(sandbox.count("ups", "token")).isEqualTo(1);
        assertThat(sandbox.count("fedex", "token")).isEqualTo(1);
    }
}
