package com.vantage.shipping.telemetry;

import static io.restassured.RestAssured.given;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.vantage.shipping.support.ApiTest;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Clients cannot create metric series with arbitrary tags. */
@QuarkusTest
class RequestMeterFilterTest extends ApiTest {
    private static final String SHIPMENT = "/api/v2/shipments/VNT-2020-";

    @Inject
    MeterRegistry meters;

    @Test
    void rejectedRequestsAreCountedByRoute() {
        double counted = count("DELETE", "405", "/api/v2/shipments/{shipment_id}");

        for (int i = 0; i < 5; i++) {
            stranger().delete(SHIPMENT + i).then().statusCode(405);
            stranger()
                    .header("Note", "x".repeat(21_000))
                    .get(SHIPMENT + i)
                    .then()
                    .statusCode(431);
        }

        await().until(() -> count("DELETE", "405", "/api/v2/shipments/{shipment_id}") == counted + 5);
        assertThat(tags("uri")).noneMatch(uri -> uri.contains("VNT-"));
    }

    @Test
    void unknownPathsShareOneTag() {
        stranger()
                .header("Note", "x".repeat(21_000))
                .get("/nowhere/at/all")
                .then()
                .statusCode(431);

        await().until(() -> count("GET", "431", "UNKNOWN") > 0);
        assertThat(tags("uri")).doesNotContain("/nowhere/at/all");
    }

    @Test
    void unknownMethodsShareOneTag() {
        stranger().request("BREW", SHIPMENT + 1).then().statusCode(405);

        await().until(() -> count("OTHER", "405", "/api/v2/shipments/{shipment_id}") > 0);
        assertThat(tags("method")).doesNotContain("BREW");
    }

    @Test
    void quotesHaveBucketOfTheirObjective() {
        quote(referenceQuote()).statusCode(200);

        await().until(() -> count("POST", "200", "/api/v2/shipments/rate-quote") > 0);
        assertThat(timers("POST", "200", "/api/v2/shipments/rate-quote"))
                .allSatisfy(timer -> assertThat(timer.takeSnapshot().histogramCounts())
                        .anyMatch(bucket -> bucket.bucket() == 3_000_000_000.0));
    }

    private static RequestSpecification stranger() {
        return given().contentType(ContentType.JSON);
    }

    private double count(String method, String status, String uri) {
        return timers(method, status, uri).stream().mapToLong(Timer::count).sum();
    }

    private Collection<Timer> timers(String method, String status, String uri) {
        return meters.find("http.server.requests")
                .tags("method", method, "status", status, "uri", uri)
                .timers();
    }

    private Set<String> tags(String name) {
        return meters.find("http.server.requests").timers().stream()
                .map(timer -> String.valueOf(timer.getId().getTag(name)))
                .collect(toSet());
    }
}
