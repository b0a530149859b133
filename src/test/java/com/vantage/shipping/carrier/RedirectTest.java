package com.vantage.shipping.carrier;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;

import com.vantage.shipping.support.ApiTest;
import com.vantage.shipping.support.SandboxClient;
import com.vantage.shipping.support.SandboxTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** Following a carrier's redirect would send tokens and personal addresses to another host. */
@QuarkusTest
@WithTestResource(SandboxTestResource.class)
@WithTestResource(value = RedirectingCarrier.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class RedirectTest {
    private final SandboxClient sandbox =
            new SandboxClient(ConfigProvider.getConfig().getValue("sandbox.desk", String.class));

    @Test
    void redirectsAreNotFollowed() {
        given().header("Authorization", "Bearer " + sandbox.token("shipping:quote"))
                .contentType(ContentType.JSON)
                .body(ApiTest.referenceQuote().encode())
                .post("/api/v2/shipments/rate-quote")
                .then()
                .statusCode(502)
                .body("carriers.status", everyItem(is("failed")));

        assertThat(requests("test.redirecting", "(?!.*token).*")).isGreaterThanOrEqualTo(3);
        assertThat(requests("test.elsewhere", ".*")).isZero();
    }

    /** Requests that a WireMock server received. */
    private static int requests(String server, String path) {
        return given().body("{\"urlPathPattern\": \"" + path + "\"}")
                .post(ConfigProvider.getConfig().getValue(server, String.class) + "/__admin/requests/count")
                .jsonPath()
                .getInt("count");
    }
}
