package com.vantage.shipping.carrier.health;

import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import com.vantage.shipping.support.ApiTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.net.URL;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RedisUnavailableTest extends ApiTest {
    @SuppressWarnings("NullAway.Init")
    @TestHTTPResource(value = "/health", management = true)
    URL health;

    @Test
    void replicaStaysReadyAndReportsItselfWithoutRedis() {
        assertThat(report().getString("scope")).isEqualTo("all");
        long before = quotesOfUps(report());

        stores.killRedis();
        try {
            quote(referenceQuote()).statusCode(200);

            assertThat(report().getString("scope")).isEqualTo("replica");
            assertThat(report().getInt("replicas")).isEqualTo(1);
            assertThat(quotesOfUps(report())).isEqualTo(before + 1);
            requireUp("ready");
            requireUp("live");
        } finally {
            stores.startRedis();
        }

        await().atMost(20, SECONDS).until(() -> report().getString("scope").equals("all"));
        quote(referenceQuote()).statusCode(200);
        await().atMost(20, SECONDS).until(() -> quotesOfUps(report()) == before + 2);
        requireUp("ready");
    }

    @Test
    void readinessListsEnabledCarriers() {
        given().get(health + "/ready")
                .then()
                .statusCode(200)
                .body("checks.name", hasItem("quotes"))
                .body("checks.find { it.name == 'quotes' }.data.carriers", is("FedEx, UPS, USPS"));
    }

    private void requireUp(String check) {
        given().get(health + "/" + check).then().statusCode(200).body("status", is("UP"));
    }

    private JsonPath report() {
        return as("shipping:ops")
                .get("/api/v2/carriers/health")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static long quotesOfUps(JsonPath report) {
        return report.getLong("carriers.find { it.carrier == 'UPS' }.operations.quote.calls");
    }
}
