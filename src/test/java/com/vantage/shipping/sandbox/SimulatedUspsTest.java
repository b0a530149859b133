package com.vantage.shipping.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.support.MovableClock;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimulatedUspsTest {
    private static final Duration STEP = Duration.ofMinutes(1);

    private final MovableClock clock = new MovableClock();
    private final SoldLabels soldLabels = new SoldLabels(clock);
    private final SimulatedUsps usps =
            new SimulatedUsps(CarrierAccount.of("usps"), soldLabels, new ParcelJourney(soldLabels, clock, STEP), clock);
    private final HttpClient http = HttpClient.newHttpClient();
    private String token = "";
    private String paymentToken = "";

    @BeforeEach
    void start() {
        usps.start(0);
        CarrierAccount account = CarrierAccount.of("usps");
        token = send("POST", "/oauth2/v3/token", credentials(account)).getString("access_token");
        paymentToken = send("POST", "/payments/v3/payment-authorization", roles(account))
                .getString("paymentAuthorizationToken");
    }

    @AfterEach
    void stop() {
        usps.stop();
    }

    @Test
    void labelIsReprintedThreeTimes() {
        UUID key = UUID.randomUUID();
        String number = buy(key).getString("trackingNumber");

        for (int i = 1; i <= 3; i++) {
            JsonObject again = reprint(key);
            assertThat(again.getJsonObject("labelMetadata").getString("trackingNumber"))
                    .isEqualTo(number);
            assertThat(again.getJsonObject("reprintInfo").getInteger("reprintNumber"))
                    .isEqualTo(i);
        }

        assertThat(code(reprint(key))).isEqualTo("160382");
        assertThat(soldLabels.sales()).hasSize(1);
    }

    @Test
    void labelIsNotReprintedAfterMailingDate() {
        UUID key = UUID.randomUUID();
        buy(key);

        clock.advance(Duration.ofDays(1));

        assertThat(code(reprint(key))).isEqualTo("160381");
    }

    @Test
    void unknownLabelIsNotFound() {
        assertThat(code(reprint(UUID.randomUUID()))).isEqualTo("160185");
        assertThat(code(cancel("9400100000000010000000"))).isEqualTo("160185");
    }

    @Test
    void labelIsCancelledOnce() {
        UUID key = UUID.randomUUID();
        String number = buy(key).getString("trackingNumber");

        assertThat(cancel(number).getString("status")).isEqualTo("CANCELED");

        assertThat(code(cancel(number))).isEqualTo("160186");
        assertThat(code(reprint(key))).isEqualTo("160379");
        assertThat(soldLabels.cancelledAt(soldLabels.sales().getFirst())).isPresent();
    }

    @Test
    void labelInTransitIsDisputed() {
        UUID key = UUID.randomUUID();
        String number = buy(key).getString("trackingNumber");
        clock.advance(STEP);

        JsonObject cancelled = cancel(number);

        assertThat(cancelled.getString("status")).isEqualTo("DISPUTED");
        assertThat(cancelled.getString("disputeId")).matches("\\d+");
        assertThat(code(reprint(key))).isEqualTo("160380");
    }

    @Test
    void accessAndPaymentTokensAreDistinct() {
        String number = buy(UUID.randomUUID()).getString("trackingNumber");
        String access = token;
        String payment = paymentToken;

        paymentToken = access;
        assertThat(cancelStatus(number)).isEqualTo(401);

        paymentToken = payment;
        token = payment;
        assertThat(cancelStatus(number)).isEqualTo(401);
    }

    @Test
    void labelCallsRequirePaymentToken() {
        String number = buy(UUID.randomUUID()).getString("trackingNumber");
        paymentToken = "another";

        assertThat(cancelStatus(number)).isEqualTo(401);
    }

    @Test
    void everyVariantChangesAReply() {
        Map<Operation, List<SimulatedResponse>> answers = answers();

        assertThat(UspsReplyVariants.ALL).isNotEmpty().allSatisfy(variant -> assertThat(
                        answers.getOrDefault(variant.operation(), List.of()))
                .as(variant.name())
                .anyMatch(answer -> !variant.change().apply(answer).equals(answer)));
    }

    @Test
    void allShapesCanBeCombined() {
        Map<Operation, List<SimulatedResponse>> answers = answers();

        answers.forEach((operation, replies) -> replies.forEach(reply -> {
            SimulatedResponse bent = reply;
            for (ReplyVariant variant : UspsReplyVariants.ALL) {
                bent = variant.operation() == operation ? variant.change().apply(bent) : bent;
            }
            assertThat(bent.body()).isNotEmpty();
        }));
    }

    /** Successful and failed replies of every operation, without variants. */
    private Map<Operation, List<SimulatedResponse>> answers() {
        UUID key = UUID.randomUUID();
        UUID another = UUID.randomUUID();
        SimulatedResponse sold = post("/labels/v3/label", label("SP"), key);
        String number = new JsonObject(sold.body()).getString("trackingNumber");
        List<SimulatedResponse> tracked = new ArrayList<>();
        tracked.add(get("/tracking/v3/tracking/9400100000000010000000"));
        for (int step = 0; step <= 8; step++) {
            tracked.add(get("/tracking/v3/tracking/" + number));
            clock.advance(STEP);
        }
        return Map.of(
                Operation.TOKEN, List.of(post("/oauth2/v3/token", credentials(CarrierAccount.of("usps")), key)),
                Operation.QUOTE,
                        List.of(
                                post("/shipments/v3/options/search", options("90210"), key),
                                post("/shipments/v3/options/search", options("00010"), key)),
                Operation.VALIDATE,
                        List.of(
                                get("/addresses/v3/address?streetAddress=9+Elm+Drive&city=Reno&state=NV&ZIPCode=89501"),
                                get("/addresses/v3/address?streetAddress=Nowhere&city=Reno&state=NV&ZIPCode=89501")),
                Operation.BUY, List.of(sold, post("/labels/v3/label", label("E4"), another)),
                Operation.FIND,
                        List.of(
                                post("/labels/v3/label-reprint", new JsonObject(), key),
                                post("/labels/v3/label-reprint", new JsonObject(), another)),
                Operation.CANCEL, List.of(delete(buy(another).getString("trackingNumber")), delete("9400100000000010")),
                Operation.MANIFEST,
                        List.of(
                                post("/scan-forms/v3/scan-form", scanForm(number), key),
                                post("/scan-forms/v3/scan-form", scanForm(number), key)),
                Operation.TRACK, tracked);
    }

    @Test
    void labelIsOnOneFormAndThenNotCancellable() {
        String number = buy(UUID.randomUUID()).getString("trackingNumber");

        SimulatedResponse form = post("/scan-forms/v3/scan-form", scanForm(number), UUID.randomUUID());

        assertThat(new JsonObject(form.body()).getJsonArray("trackingNumbers")).containsExactly(number);
        assertThat(post("/scan-forms/v3/scan-form", scanForm(number), UUID.randomUUID())
                        .status())
                .isEqualTo(400);
        assertThat(delete(number).body()).contains("160174");
    }

    private static JsonObject scanForm(String number) {
        return new JsonObject()
                .put("mailingDate", "2026-12-01")
                .put("shipment", new JsonObject().put("trackingNumbers", new JsonArray().add(number)));
    }

    private int cancelStatus(String number) {
        return exchange("DELETE", "/labels/v3/label/" + number, "", UUID.randomUUID())
                .statusCode();
    }

    private JsonObject buy(UUID key) {
        return new JsonObject(post("/labels/v3/label", label("SP"), key).body());
    }

    private JsonObject reprint(UUID key) {
        return new JsonObject(
                post("/labels/v3/label-reprint", new JsonObject(), key).body());
    }

    private JsonObject cancel(String number) {
        return new JsonObject(delete(number).body());
    }

    private SimulatedResponse delete(String number) {
        return replied(exchange("DELETE", "/labels/v3/label/" + number, "", UUID.randomUUID()));
    }

    private SimulatedResponse get(String path) {
        return replied(exchange("GET", path, "", UUID.randomUUID()));
    }

    private SimulatedResponse post(String path, JsonObject body, UUID key) {
        return replied(exchange("POST", path, body.encode(), key));
    }

    private JsonObject send(String method, String path, JsonObject body) {
        return new JsonObject(
                exchange(method, path, body.encode(), UUID.randomUUID()).body());
    }

    private static SimulatedResponse replied(HttpResponse<String> response) {
        String contentType = response.headers().firstValue("Content-Type").orElse("");
        return new SimulatedResponse(response.statusCode(), contentType, response.body(), Map.of());
    }

    private HttpResponse<String> exchange(String method, String path, String body, UUID key) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(usps.url() + path))
                .method(method, BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + token)
                .header("X-Payment-Authorization-Token", paymentToken)
                .header("X-Idempotency-Key", key.toString())
                .header("Accept", UspsLabels.JSON_LABELS)
                .build();
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String code(JsonObject refusal) {
        return SimulatedRequest.at(refusal, "error", "errors").getString("code");
    }

    private static JsonObject credentials(CarrierAccount account) {
        return new JsonObject()
                .put("client_id", account.clientId())
                .put("client_secret", account.clientSecret())
                .put("grant_type", "client_credentials");
    }

    private static JsonObject roles(CarrierAccount account) {
        JsonArray roles = new JsonArray();
        for (String name : List.of("PAYER", "LABEL_OWNER")) {
            roles.add(new JsonObject()
                    .put("roleName", name)
                    .put("CRID", "12345678")
                    .put("MID", "123456")
                    .put("manifestMID", "123456")
                    .put("accountType", "EPS")
                    .put("accountNumber", account.number()));
        }
        return new JsonObject().put("roles", roles);
    }

    private JsonObject options(String destination) {
        return new JsonObject()
                .put("originZIPCode", "10001")
                .put("destinationZIPCode", destination)
                .put("pricingOptions", new JsonArray().add(new JsonObject().put("priceType", "COMMERCIAL")))
                .put("packageDescription", piece());
    }

    private JsonObject label(String rateIndicator) {
        JsonObject piece = piece().put("mailClass", "USPS_GROUND_ADVANTAGE")
                .put("rateIndicator", rateIndicator)
                .put("processingCategory", "MACHINABLE")
                .put("destinationEntryFacilityType", "NONE");
        return new JsonObject()
                .put("imageInfo", new JsonObject().put("imageType", "ZPL203DPI"))
                .put("fromAddress", address("New York", "NY", "10001"))
                .put("toAddress", address("Beverly Hills", "CA", "90210"))
                .put("packageDescription", piece);
    }

    private static JsonObject address(String city, String state, String zip) {
        return new JsonObject().put("city", city).put("state", state).put("ZIPCode", zip);
    }

    private JsonObject piece() {
        return new JsonObject()
                .put("weight", 2.5)
                .put("length", 10)
                .put("width", 8)
                .put("height", 6)
                .put("mailingDate", UspsLabels.today(clock).toString());
    }
}
