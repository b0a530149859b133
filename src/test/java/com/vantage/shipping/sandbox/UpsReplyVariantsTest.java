package com.vantage.shipping.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.support.MovableClock;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UpsReplyVariantsTest {
    private static final CarrierAccount ACCOUNT = CarrierAccount.of("ups");
    private static final MovableClock CLOCK = new MovableClock();
    private static final SoldLabels SOLD_LABELS = new SoldLabels(CLOCK);
    private static final SimulatedUps UPS =
            new SimulatedUps(ACCOUNT, SOLD_LABELS, new ParcelJourney(SOLD_LABELS, CLOCK, Duration.ofHours(1)));
    private static final String BUG = "HTTP ERROR 500";
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static int references;
    private static String token = "";

    private record Told(int status, String body) {
        private JsonObject json() {
            return new JsonObject(body);
        }
    }

    @BeforeAll
    static void start() {
        UPS.start(0);
        String pair = ACCOUNT.clientId() + ":" + ACCOUNT.clientSecret();
        token = send(
                        "POST",
                        "/security/v1/oauth/token",
                        "grant_type=client_credentials",
                        "application/x-www-form-urlencoded",
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
                .json()
                .getString("access_token");
    }

    @AfterAll
    static void stop() {
        UPS.stop();
    }

    @AfterEach
    void straighten() {
        UPS.variants().disable("all");
    }

    static Stream<String> variants() {
        return UPS.variants().all().stream().map(ReplyVariant::name);
    }

    @ParameterizedTest
    @MethodSource("variants")
    void everyVariantChangesAReply(String name) {
        List<String> usual = answers();

        UPS.variants().enable(name);

        assertThat(answers()).isNotEqualTo(usual).noneMatch(answer -> answer.contains(BUG));
    }

    @Test
    void allShapesCanBeCombined() {
        UPS.variants().enable("all");

        assertThat(answers()).noneMatch(answer -> answer.contains(BUG));
    }

    @Test
    void soldParcelsAreFoundAndLabelsRecoveredUntilVoided() {
        String reference = "ORDER-" + references++;
        String number = buy(reference, "ZPL");

        assertThat(byReference(reference).body()).contains(number);
        assertThat(byReference("OTHER-1").status()).isEqualTo(404);
        assertThat(recover(number, "PDF").body()).contains("\"ShipmentIdentificationNumber\":\"" + number);

        assertThat(cancel(number).status()).isEqualTo(200);
        assertThat(cancel(number).body()).contains("190117");
        assertThat(cancel("1ZA1B2C30300000000").body()).contains("190101");
        assertThat(byReference(reference).body()).contains("\"type\":\"MV\"");
        assertThat(recover(number, "PDF").body()).contains("300022");
    }

    @Test
    void pickedUpParcelsAreNotVoided() {
        String number = buy("ORDER-" + references++, "ZPL");

        CLOCK.advance(Duration.ofHours(1));

        assertThat(cancel(number).body()).contains("190102");
    }

    @Test
    void referenceSearchIsLimitedToAccountAndPeriod() {
        String reference = "ORDER-" + references++;
        buy(reference, "ZPL");

        assertThat(byReference(reference, "A1B2C3", today()).status()).isEqualTo(200);
        assertThat(byReference(reference, "OTHERS", today()).status()).isEqualTo(404);
        assertThat(byReference(reference, "A1B2C3", today().minusDays(1)).status())
                .isEqualTo(404);
        assertThat(byReference(reference, "A1B2C3", today().plusDays(8)).status())
                .isEqualTo(404);
    }

    /** Replies without the values that differ each time. */
    private static List<String> answers() {
        String reference = "ORDER-" + references++;
        String number = buy(reference, "GIF");
        return Stream.of(
                        quote("90210"),
                        quote("00010"),
                        validate(),
                        ship("SHAPE-" + references++, "GIF"),
                        get("/api/track/v1/details/" + number),
                        get("/api/track/v1/details/1ZNOBODYKNOWSIT"),
                        byReference(reference),
                        byReference("NOBODY-KNOWS-IT"),
                        recover(number, "PDF"),
                        cancel(number))
                .map(told -> (told.status() + told.body())
                        .replaceAll("1Z" + ACCOUNT.number() + "\\d+", "1Z")
                        .replaceAll("ORDER-\\d+", "ORDER")
                        .replaceAll("(?<=(GraphicImage|ime|ate)\":\")[^\"]{4,8}(?=\")", "0")
                        .replaceAll("(?<=GraphicImage\":\")[^\"]{9,}", "image"))
                .toList();
    }

    private static Told quote(String zip) {
        return post("/api/rating/v2409/Shoptimeintransit", """
                {"RateRequest": {"Request": {}, "Shipment": {"Shipper": {"ShipperNumber": "A1B2C3"},
                 "ShipFrom": {"Address": {"PostalCode": "10001"}}, "ShipTo": {"Address": {"PostalCode": "%s"}},
                 "DeliveryTimeInformation": {"Pickup": {"Date": "20261201"}},
                 "Package": [{"PackageWeight": {"Weight": "2.5"}}]}}}""".formatted(zip));
    }

    private static Told validate() {
        return post("/api/addressvalidation/v2/3", """
                {"XAVRequest": {"AddressKeyFormat": {"AddressLine": ["9 Elm Drive"], "PoliticalDivision2": "Reno",
                 "PoliticalDivision1": "NV", "PostcodePrimaryLow": "89501", "CountryCode": "US"}}}""");
    }

    private static String buy(String reference, String format) {
        return SimulatedRequest.at(
                        ship(reference, format).json(), "ShipmentResponse", "ShipmentResults", "PackageResults")
                .getString("TrackingNumber");
    }

    private static Told ship(String reference, String format) {
        String address =
                "{\"Address\": {\"City\": \"New York\", \"StateProvinceCode\": \"NY\", \"PostalCode\": \"10001\"}}";
        return post("/api/shipments/v2409/ship", """
                {"ShipmentRequest": {"Request": {}, "Shipment": {"ShipFrom": %s, "ShipTo": %s, "Service": {"Code": "03"},
                 "PaymentInformation": {"ShipmentCharge": [{"BillShipper": {"AccountNumber": "A1B2C3"}}]},
                 "Package": [{"PackageWeight": {"Weight": "2.5"}, "ReferenceNumber": [{"Value": "%s"}]}]},
                 "LabelSpecification": {"LabelImageFormat": {"Code": "%s"}}}}""".formatted(address, address, reference, format));
    }

    private static Told byReference(String reference) {
        return byReference(reference, "A1B2C3", today());
    }

    /** @param last day of a seven-day search period */
    private static Told byReference(String reference, String account, LocalDate last) {
        return get("/api/track/v1/reference/details/" + reference + "?shipperNum=" + account + "&fromPickUpDate="
                + DateTimeFormatter.BASIC_ISO_DATE.format(last.minusDays(6)) + "&toPickUpDate="
                + DateTimeFormatter.BASIC_ISO_DATE.format(last));
    }

    private static LocalDate today() {
        return LocalDate.ofInstant(CLOCK.instant(), ZoneId.of("America/New_York"));
    }

    private static Told recover(String number, String format) {
        return post("/api/labels/v1/recovery", """
                {"LabelRecoveryRequest": {"Request": {}, "TrackingNumber": "%s",
                 "LabelSpecification": {"LabelImageFormat": {"Code": "%s"}}}}""".formatted(number, format));
    }

    private static Told cancel(String shipment) {
        return send(
                "DELETE", "/api/shipments/v2409/void/cancel/" + shipment, "", "application/json", "Bearer " + token);
    }

    private static Told get(String path) {
        return send("GET", path, "", "application/json", "Bearer " + token);
    }

    private static Told post(String path, String body) {
        return send("POST", path, body, "application/json", "Bearer " + token);
    }

    private static Told send(String method, String path, String body, String mediaType, String authorization) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(UPS.url() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", mediaType)
                .header("Authorization", authorization)
                .build();
        try {
            HttpResponse<String> reply = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return new Told(reply.statusCode(), reply.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
