package com.vantage.shipping.carrier.health;

import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.vantage.shipping.support.ApiTest;
import com.vantage.shipping.support.SmallAccount;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonArray;
import java.net.URL;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(SmallAccount.class)
class QuotaMetricsTest extends ApiTest {
    @SuppressWarnings("NullAway.Init")
    @TestHTTPResource(value = "/metrics", management = true)
    URL metrics;

    @Test
    void nearlyUsedUpQuotaDegradesCarrier() {
        for (int i = 0; i < 16; i++) {
            quote(referenceQuote().put("carriers", new JsonArray().add("FedEx")));
        }
        await().atMost(60, SECONDS).until(() -> {
            create(purchase("FedEx", "FEDEX_2_DAY"));
            return reportedStatus().equals("degraded");
        });

        await().atMost(10, SECONDS).until(() -> metric("carrier_health", "degraded") == 1);
        assertThat(metric("carrier_quota_used", "1m")).isBetween(18.0, 20.0);
        assertThat(metric("carrier_quota_limit", "1m")).isEqualTo(20);
        assertThat(metric("carrier_quota_limit", "1s")).isEqualTo(1000);
    }

    private String reportedStatus() {
        return as("shipping:ops").get("/api/v2/carriers/health").path("carriers.find { it.carrier == 'FedEx' }.status");
    }

    private double metric(String name, String tag) {
        return given().get(metrics)
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + "{carrier=\"fedex\"") && line.contains("\"" + tag + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }
}
