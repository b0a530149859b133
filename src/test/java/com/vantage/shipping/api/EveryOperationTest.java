package com.vantage.shipping.api;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import com.vantage.shipping.carrier.ShipDateRules;
import com.vantage.shipping.fuzz.AnyOperation;
import com.vantage.shipping.openapi.ApiDocument;
import com.vantage.shipping.support.ApiTest;
import com.vantage.shipping.support.MovableClock;
import com.vantage.shipping.support.PlantedBug;
import com.vantage.shipping.support.StoreProxyClient;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Behaviour that all operations share, and that the documented examples are valid requests. */
@QuarkusTest
class EveryOperationTest extends ApiTest {

    @ParameterizedTest
    @EnumSource
    void tokenIsRequired(AnyOperation operation) {
        operation
                .sendBy(withToken("nonsense"))
                .statusCode(401)
                .header("WWW-Authenticate", containsString("invalid_token"))
                .body("type", is("/problems/unauthenticated"));
    }

    @ParameterizedTest
    @EnumSource
    void scopeIsRequired(AnyOperation operation) {
        operation
                .sendBy(as("shipping:nothing"))
                .statusCode(403)
                .header("WWW-Authenticate", containsString("insufficient_scope"))
                .body("type", is("/problems/forbidden"));
    }

    @ParameterizedTest
    @EnumSource
    void internalErrorIsNotDisclosed(AnyOperation operation) {
        operation
                .sendBy(as(ALL_SCOPES + " shipping:ops").header(PlantedBug.HEADER, "yes"))
                .statusCode(500)
                .body("type", is("/problems/internal-error"))
                .body("detail", is("quote the request_id when you report this"));
    }

