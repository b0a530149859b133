package com.vantage.shipping.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedFedexTest {
    private static final CarrierAccount ACCOUNT = CarrierAccount.of("fedex");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final LocalDate today = LocalDate.now(ZoneId.of("America/New_York"));
    private final HandClock clock = new HandClock();
    private final SoldLabels soldLabels = new SoldLabels(clock);
    private final SimulatedFedex fedex =
            new SimulatedFedex(ACCOUNT, soldLabels, new ParcelJourney(soldLabels, clock, Duration.ofMinutes(10)));
    private final String token;

    /** A clock that is set by hand. */
    private static final class HandClock extends Clock {
        private Instant now = Instant.now();

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    SimulatedFedexTest() {
        fedex.start(0);
        token = fedex.newToken();
    }

    @AfterEach
    void stop() {
        fedex.stop();
    }

    static Stream<String> variants() {
        return new FedexReplyVariants().all().stream().map(ReplyVariant::name);
    }

    @ParameterizedTest
    @MethodSource("variants")
    void everyVariantChangesAReply(String name) {
        buy();
        clock.now = clock.now.plus(Duration.ofMinutes(11));
        Operation operation = fedex.variants().all().stream()
                .filter(variant -> variant.name().equals(name))
                .findFirst()
                .orElseThrow()
                .operation();
        List<String> usual = answers(operation);
        List<String> usualAgain = answers(operation);

        fedex.variants().enable(name);
        List<String> odd = answers(operation);

        assertThat(usualAgain).isEqualTo(usual);
        assertThat(odd).isNotEqualTo(usual);
    }

    @Test
    void shipmentIsFoundByReferenceWithAllParcels() {
        String master = buy();

        JsonArray found = found();

        assertThat(found).hasSize(2);
        assertThat(found.encode()).contains("{\"type\":\"STANDARD_MPS\",\"values\":[\"" + master + "\"]}");
    }

    @Test
    void futureSearchPeriodIsRefused() {
        assertThat(find("VNT-0", today, today.plusDays(1)).body()).contains("TRACKING.SHIPDATEEND.FUTURE");
        assertThat(find("VNT-0", today.minusDays(31), today).body()).contains("TRACKING.SHIPDATERANGE.INVALID");
    }

    @Test
    void shipmentIsCancelledOnce() {
        String master = buy();

        HttpResponse<String> done = cancel(master);
        HttpResponse<String> again = cancel(master);

        assertThat(done.body()).contains("\"cancelledShipment\":true");
        assertThat(soldLabels.byShipment("fedex", master))
                .hasSize(2)
                .allMatch(sale -> soldLabels.cancelledAt(sale).isPresent());
        assertThat(found().encode()).contains("\"code\":\"CA\"");
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.body()).contains("SHIPMENT.ALREADY.CANCELLED");
    }

    @Test
    void pickedUpShipmentIsNotCancelled() {
        String master = buy();
        clock.now = clock.now.plus(Duration.ofMinutes(11));

        HttpResponse<String> reply = cancel(master);

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.body()).contains("\"cancelledShipment\":false");
        assertThat(soldLabels.byShipment("fedex", master))
                .noneMatch(sale -> soldLabels.cancelledAt(sale).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"770000000000", ""})
    void unknownNumberCannotBeCancelled(String number) {
        HttpResponse<String> reply = cancel(number);

        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.body()).contains("TRACKINGNUMBER.ENTERED.INVALID");
    }

    @Test
    void asynchronousSaleIsAvailableAtSecondRequest() {
        fedex.variants().enable("all");
        String job = output(ship("FEDEX_GROUND")).getString("jobId");

        HttpResponse<String> first = results(job);
        HttpResponse<String> second = results(job);

        assertThat(output(first).containsKey("transactionShipments")).isFalse();
        assertThat(output(second).getJsonArray("transactionShipments")).hasSize(1);
        assertThat(results("89s0a2").statusCode()).isEqualTo(400);
    }

    /** Replies of an operation, without the values that differ each time. */
    private List<String> answers(Operation operation) {
        Stream<HttpResponse<String>> replies =
                switch (operation) {
                    case QUOTE -> Stream.of(quote("90210"), quote("00010"));
                    case VALIDATE -> Stream.of(validate("9 Elm Drive"), validate("9 Nowhere"));
                    case BUY -> Stream.of(ship("FEDEX_GROUND"), ship("FEDEX_BALLOON"));
                    case FIND -> Stream.of(find("VNT-0", today, today), find("VNT-1", today.minusDays(1), today));
                    case CANCEL -> Stream.of(cancel(buy()), cancel("770000000000"));
                    case MANIFEST -> Stream.of(close("GCCLOSE"), close("GCCLOSE"), close("GCDR"));
                    case TRACK ->
                        Stream.of(track(soldLabels.sales().getFirst().trackingNumber()), track("770000000000"));
                    case PICKUP, TOKEN -> Stream.of();
                };
        return replies.map(reply -> reply.statusCode() + " "
                        + reply.body()
                                .replaceAll("\"transactionId\":\"[^\"]*\"", "")
                                .replaceAll("\"jobId\":\"[^\"]*\"", "\"jobId\"")
                                .replaceAll("\"encodedLabel\":\"[^\"]*\"", "")
                                .replaceAll("\\b7[7-9]\\d{10}\\b", "number"))
                .toList();
    }

    @Test
    void shipmentIsClosedOnce() {
        String number = buy();

        assertThat(manifest(close("GCCLOSE"))).contains(number);
        assertThat(close("GCCLOSE").statusCode()).isEqualTo(400);
        assertThat(manifest(close("GCDR"))).contains(number);
    }

    private static String manifest(HttpResponse<String> reply) {
        JsonObject document = SimulatedRequest.at(output(reply), "closeDocuments");
        return new String(
                Base64.getDecoder()
                        .decode(SimulatedRequest.at(document, "parts").getString("image")),
                StandardCharsets.UTF_8);
    }

    private HttpResponse<String> close(String type) {
        return ask("PUT", "/ship/v1/endofday/", ours().put("closeReqType", type).put("closeDate", today.toString()));
    }

    private String buy() {
        return SimulatedRequest.at(output(ship("FEDEX_GROUND")), "transactionShipments")
                .getString("masterTrackingNumber");
    }

    private HttpResponse<String> quote(String to) {
        JsonObject shipment = new JsonObject()
                .put("shipper", new JsonObject().put("address", address("10001")))
                .put("recipient", new JsonObject().put("address", address(to)))
                .put("shipDateStamp", today.toString())
                .put("requestedPackageLineItems", pieces());
        return ask("POST", "/rate/v1/rates/quotes", ours().put("requestedShipment", shipment));
    }

    private HttpResponse<String> validate(String street) {
        JsonObject address = address("89501")
                .put("streetLines", new JsonArray().add(street))
                .put("city", "Reno")
                .put("stateOrProvinceCode", "NV");
        return ask(
                "POST",
                "/address/v1/addresses/resolve",
                new JsonObject()
                        .put("addressesToValidate", new JsonArray().add(new JsonObject().put("address", address))));
    }

    private HttpResponse<String> ship(String service) {
        JsonObject shipment = new JsonObject()
                .put("shipper", new JsonObject().put("address", address("10001")))
                .put("recipients", new JsonArray().add(new JsonObject().put("address", address("90210"))))
                .put("shipDatestamp", today.toString())
                .put("serviceType", service)
                .put("labelSpecification", new JsonObject().put("imageType", "ZPLII"))
                .put("requestedPackageLineItems", pieces());
        return ask("POST", "/ship/v1/shipments", ours().put("requestedShipment", shipment));
    }

    private HttpResponse<String> results(String job) {
        return ask("POST", "/ship/v1/shipments/results", ours().put("jobId", job));
    }

    private HttpResponse<String> cancel(String number) {
        return ask("PUT", "/ship/v1/shipments/cancel", ours().put("trackingNumber", number));
    }

    private JsonArray found() {
        return output(find("VNT-0", today.minusDays(1), today)).getJsonArray("completeTrackResults");
    }

    private HttpResponse<String> find(String reference, LocalDate begin, LocalDate end) {
        JsonObject wanted = new JsonObject()
                .put("type", "CUSTOMER_REFERENCE")
                .put("value", reference)
                .put("accountNumber", ACCOUNT.number())
                .put("shipDateBegin", begin.toString())
                .put("shipDateEnd", end.toString());
        return ask("POST", "/track/v1/referencenumbers", new JsonObject().put("referencesInformation", wanted));
    }

    private HttpResponse<String> track(String number) {
        JsonObject info = new JsonObject().put("trackingNumberInfo", new JsonObject().put("trackingNumber", number));
        return ask(
                "POST", "/track/v1/trackingnumbers", new JsonObject().put("trackingInfo", new JsonArray().add(info)));
    }

    private static JsonObject ours() {
        return new JsonObject().put("accountNumber", new JsonObject().put("value", ACCOUNT.number()));
    }

    private static JsonObject address(String zip) {
        return new JsonObject()
                .put("city", "New York")
                .put("stateOrProvinceCode", "NY")
                .put("postalCode", zip)
                .put("countryCode", "US")
                .put("residential", false);
    }

    private static JsonArray pieces() {
        JsonObject piece = new JsonObject()
                .put("weight", new JsonObject().put("units", "LB").put("value", 2.5))
                .put(
                        "customerReferences",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("customerReferenceType", "CUSTOMER_REFERENCE")
                                        .put("value", "VNT-0")));
        return new JsonArray().add(piece).add(piece.copy());
    }

    private static JsonObject output(HttpResponse<String> reply) {
        return SimulatedRequest.at(new JsonObject(reply.body()), "output");
    }

    private HttpResponse<String> ask(String method, String path, JsonObject body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(fedex.url() + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body.encode()))
                .build();
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
