package com.vantage.shipping.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.vantage.shipping.support.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects, headers and methods of the HTML pages. */
@QuarkusTest
class PagesTest extends ApiTest {
    private static final String NO_SCRIPT_WITHIN = "default-src 'self'";

    @ParameterizedTest
    @ValueSource(strings = {"/api/v2/docs", "/api/v2/carriers"})
    void pathWithoutSlashRedirects(String page) {
        noRedirects().get(page).then().statusCode(302).header("Location", is(page + "/"));
        noRedirects().head(page).then().statusCode(302).header("Location", is(page + "/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/v2", "/api/v2/"})
    void rootRedirectsToDocuments(String address) {
        noRedirects().get(address).then().statusCode(302).header("Location", is("/api/v2/docs/"));
        noRedirects().head(address).then().statusCode(302).header("Location", is("/api/v2/docs/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v2/docs/",
                "/api/v2/carriers/",
                "/api/v2/carriers/carriers.js",
                "/api/v2/docs/docs.css",
                "/problems",
                "/problems/no-service",
                "/problems/problems.css"
            })
    void fileHasSecurityHeadersAndIsRevalidated(String file) {
        requireHeaders(noRedirects().get(file).then().statusCode(200)).header("Content-Type", startsWith("text/"));
        requireHeaders(noRedirects().head(file).then().statusCode(200));
    }

    private static ValidatableResponse requireHeaders(ValidatableResponse answer) {
        return answer.header("Content-Security-Policy", containsString(NO_SCRIPT_WITHIN))
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "no-cache");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/v2/carriers",
        "PUT, /api/v2/carriers/",
        "DELETE, /api/v2/docs",
        "POST, /api/v2/docs/",
        "PUT, /",
        "POST, /api/v2",
        "DELETE, /problems/no-service"
    })
    void pageIsReadOnly(String method, String page) {
        noRedirects()
                .body("{}")
                .request(method, page)
                .then()
                .statusCode(405)
                .header("Allow", "GET, HEAD")
                .body("type", endsWith("/method-not-allowed"))
                .body("detail", is(method + " is not allowed here; allowed: GET, HEAD"));
    }

    @Test
    void missingFileIsNotFound() {
        noRedirects().get("/api/v2/carriers/nothing").then().statusCode(404).body("type", is("/problems/not-found"));
    }

    @Test
    void reportBelowPageHasHeadersOfData() {
        as("shipping:ops")
                .get("/api/v2/carriers/health")
                .then()
                .statusCode(200)
                .header("Content-Security-Policy", not(containsString("self")))
                .header("Cache-Control", "no-store");
    }

    private static RequestSpecification noRedirects() {
        return given().redirects().follow(false).contentType("application/json");
    }
}