    /** All operations at once, since each waits for the database for as long as it may. */
    @Test
    void unavailableDatabaseIsRetryable() {
        Set<AnyOperation> operations = EnumSet.complementOf(EnumSet.of(
                AnyOperation.QUOTE_RATES,
                AnyOperation.QUOTE_RATES_BATCH,
                AnyOperation.CREATE_SHIPMENTS_BATCH,
                AnyOperation.VALIDATE_ADDRESSES,
                AnyOperation.LIST_SERVICES,
                AnyOperation.GET_CARRIER_HEALTH));
        stores.cut(StoreProxyClient.POSTGRES);

        try (ExecutorService callers = Executors.newFixedThreadPool(operations.size())) {
            Map<AnyOperation, CompletableFuture<ValidatableResponse>> answers = operations.stream()
                    .collect(toMap(
                            operation -> operation,
                            operation -> CompletableFuture.supplyAsync(
                                    () -> operation.sendBy(as(ALL_SCOPES + " shipping:ops")), callers)));

            assertThat(answers).allSatisfy((operation, answer) -> answer.join()
                    .statusCode(503)
                    .body("type", is("/problems/storage-unavailable"))
                    .body("retryable", is(true)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void otherMediaTypeIsNotAcceptable(AnyOperation operation) {
        operation
                .sendBy(as(ALL_SCOPES + " shipping:ops").accept("image/webp"))
                .statusCode(406)
                .body("type", is("/problems/not-acceptable"));
    }

    @ParameterizedTest
    @EnumSource
    void unknownQueryParameterIsRejected(AnyOperation operation) {
        operation
                .sendBy(as(ALL_SCOPES + " shipping:ops").queryParam("colour", "red"))
                .statusCode(400)
                .body("type", is("/problems/invalid-request"))
                .body("detail", startsWith("\"colour\" is not a query parameter of this operation; expected "));
    }

    @ParameterizedTest
    @EnumSource
    void tooLongUriAndHeadersAreRejected(AnyOperation operation) {
        operation
                .sendBy(as(ALL_SCOPES + " shipping:ops").queryParam("note", "x".repeat(9_000)))
                .statusCode(414)
                .body("type", is("/problems/uri-too-long"));
        operation
                .sendBy(as(ALL_SCOPES + " shipping:ops").header("Note", "x".repeat(20_000)))
                .statusCode(431)
                .body("type", is("/problems/headers-too-large"));
    }

    @ParameterizedTest
    @EnumSource(names = {"GET_SHIPMENT", "CANCEL_SHIPMENT", "GET_LABEL", "GET_DOCUMENT", "TRACK_SHIPMENT"})
    void missingShipmentIsNotFound(AnyOperation operation) {
        operation.sendBy(as(ALL_SCOPES)).statusCode(404).body("type", is("/problems/shipment-not-found"));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.MATCH_ANY,
            names = {"(GET|CHANGE|DELETE|TEST)_WEBHOOK", "(ROTATE|LIST|REDELIVER)_WEBHOOK_.*"})
    void missingWebhookIsNotFound(AnyOperation operation) {
        operation.sendBy(as(ALL_SCOPES)).statusCode(404).body("type", is("/problems/webhook-not-found"));
    }

    @ParameterizedTest
    @EnumSource(names = {"GET_PICKUP", "CANCEL_PICKUP"})
    void missingPickupIsNotFound(AnyOperation operation) {
        operation.sendBy(as(ALL_SCOPES)).statusCode(404).body("type", is("/problems/pickup-not-found"));
    }

    @ParameterizedTest
    @EnumSource(names = {"GET_MANIFEST", "GET_MANIFEST_DOCUMENT"})
    void missingManifestIsNotFound(AnyOperation operation) {
        operation.sendBy(as(ALL_SCOPES)).statusCode(404).body("type", is("/problems/manifest-not-found"));
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "QUOTE_RATES",
                "VALIDATE_ADDRESSES",
                "CREATE_SHIPMENT",
                "CREATE_MANIFEST",
                "CREATE_PICKUP",
                "CREATE_WEBHOOK",
                "CHANGE_WEBHOOK",
                "REDELIVER_WEBHOOK_RANGE"
            })
    void otherContentTypeIsUnsupported(AnyOperation operation) {
        operation
                .sendBy(as(ALL_SCOPES).contentType(ContentType.TEXT))
                .statusCode(415)
                .body("type", is("/problems/unsupported-media-type"));
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "QUOTE_RATES",
                "VALIDATE_ADDRESSES",
                "CREATE_SHIPMENT",
                "CREATE_MANIFEST",
                "CREATE_PICKUP",
                "CREATE_WEBHOOK",
                "CHANGE_WEBHOOK",
                "REDELIVER_WEBHOOK_RANGE"
            })
    void tooLargeBodyIsRejected(AnyOperation operation) {
        operation
                .sendBy(as(ALL_SCOPES), referenceQuote().put("note", "x".repeat(70_000)))
                .statusCode(413)
                .body("type", is("/problems/too-large"));
    }

    @ParameterizedTest
    @CsvSource({
        "QUOTE_RATES, quoteRates, 200",
        "VALIDATE_ADDRESSES, validateAddresses, 200",
        "CREATE_SHIPMENT, createShipment, 201",
        "CREATE_WEBHOOK, createWebhook, 201"
    })
    void documentedExamplesAreValidOnAnyDay(AnyOperation operation, String operationId, int status) {
        List<JsonObject> examples =
                ApiDocument.served().requestExamples(operationId).toList();

        assertThat(examples).isNotEmpty();
        for (String day : List.of("2026-12-25T17:00:00Z", "2035-07-04T17:00:00Z")) {
            setDay(Instant.parse(day));
            examples.forEach(example ->
                    operation.sendBy(as(ALL_SCOPES), withQuote(example)).statusCode(status));
        }
    }

    /** Replaces the example's quote id by a current one, of FedEx, whose simulation has no calendar. */
    private JsonObject withQuote(JsonObject example) {
        if (example.containsKey("quote_id")) {
            JsonObject request = referenceQuote().put("carriers", new JsonArray().add("FedEx"));
            example.put("quote_id", quote(request).extract().path("quotes[0].quote_id"));
        }
        return example;
    }

    private static void setDay(Instant now) {
        QuarkusMock.installMockForType(new ShipDateRules(new MovableClock(now)), ShipDateRules.class);
    }
}
