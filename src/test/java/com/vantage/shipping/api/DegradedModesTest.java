package com.vantage.shipping.api;

import static com.vantage.shipping.support.StoreProxyClient.REDIS;
import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import com.vantage.shipping.support.ApiTest;
import com.vantage.shipping.support.ShortTimeouts;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.net.URL;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What works while stores and carriers are unavailable, alone and combined, and that the service recovers. */
@QuarkusTest
@TestProfile(ShortTimeouts.class)
class DegradedModesTest extends ApiTest {
    private static final int DEADLINE_MS = 1500;

    /** Tolerance for a busy machine. */
    private static final long MARGIN_MS = 4000;

    @SuppressWarnings("NullAway.Init")
    @TestHTTPResource(value = "/health", management = true)
    URL health;

    @AfterEach
    void restoreConnections() {
        stores.restoreAll();
    }

    /**
     * Parcels and purchases use UPS.
     *
     * @param unavailable unavailable parts and their faults
     * @param quotes carriers that quote, or the problem
     * @param known result of tracking a parcel that was tracked before
     * @param fresh result of tracking a parcel for the first time
     * @param purchase result of a purchase
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            redis cut                                                     | FedEx UPS USPS          | 200 MISS | 200 MISS                | 201
            redis stalled                                                 | FedEx UPS USPS          | 200 MISS | 200 MISS                | 201
            redis slow                                                    | FedEx UPS USPS          | 200 MISS | 200 MISS                | 201
            postgres cut                                                  | FedEx UPS USPS          | 200 HIT  | 503 storage-unavailable | 503 storage-unavailable
            postgres stalled                                              | FedEx UPS USPS          | 200 HIT  | 503 storage-unavailable | 503 storage-unavailable
            fedex hang                                                    | UPS USPS                | 200 HIT  | 200 MISS                | 201
            fedex hang, usps break                                        | UPS                     | 200 HIT  | 200 MISS                | 201
            fedex token                                                   | UPS USPS                | 200 HIT  | 200 MISS                | 201
            all token                                                     | 502 carrier-error       | 200 HIT  | 502 carrier-error       | 502 purchase-unknown
            all throttle&seconds=1                                        | 503 carriers-unavailable | 200 HIT | 503 carriers-unavailable | 503 carriers-unavailable
            redis cut, postgres cut                                       | FedEx UPS USPS          | 503 storage-unavailable | 503 storage-unavailable | 503 storage-unavailable
            redis cut, postgres cut, fedex hang, usps reset               | UPS                     | 503 storage-unavailable | 503 storage-unavailable | 503 storage-unavailable
            redis stalled, postgres stalled, fedex token, usps hang       | UPS                     | 503 storage-unavailable | 503 storage-unavailable | 503 storage-unavailable
            """)
    void unaffectedOperationsWork(String unavailable, String quotes, String known, String fresh, String purchase) {
        String trackedBefore = buy();
        String neverTracked = buy();
        track(trackedBefore);
        Stream.of(unavailable.split(", ", -1)).forEach(this::disturb);

        assertThat(concurrently(List.of(
                        this::quotes,
                        () -> summary(track(trackedBefore)),
                        () -> summary(track(neverTracked)),
                        () -> summary(create(purchase("UPS", "03")).time(lessThan(MARGIN_MS))))))
                .containsExactly(quotes, known, fresh, purchase);
        assertThat(quotes()).isEqualTo(quotes);
        requireUp();

        sandbox.clearFaults();
        stores.restoreAll();
        await().atMost(30, SECONDS).until(() -> isEverythingAvailable(neverTracked));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut", "stalled"})
    void quoteIdsAreUnavailableWithoutRedis(String fault) {
        String id = quote(referenceQuote()).extract().path("quotes.find { it.carrier == 'UPS' }.quote_id");
        disturb(REDIS + " " + fault);

        quote(referenceQuote()).statusCode(200).body("quotes.findAll { it.quote_id != null }.size()", is(0));
        var byQuote = purchase("UPS", "03").put("quote_id", id);
        List.of("carrier", "service_code", "packages").forEach(byQuote::remove);
        create(byQuote).statusCode(503).time(lessThan(MARGIN_MS)).body("type", is("/problems/storage-unavailable"));
    }

    /** @param store a part and its fault, for example {@code redis cut} */
    private void disturb(String store) {
        String part = store.substring(0, store.indexOf(' '));
        String fault = store.substring(part.length() + 1);
        switch (fault) {
            case "cut" -> stores.cut(part);
            case "stalled" -> stores.stall(part);
            case "slow" -> stores.slow(part);
            case "token" -> {
                sandbox.injectFault(part, "token", "break");
                sandbox.revokeTokens();
            }
            default -> sandbox.injectFault(part, "all", fault);
        }
    }

    /** The results in the order of the operations. */
    private static List<String> concurrently(List<Supplier<String>> operations) {
        try (ExecutorService callers = Executors.newFixedThreadPool(operations.size())) {
            List<CompletableFuture<String>> results = operations.stream()
                    .map(operation -> CompletableFuture.supplyAsync(operation, callers))
                    .toList();
            return results.stream().map(CompletableFuture::join).toList();
        }
    }

    /** The carriers that quote in time, or the problem. */
    private String quotes() {
        ExtractableResponse<Response> answer = quote(referenceQuote().put("deadline_ms", DEADLINE_MS))
                .time(lessThan(DEADLINE_MS + MARGIN_MS))
                .body("request_id", is("ship-rq-8a2b3c"))
                .body("carriers.carrier", is(List.of("FedEx", "UPS", "USPS")))
                .extract();
        Set<String> carriers = new TreeSet<>(answer.statusCode() == 200 ? answer.path("quotes.carrier") : Set.of());
        return carriers.isEmpty() ? summary(answer) : String.join(" ", carriers);
    }

    private static String summary(ValidatableResponse answer) {
        return summary(answer.extract());
    }

    /** Status, with cache result or problem. */
    private static String summary(ExtractableResponse<Response> answer) {
        String type = answer.statusCode() < 400 ? "" : answer.path("type");
        String source = answer.headers().getValue("X-Cache");
        String more = source == null ? type.replace("/problems/", "") : source;
        return (answer.statusCode() + " " + more).strip();
    }

    private void requireUp() {
        for (String check : List.of("ready", "live")) {
            given().get(health + "/" + check).then().statusCode(200).body("status", is("UP"));
        }
    }

    private boolean isEverythingAvailable(String parcel) {
        var quote = quote(referenceQuote()).extract();
        return quote.statusCode() == 200
                && quote.path("partial").equals(false)
                && quote.<List<String>>path("quotes.quote_id").size()
                        == quote.<List<String>>path("quotes.carrier").size()
                && track(parcel).extract().statusCode() == 200
                && summary(track(parcel)).equals("200 HIT")
                && Stream.of("UPS 03", "FedEx FEDEX_2_DAY", "USPS PRIORITY_MAIL")
                        .allMatch(this::sells);
    }

    private boolean sells(String offer) {
        String[] words = offer.split(" ", -1);
        return create(purchase(words[0], words[1])).extract().statusCode() == 201;
    }

    private String buy() {
        return create(purchase("UPS", "03")).statusCode(201).extract().path("shipment_id");
    }

    private ValidatableResponse track(String shipment) {
        return as("shipping:track")
                .get("/api/v2/shipments/{id}/tracking", shipment)
                .then();
    }
}
