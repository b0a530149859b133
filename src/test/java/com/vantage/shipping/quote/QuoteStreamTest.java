package com.vantage.shipping.quote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import com.vantage.shipping.support.ApiTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Quotes as server-sent events. */
@QuarkusTest
class QuoteStreamTest extends ApiTest {
    private static final String STREAM = "text/event-stream";

    @SuppressWarnings("NullAway.Init")
    @TestHTTPResource("/api/v2/shipments/rate-quote")
    URI address;

    /** An event, and when it arrived. */
    private record Event(String name, JsonObject data, Duration after) {}

    @Test
    void eachCarrierHasAnEventBeforeTheCompleteResponse() throws Exception {
        List<Event> events = stream(referenceQuote());

        assertThat(events).extracting(Event::name).containsExactly("carrier", "carrier", "carrier", "done");
        assertThat(carriersOf(events)).containsExactlyInAnyOrder("FedEx", "UPS", "USPS");
        JsonObject done = events.getLast().data();
        assertThat(done.getString("request_id")).isEqualTo("ship-rq-8a2b3c");
        assertThat(done.getBoolean("partial")).isFalse();
        assertThat(done.getJsonArray("carriers").stream().map(QuoteStreamTest::carrier))
                .containsExactly("FedEx", "UPS", "USPS");
    }

    @Test
    void completeResponseHasTheQuotesOfAllEvents() throws Exception {
        List<Event> events = stream(referenceQuote());

        Set<String> ids = new TreeSet<>();
        events.subList(0, 3).forEach(event -> ids.addAll(quoteIds(event.data())));
        assertThat(quoteIds(events.getLast().data())).isEqualTo(ids).hasSizeGreaterThan(3);
    }

    @Test
    void streamedQuoteCanBeBought() throws Exception {
        Event ups = stream(referenceQuote()).stream()
                .filter(event -> "UPS".equals(event.data().getString("carrier")))
                .findFirst()
                .orElseThrow();
        JsonObject order = purchase("UPS", "03")
                .put("quote_id", quoteIds(ups.data()).iterator().next());
        List.of("carrier", "service_code", "packages").forEach(order::remove);

        create(order).statusCode(201).body("carrier", is("UPS"));
    }

    @Test
    void hangingCarrierDelaysNoOther() throws Exception {
        sandbox.injectFault("fedex", "quote", "hang");

        List<Event> events = stream(referenceQuote().put("deadline_ms", 2000));

        assertThat(carriersOf(events.subList(0, 2))).containsExactlyInAnyOrder("UPS", "USPS");
        assertThat(events.get(2).data().getString("code")).isEqualTo("timed_out");
        assertThat(events.get(3).data().getBoolean("partial")).isTrue();
        assertThat(events.get(1).after()).isLessThan(events.get(2).after().minusMillis(500));
    }

    @Test
    void streamWithoutRatesEndsWithTheProblem() throws Exception {
        for (String carrier : List.of("fedex", "ups", "usps")) {
            sandbox.injectFault(carrier, "quote", "break");
        }

        List<Event> events = stream(referenceQuote());

        assertThat(events).extracting(Event::name).containsExactly("carrier", "carrier", "carrier", "problem");
        JsonObject problem = events.getLast().data();
        assertThat(problem.getString("type")).isEqualTo("/problems/carrier-error");
        assertThat(problem.getString("request_id")).isEqualTo("ship-rq-8a2b3c");
        assertThat(problem.getJsonArray("carriers")).hasSize(3);
    }

    @Test
    void invalidRequestIsRejectedBeforeTheStream() {
        JsonObject request = referenceQuote();
        request.getJsonArray("packages").getJsonObject(0).put("weight_oz", -1);

        accepting(STREAM, request)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors[0].pointer", is("/packages/0/weight_oz"));
    }

    @Test
    void streamIsDocumented() {
        accepting(STREAM, referenceQuote()).statusCode(200).contentType(startsWith(STREAM));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/json", "application/json, text/event-stream", "text/html, */*;q=0.1"})
    void jsonIsTheDefault(String accept) {
        accepting(accept, referenceQuote()).statusCode(200).contentType(startsWith("application/json"));
    }

    @Test
    void noCarrierIsAskedForAnswerThatIsNotAcceptable() {
        accepting("application/xml", referenceQuote()).statusCode(406).body("type", is("/problems/not-acceptable"));

        assertThat(sandbox.received("ups")).isEmpty();
    }

    private ValidatableResponse accepting(String accept, JsonObject request) {
        return as("shipping:quote")
                .accept(accept)
                .body(request.encode())
                .post("/api/v2/shipments/rate-quote")
                .then();
    }

    private List<Event> stream(JsonObject request) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            long started = System.nanoTime();
            var response = http.send(
                    HttpRequest.newBuilder(address)
                            .header("Authorization", "Bearer " + sandbox.token("shipping:quote"))
                            .header("Content-Type", "application/json")
                            .header("Accept", STREAM)
                            .header("X-Request-ID", "ship-rq-8a2b3c")
                            .POST(BodyPublishers.ofString(request.encode()))
                            .build(),
                    BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            return read(response.body(), started);
        }
    }

    private static List<Event> read(InputStream body, long started) throws IOException {
        List<Event> events = new ArrayList<>();
        String name = "";
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event:")) {
                    name = line.substring("event:".length()).strip();
                } else if (line.startsWith("data:")) {
                    JsonObject data = new JsonObject(line.substring("data:".length()));
                    events.add(new Event(name, data, Duration.ofNanos(System.nanoTime() - started)));
                }
            }
        }
        return events;
    }

    private static List<String> carriersOf(List<Event> events) {
        return events.stream()
                .filter(event -> event.name().equals("carrier"))
                .map(event -> event.data().getString("carrier"))
                .toList();
    }

    private static Set<String> quoteIds(JsonObject answer) {
        Set<String> ids = new TreeSet<>();
        Stream.of(answer.getJsonArray("quotes", new JsonArray()))
                .flatMap(JsonArray::stream)
                .forEach(quote -> ids.add(((JsonObject) quote).getString("quote_id")));
        return ids;
    }

    private static String carrier(Object report) {
        return ((JsonObject) report).getString("carrier");
    }
}
