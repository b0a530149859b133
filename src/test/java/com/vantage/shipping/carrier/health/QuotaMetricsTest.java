package com.vantage.shipping.carrier.health;

import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.vantage.shipping.support.ApiTest;
import com.vantage.shipping.support.StoreProxyClient;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonArray;
import java.net.URL;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(QuotaMetricsTest.SmallAccount.class)
class QuotaMetricsTest extends ApiTest {
    @SuppressWarnings("NullAway.Init")
    @TestHTTPResource(value = "/metrics", management = true)
    URL metrics;

    public static final class SmallAccount implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "shipping.carriers.ups.quota", "1000/1s,100/1h", "shipping.carriers.ups.purchase-reserve", "0");
        }
    }

    @Test
    void nearlyUsedUpQuotaDegradesCarrier() {
        await().atMost(60, SECONDS).until(() -> {
            quote(referenceQuote().put("carriers", new JsonArray().add("UPS")));
            return reportedStatus().equals("degraded");
        });

        await().atMost(5, SECONDS).until(() -> metric("carrier_health", "degraded") == 1);
        assertThat(metric("carrier_quota_used", "1h")).isBetween(91.0, 100.0);
        assertThat(metric("carrier_quota_limit", "1h")).isEqualTo(100);
        assertThat(metric("carrier_quota_limit", "1s")).isEqualTo(1000);
    }

    @Test
    void quotaUsageIsNaNWithoutRedis() {
        await().atMost(5, SECONDS).until(() -> metric("carrier_quota_used", "1h") > 0);

        stores.cut(StoreProxyClient.REDIS);
        await().atMost(5, SECONDS).until(() -> Double.isNaN(metric("carrier_quota_used", "1h")));
        assertThat(metric("carrier_quota_limit", "1h")).isEqualTo(100);

        stores.restore(StoreProxyClient.REDIS);
        await().atMost(10, SECONDS).until(() -> metric("carrier_quota_used", "1h") > 0);
    }

    private String reportedStatus() {
        return as("shipping:ops").get("/api/v2/carriers/health").path("carriers.find { it.carrier == 'UPS' }.status");
    }

    private double metric(String name, String tag) {
        return given().get(metrics)
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + "{carrier=\"ups\"") && line.contains("\"" + tag + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }
}
