package com.vantage.shipping.api.problem;

import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;

import com.vantage.shipping.support.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ProblemTest extends ApiTest {

    @Test
    void missingTokenIsUnauthenticated() {
        given().contentType(ContentType.JSON)
                .body(referenceQuote().encode())
                .post("/api/v2/shipments/rate-quote")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", "Bearer")
                .body("type", is("/problems/unauthenticated"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "e30.e30.e30", "expired", "wrong-signature"})
    void invalidTokenIsUnauthenticated(String kind) {
        String token =
                switch (kind) {
                    case "expired" -> sandbox.expiredToken();
                    case "wrong-signature" -> sandbox.token("shipping:quote").replaceAll("\\.[^.]*$", ".AAAA");
                    default -> kind;
                };

        withToken(token)
                .body(referenceQuote().encode())
                .post("/api/v2/shipments/rate-quote")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", containsString("invalid_token"));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/v2/shipments/rate-quote, shipping:track",
        "POST, /api/v2/shipments/create, shipping:quote",
        "GET, /api/v2/shipments/VNT-2026-9000001, shipping:quote",
        "GET, /api/v2/shipments/VNT-2026-9000001/tracking, shipping:quote",
        "GET, /api/v2/shipments/VNT-2026-9000001/label, shipping:quote"
    })
    void missingScopeIsForbidden(String method, String path, String scope) {
        as(scope)
                .body("{}")
                .request(method, path)
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", containsString("insufficient_scope"))
                .body("type", is("/problems/forbidden"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/packages/0/weight_oz | {\"packages\": [{\"weight_oz\": -1, \"dimensions\": {\"length\": 1, \"width\": 1, \"height\": 1}}]}",
                "/packages/0/weight_oz | {\"packages\": [{\"weight_oz\": \"32\", \"dimensions\": {\"length\": 1, \"width\": 1, \"height\": 1}}]}",
                "/packages/0/dimensions/width | {\"packages\": [{\"weight_oz\": 1, \"dimensions\": {\"length\": 1, \"height\": 1}}]}",
                "/packages/0/dimensions/height | {\"packages\": [{\"weight_oz\": 1, \"dimensions\": {}}]}",
                "/packages/0/dimensions/width | {\"packages\": [{\"weight_oz\": 1, \"dimensions\": {\"length\": 1, \"width\": 0, \"height\": 1}}]}",
                "/packages | {\"packages\": []}",
                "/packages | {\"packages\": 7}",
                "/origin/zip | {\"origin\": {\"zip\": \"1000\", \"country\": \"US\"}}",
                "/origin/zip | {\"origin\": {\"zip\": 10001, \"country\": \"US\"}}",
                "/destination/country | {\"destination\": {\"zip\": \"90210\", \"country\": \"ZZ\"}}",
                "/service_types/0 | {\"service_types\": [\"teleport\"]}",
                "/carriers/0 | {\"carriers\": [\"dhl\"]}",
                "/deadline_ms | {\"deadline_ms\": 99}",
                "/ship_date | {\"ship_date\": \"2020-01-01\"}",
                "/ship_date | {\"ship_date\": \"soon\"}",
                "/ship_date | {\"ship_date\": \"2099-01-01\"}",
                "/ship_date | {\"ship_date\": \"+12000-01-01\"}",
                "/sort | {\"sort\": \"colour\"}"
            })
    void invalidFieldIsReportedWithPointer(String pointer, String change) {
        JsonObject request = referenceQuote().mergeIn(new JsonObject(change));

        quote(request)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", is("/problems/invalid-request"))
                .body("errors.pointer", hasItem(pointer))
                .body("errors[0].detail", notNullValue());
    }

    @Test
    void allInvalidFieldsAreReportedTogether() {
        create(new JsonObject()
                        .put("origin", address("", "1 Main St", "New York", "NY", "10001"))
                        .put("destination", address("Jane Doe", "", "Beverly Hills", "zz", "9021"))
                        .put(
                                "packages",
                                new JsonArray().add(parcel(-1, 12, 8, 6).put("reference", "x".repeat(36)))))
                .statusCode(400)
                .body(
                        "errors.pointer",
                        hasItems(
                                "/carrier",
                                "/service_code",
                                "/origin/name",
                                "/destination/street1",
                                "/destination/state",
                                "/destination/zip",
                                "/packages/0/weight_oz",
                                "/packages/0/reference"));
        create(purchase("UPS", "03").putNull("carrier").putNull("service_code").putNull("packages"))
                .statusCode(400)
                .body("errors.pointer", contains("/carrier", "/packages", "/service_code"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/origin/residential | must be true or false | {\"origin\": {\"zip\": \"10001\", \"country\": \"US\", \"residential\": 1}}",
                "/deadline_ms | must be a whole number | {\"deadline_ms\": 2500.9}",
                "/deadline_ms | must be at most 10000 | {\"deadline_ms\": 10001}",
                "/packages/0/weight_oz | must be at most 40000 | {\"packages\": [{\"weight_oz\": 40001, \"dimensions\": {\"length\": 1, \"width\": 1, \"height\": 1}}]}",
                "/service_types/0 | must be one of ground, express, overnight | {\"service_types\": [0]}",
                "/ship_date | must be a date like 2026-11-24 | {\"ship_date\": [2026, 11, 24]}",
                "/ship_date | must be a date like 2026-11-24 | {\"ship_date\": \"2026-11-24T00:00:00Z\"}",
                "/packages | must have 1 to 50 entries | {\"packages\": []}",
                "/packages | must be an array | {\"packages\": 7}",
                "/packages/0/weight_oz | must be a number | {\"packages\": [{\"weight_oz\": \"32\"}]}",
                "/carriers/0 | \"DHL\" is not a supported carrier; expected FedEx, UPS or USPS | {\"carriers\": [\"DHL\"]}",
                "/carriers/1 | is required | {\"carriers\": [\"ups\", \" \"]}",
                "/destination/country | must be an ISO 3166 alpha-2 code such as \"US\", not \"ZZ\" | {\"destination\": {\"zip\": \"10117\", \"country\": \"zz\"}}",
                "/destination/zip | must be a US ZIP code such as 10001 or 10001-1234 | {\"destination\": {\"zip\": \"1000\", \"country\": \"US\"}}",
                "/destination/zip | must be a string, so that leading zeros are kept | {\"destination\": {\"zip\": 10001, \"country\": \"US\"}}",
                "/origin | must be an object | {\"origin\": \"10001\"}",
                "/origin | is required | {\"origin\": null}"
            })
    void errorDetailSaysWhatIsExpected(String pointer, String expected, String change) {
        quote(referenceQuote().mergeIn(new JsonObject(change)))
                .statusCode(400)
                .body("errors.find { it.pointer == '" + pointer + "' }.detail", is(expected))
                .body(
                        "detail",
                        is(pointer.substring(1).replaceAll("/(\\d)", "[$1]").replace('/', '.') + " " + expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | the body must be a single JSON object",
                "\"x\" | the body must be a single JSON object",
                "{} {} | the body must be a single JSON object",
                "{\"origin\": | the body is not valid JSON at line 1, column 11",
                "{\"a\": {\"b\": 1, \"b\": 2}} | a.b appears twice"
            })
    void malformedBodyIsReportedWithReason(String body, String reason) {
        as("shipping:quote")
                .body(body)
                .post("/api/v2/shipments/rate-quote")
                .then()
                .statusCode(400)
                .body("detail", is(reason));
    }

    @Test
    void errorsOfLongListAreLimited() {
        String packages = "[" + "{},".repeat(15_000) + "{}]";

        as("shipping:quote")
                .body("{\"packages\": " + packages + "}")
                .post("/api/v2/shipments/rate-quote")
                .then()
                .statusCode(400)
                .time(lessThan(10L), SECONDS)
                .body("errors.pointer", hasItem("/packages"))
                .body("errors.size()", is(20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "7", "\"text\""})
    void nonObjectBodyIsInvalid(String body) {
        as("shipping:quote")
                .body(body)
                .post("/api/v2/shipments/rate-quote")
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    @Test
    void tooManyPackagesAndTooLargeBodiesAreRejected() {
        JsonArray packages = new JsonArray();
        for (int i = 0; i < 51; i++) {
            packages.add(parcel(1, 1, 1, 1));
        }

        quote(referenceQuote().put("packages", packages)).statusCode(400).body("errors[0].pointer", is("/packages"));
        quote(referenceQuote().put("note", "x".repeat(70_000))).statusCode(413).contentType("application/problem+json");
    }

    @Test
    void frameworkRejectionsAreProblems() {
        as("shipping:quote").get("/api/v2/nowhere").then().statusCode(404).contentType("application/problem+json");
        as("shipping:quote")
                .delete("/api/v2/shipments/rate-quote")
                .then()
                .statusCode(405)
                .header("Allow", "POST")
                .body("detail", is("DELETE is not allowed here; allowed: POST"))
                .contentType("application/problem+json");
        as("shipping:quote")
                .contentType("text/plain")
                .body("hello")
                .post("/api/v2/shipments/rate-quote")
                .then()
                .statusCode(415)
                .contentType("application/problem+json");
    }

    @Test
    void tooLongUriAndHeadersAreProblems() {
        as("shipping:track")
                .get("/api/v2/shipments?cursor=" + "a".repeat(5_000))
                .then()
                .statusCode(414)
                .contentType("application/problem+json");
        as("shipping:track")
                .header("X-A", "a".repeat(25_000))
                .get("/api/v2/shipments")
                .then()
                .statusCode(431)
                .contentType("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rate-quote", "VNT-2026-9000001/tracking", "VNT-2026-9000001/cancel"})
    void unavailableMediaTypeIsNotAcceptable(String path) {
        as(ALL_SCOPES)
                .accept("image/webp")
                .body(referenceQuote().encode())
                .request(path.endsWith("tracking") ? "GET" : "POST", "/api/v2/shipments/" + path)
                .then()
                .statusCode(406)
                .contentType("application/problem+json");
    }

    @Test
    void missingOrInvalidRequestIdIsReplaced() {
        as("shipping:quote").get("/api/v2/nowhere").then().header("X-Request-ID", matchesPattern("[0-9a-f-]{36}"));
        as("shipping:quote")
                .header("X-Request-ID", "x".repeat(129))
                .get("/api/v2/nowhere")
                .then()
                .header("X-Request-ID", matchesPattern("[0-9a-f-]{36}"));
    }
}
