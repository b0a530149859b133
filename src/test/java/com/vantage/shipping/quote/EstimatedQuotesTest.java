package com.vantage.shipping.quote;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.vantage.shipping.ratestore.EstimateConfig;
import com.vantage.shipping.ratestore.RateEstimates;
import com.vantage.shipping.support.ApiTest;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Estimates of the rates of carriers that give no answer. */
@QuarkusTest
class EstimatedQuotesTest extends ApiTest {
    private static final String ESTIMATED = "quotes.findAll { it.estimated }";

    @Inject
    ReactiveRedisDataSource redis;

    @Inject
    ObjectMapper json;

    @Inject
    EstimateConfig config;

    /** As if {@code shipping.quotes.estimates} were true, without another start of Quarkus. */
    @BeforeEach
    void enable() {
        QuarkusMock.installMockForType(
                new RateEstimates(
                        redis,
                        json,
                        new EstimateConfig() {
                            @Override
                            public boolean estimates() {
                                return true;
                            }

                            @Override
                            public Duration estimateMaxAge() {
                                return Duration.ofMinutes(1);
                            }
                        },
                        Clock.systemUTC()),
                RateEstimates.class);
    }

    @Test
    void carrierWithoutAnswerIsEstimatedByItsLastRates() {
        Map<String, Object> stated = quote(referenceQuote()).extract().path("quotes.find { it.carrier == 'UPS' }");
        sandbox.injectFault("ups", "quote", "break");

        ValidatableResponse estimated = quoteUntilEstimated(referenceQuote())
                .body("partial", is(true))
                .body("carriers.find { it.carrier == 'UPS' }.status", not("answered"))
                .body(ESTIMATED + ".carrier", everyItem(is("UPS")))
                .body(ESTIMATED + ".quote_id", everyItem(nullValue()))
                .body(ESTIMATED + ".delivery_date", everyItem(nullValue()))
                .body(ESTIMATED + ".guaranteed", everyItem(is(false)))
                .body("quotes.findAll { !it.estimated }.quote_id", everyItem(not(nullValue())))
                .body("quotes.findAll { !it.estimated }.carrier", hasItems("FedEx", "USPS"));

        Map<String, Object> one =
                estimated.extract().path("quotes.find { it.service_code == '" + stated.get("service_code") + "' }");
        assertThat(one)
                .containsEntry("rate", stated.get("rate"))
                .containsEntry("transit_days", stated.get("transit_days"));
        assertThat(Instant.parse(String.valueOf(one.get("as_of"))))
                .isBetween(Instant.now().minusSeconds(30), Instant.now());
    }

    @Test
    void estimatesAreLastAndNeitherCheapestNorFastest() {
        quote(referenceQuote());
        sandbox.injectFault("ups", "quote", "break");
        sandbox.injectFault("usps", "quote", "break");

        ValidatableResponse response = quoteUntilEstimated(referenceQuote())
                .body(ESTIMATED + ".cheapest", everyItem(is(false)))
                .body(ESTIMATED + ".fastest", everyItem(is(false)))
                .body("quotes.findAll { it.cheapest }.carrier", is(List.of("FedEx")));

        List<Boolean> marks = response.extract().path("quotes.collect { it.estimated == true }");
        assertThat(marks).isSorted();
    }

    @Test
    void withoutAnyAnswerThereAreEstimatesOnly() {
        quote(referenceQuote());
        List.of("ups", "fedex", "usps").forEach(carrier -> sandbox.injectFault(carrier, "quote", "break"));

        quoteUntilEstimated(referenceQuote())
                .statusCode(200)
                .body("quotes.estimated", everyItem(is(true)))
                .body("quotes.carrier", hasItems("UPS", "FedEx", "USPS"));
    }

    @Test
    void otherWeightIsNotEstimated() {
        quote(referenceQuote());
        sandbox.injectFault("ups", "quote", "break");
        JsonObject heavier = referenceQuote();
        heavier.getJsonArray("packages").getJsonObject(0).put("weight_oz", 777);

        quote(heavier).statusCode(200).body(ESTIMATED + ".size()", is(0)).body("quotes.carrier", not(hasItems("UPS")));
    }

    @Test
    void carrierThatDeclinesIsNotEstimated() {
        JsonObject request = referenceQuote();
        request.getJsonArray("packages").forEach(one -> ((JsonObject) one).remove("dimensions"));

        quote(request).statusCode(200).body(ESTIMATED + ".size()", is(0));
    }

    @Test
    void estimatesAreOffByDefault() {
        quote(referenceQuote());
        QuarkusMock.installMockForType(new RateEstimates(redis, json, config, Clock.systemUTC()), RateEstimates.class);
        sandbox.injectFault("ups", "quote", "break");

        quote(referenceQuote()).statusCode(200).body(ESTIMATED + ".size()", is(0));
    }

    /** The service does not wait until an estimate is stored. */
    private ValidatableResponse quoteUntilEstimated(JsonObject request) {
        return await().atMost(10, SECONDS).until(() -> quote(request), response -> !response.extract()
                .<List<?>>path(ESTIMATED)
                .isEmpty());
    }
}
