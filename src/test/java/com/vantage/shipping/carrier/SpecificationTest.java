package com.vantage.shipping.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;

import com.vantage.shipping.model.CancellationRequest;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.CarrierPickup;
import com.vantage.shipping.model.Label;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.ManifestOrder;
import com.vantage.shipping.model.PickupOrder;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.PurchaseResult;
import com.vantage.shipping.model.UsAddress;
import com.vantage.shipping.support.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Validates our requests against the carriers' own specifications. */
@QuarkusTest
@EnabledIf(
        value = "specificationsArePresent",
        disabledReason = "-Dcarrier.specs=… names no folder of the carriers' specifications")
class SpecificationTest extends ApiTest {
    private static final ZoneId CARRIER_ZONE = ZoneId.of("America/New_York");

    private static final Map<String, List<String>> FILES = Map.of(
            "ups",
            List.of(
                    "ups/OAuthClientCredentials.yaml",
                    "ups/AddressValidation.yaml",
                    "ups/Rating.yaml",
                    "ups/Shipping.yaml",
                    "ups/Pickup.yaml",
                    "ups/Tracking.yaml"),
            "fedex",
            List.of("fedex/rate-api.json", "fedex/ship-api.json", "fedex/track.json", "fedex/pickup-api.json"),
            "usps",
            List.of(
                    "usps/addresses.yaml",
                    "usps/shipping-options.yaml",
                    "usps/international-prices.yaml",
                    "usps/domestic-labels.yaml",
                    "usps/international-labels.yaml",
                    "usps/scan-forms.yaml",
                    "usps/carrier-pickup.yaml",
                    "usps/tracking.yaml",
                    "usps/payments.yaml"));

    /** FedEx and USPS have not published token requests of this form, and there are no files of FedEx's address and close APIs. */
    private static final Map<String, Set<String>> UNSPECIFIED = Map.of(
            "fedex",
            Set.of("/oauth/token", "/address/v1/addresses/resolve", "/ship/v1/endofday/"),
            "usps",
            Set.of("/oauth2/v3/token"));

    private static final Map<String, List<Specification>> SPECIFICATIONS = new TreeMap<>();
    private static final Map<String, Integer> VALIDATED = new TreeMap<>();

    @Inject
    Carriers carriers;

    /** Prints why the class is skipped, which the build does not. */
    static boolean specificationsArePresent() {
        String folder = System.getProperty("carrier.specs");
        if (folder != null && Files.isDirectory(Path.of(folder))) {
            return true;
        }
        System.out.println("Requests are not validated against the carriers' specifications: "
                + (folder == null ? "-Dcarrier.specs=… does not name their folder" : "there is no folder " + folder));
        return false;
    }

    @BeforeAll
    static void readSpecifications() throws IOException {
        Path specs = Path.of(System.getProperty("carrier.specs"));
        for (Map.Entry<String, List<String>> carrier : FILES.entrySet()) {
            List<Specification> read = new ArrayList<>();
            for (String file : carrier.getValue()) {
                read.add(Specification.read(specs, file));
            }
            SPECIFICATIONS.put(carrier.getKey(), read);
        }
    }

    @AfterAll
    static void printValidated() {
        if (!VALIDATED.isEmpty()) {
            System.out.println("Requests validated against the carriers' specifications:");
            VALIDATED.forEach((operation, count) -> System.out.printf("%6d  %s%n", count, operation));
        }
    }

    @Test
    void tokenRequestsConform() {
        sandbox.revokeTokens();

        quote(referenceQuote()).statusCode(200);
        sandbox.revokeTokens();
        create(purchase("USPS", "PRIORITY_MAIL")).statusCode(201);

        validate("ups", "token", 1);
        validate("fedex", "token", 1);
        validate("usps", "token", 3);
    }

    @Test
    void rateRequestsConform() {
        List<JsonObject> questions = Stream.concat(shipments(), places()).toList();

        for (JsonObject question : questions) {
            quote(question).statusCode(200);
        }

        for (String carrier : FILES.keySet()) {
            validate(carrier, "quote", questions.size());
        }
    }

    /** Puerto Rico, Guam and a military address are domestic for the post only. */
    @Test
    void rateRequestsWithinTerritoriesConform() {
        for (String zip : List.of("00901", "96910", "96799")) {
            quote(referenceQuote().put("origin", place(zip)).put("destination", place(zip)))
                    .statusCode(200)
                    .body("carriers.status", everyItem(is("answered")));
        }
        for (String zip : List.of("00901", "96910", "09012")) {
            quote(referenceQuote().put("destination", place(zip))).statusCode(200);
        }

        validate("ups", "quote", 3);
        validate("fedex", "quote", 3);
        validate("usps", "quote", 6);
    }

    @Test
    void internationalRateRequestsConform() {
        List<JsonObject> questions = Stream.of(
                        new JsonObject().put("country", "CA").put("zip", "M5V 3L9"),
                        new JsonObject()
                                .put("country", "GB")
                                .put("zip", "SW1A 1AA")
                                .put("residential", false),
                        new JsonObject()
                                .put("country", "HK")
                                .put("city", "Central and Western District, Hong Kong Island"),
                        new JsonObject()
                                .put("country", "MX")
                                .put("zip", "01000")
                                .put("state", "CMX"),
                        new JsonObject().put("country", "BR").put("zip", "01310-100"),
                        place("96910"))
                .flatMap(to -> Stream.of(
                        referenceQuote().put("destination", to).put("customs", customs()),
                        referenceQuote()
                                .put("destination", to)
                                .put("packages", new JsonArray().add(parcel(16, 8, 6, 4)))
                                .put("customs", customs().put("contents_type", "documents"))))
                .toList();

        for (JsonObject question : questions) {
            quote(question).statusCode(200).body("carriers.status", everyItem(is("answered")));
        }

        for (String carrier : FILES.keySet()) {
            validate(carrier, "quote", questions.size());
        }
    }

    @Test
    void rateRequestsWithOptionsConform() {
        JsonObject held = new JsonObject().put("hold_for_pickup", true);
        List<JsonObject> questions = Stream.concat(
                        Stream.of(
                                        new JsonObject().put("signature", "standard"),
                                        new JsonObject()
                                                .put("signature", "adult")
                                                .put("saturday_delivery", true)
                                                .put("insured_value", new JsonObject().put("amount", 5000)),
                                        held.copy().put("location_id", "YBZA"),
                                        held.copy().put("location_id", "1437366"))
                                .map(options -> referenceQuote()
                                        .put("ship_date", nextFriday())
                                        .put("options", options)),
                        // Whole shipments are signed for at UPS
                        Stream.of(referenceQuote()
                                .put(
                                        "destination",
                                        new JsonObject().put("country", "CA").put("zip", "M5V 3L9"))
                                .put("customs", customs())
                                .put(
                                        "options",
                                        new JsonObject()
                                                .put("signature", "standard")
                                                .put("insured_value", new JsonObject().put("amount", 12.5)))))
                .toList();

        for (JsonObject question : questions) {
            quote(question).statusCode(200);
        }

        validate("ups", "quote", 3);
        validate("fedex", "quote", 4);
        validate("usps", "quote", 6);
    }

    @ParameterizedTest
    @CsvSource({"UPS, 01", "FedEx, PRIORITY_OVERNIGHT", "USPS, PRIORITY_MAIL", "USPS, PRIORITY_MAIL_EXPRESS"})
    void purchasesWithOptionsConform(String carrier, String service) {
        JsonObject insured = new JsonObject().put("insured_value", new JsonObject().put("amount", 600));
        List<JsonObject> orders = Stream.of(
                        insured.copy().put("signature", "adult").put("saturday_delivery", true),
                        insured.copy().put("signature", "standard").put("label_size", "letter"),
                        new JsonObject().put("label_dpi", 203))
                .map(options -> purchase(carrier, service)
                        .put("ship_date", nextFriday())
                        .put("label_format", options.containsKey("label_dpi") ? "ZPL" : "PDF")
                        .put("options", options))
                .toList();

        for (JsonObject order : orders) {
            create(order).statusCode(201);
        }

        validate(carrier, "buy", orders.size());
    }

    /** UPS signs whole shipments there; FedEx and USPS hold at a location, and print at 300 dots per inch. */
    @Test
    void purchasesWithOptionsOfSomeCarriersConform() {
        JsonObject abroad = internationalPurchase(
                        "UPS",
                        new JsonObject()
                                .put("country", "CA")
                                .put("zip", "H2Y 1C6")
                                .put("city", "Montreal")
                                .put("state", "QC")
                                .put("phone", "514 555 0100"))
                .put("customs", customs())
                .put("options", new JsonObject().put("signature", "adult"));
        create(abroad).statusCode(201);
        for (String carrier : List.of("FedEx", "USPS")) {
            JsonObject order = purchase(carrier, carrier.equals("FedEx") ? "FEDEX_2_DAY" : "PRIORITY_MAIL")
                    .put("label_format", "ZPL")
                    .put(
                            "options",
                            new JsonObject()
                                    .put("hold_for_pickup", true)
                                    .put("location_id", carrier.equals("FedEx") ? "YBZA" : "1437366")
                                    .put("label_dpi", 300));
            order.getJsonObject("origin").put("email", "dock@example.com");
            order.getJsonObject("destination").put("email", "jane@example.com");
            create(order).statusCode(201);
        }

        validate("ups", "buy", 1);
        validate("fedex", "buy", 1);
        validate("usps", "buy", 1);
    }

    private static String nextFriday() {
        return LocalDate.now(CARRIER_ZONE)
                .with(TemporalAdjusters.nextOrSame(DayOfWeek.FRIDAY))
                .toString();
    }

    @Test
    void longRequestIdsAreTruncated() {
        as("shipping:quote")
                .header("X-Request-ID", "r".repeat(128))
                .body(referenceQuote().encode())
                .post("/api/v2/shipments/rate-quote")
                .then()
                .statusCode(200);

        for (String carrier : FILES.keySet()) {
            validate(carrier, "quote", 1);
        }
    }

    /** The simulated carriers do not sell all of them, but their requests are validated all the same. */
    @ParameterizedTest
    @CsvSource({
        "UPS, 03",
        "UPS, 12",
        "UPS, 02",
        "UPS, 59",
        "UPS, 13",
        "UPS, 01",
        "UPS, 14",
        "FedEx, FEDEX_GROUND",
        "FedEx, GROUND_HOME_DELIVERY",
        "FedEx, FEDEX_EXPRESS_SAVER",
        "FedEx, FEDEX_2_DAY",
        "FedEx, FEDEX_2_DAY_AM",
        "FedEx, STANDARD_OVERNIGHT",
        "FedEx, PRIORITY_OVERNIGHT",
        "FedEx, FIRST_OVERNIGHT",
        "USPS, USPS_GROUND_ADVANTAGE",
        "USPS, PRIORITY_MAIL",
        "USPS, PRIORITY_MAIL_EXPRESS"
    })
    void purchasesOfEveryServiceConform(String carrier, String service) {
        create(purchase(carrier, service)
                .put("ship_date", LocalDate.now(CARRIER_ZONE).plusDays(5).toString()));

        validate(carrier, "buy", 1);
    }

    @ParameterizedTest
    @CsvSource({"UPS, 03", "FedEx, FEDEX_2_DAY", "USPS, PRIORITY_MAIL"})
    void purchasesOfAllFormatsAndAddressesConform(String carrier, String service) {
        List<JsonObject> orders = Stream.concat(formats(carrier, service), parties(carrier, service))
                .toList();

        for (JsonObject order : orders) {
            create(order).statusCode(201);
        }

        validate(carrier, "quote", 0);
        validate(carrier, "buy", orders.size());
    }

    /** Toronto, London, Sydney (a long province), Hong Kong (no postal code), San Juan, Guam and, by USPS, an APO. */
    @ParameterizedTest
    @CsvSource({"UPS", "FedEx", "USPS"})
    void internationalPurchasesConform(String carrier) {
        List<JsonObject> orders = destinations(carrier)
                .flatMap(to -> declarations()
                        .map(customs -> internationalPurchase(carrier, to).put("customs", customs)))
                .toList();

        int bought = 0;
        for (JsonObject order : orders) {
            int status = create(order).extract().statusCode();
            // The simulated carriers do not sell every service everywhere
            assertThat(status).isIn(201, 422);
            bought += status == 201 ? 1 : 0;
        }

        assertThat(bought).isGreaterThanOrEqualTo(4 * (int) declarations().count());
        validate(carrier, "buy", bought);
    }

    @ParameterizedTest
    @CsvSource({"UPS", "FedEx", "USPS"})
    void internationalFindAndCancelRequestsConform(String name) {
        GuardedCarrier carrier = carriers.find(CarrierCode.of(name)).orElseThrow();
        for (LabelFormat format : List.of(LabelFormat.PDF, LabelFormat.ZPL)) {
            PurchaseOrder order =
                    SampleRequests.internationalOrder(internationalService(name), format, LocalDate.now(CARRIER_ZONE));
            PurchaseResult bought = value(carrier.buy(order));

            value(carrier.find(order));
            value(carrier.cancel(
                    new CancellationRequest(bought.carrierShipmentId(), List.of(bought.trackingNumber()))));
        }

        validate(name, "find", 2);
        validate(name, "cancel", 2);
    }

    private static JsonObject internationalPurchase(String carrier, JsonObject to) {
        boolean isDomesticMail =
                carrier.equals("USPS") && to.getString("country").equals("US");
        boolean isTerritory = carrier.equals("UPS") && "PR".equals(to.getString("state"));
        JsonObject order = purchase(
                carrier, isDomesticMail ? "PRIORITY_MAIL" : isTerritory ? "03" : internationalService(carrier));
        order.getJsonObject("destination").mergeIn(to);
        order.getJsonObject("origin").put("company", "Vantage");
        return order;
    }

    private static String internationalService(String carrier) {
        return switch (carrier) {
            case "UPS" -> "65";
            case "FedEx" -> "INTERNATIONAL_ECONOMY";
            default -> "PRIORITY_MAIL_INTERNATIONAL";
        };
    }

    private static Stream<JsonObject> destinations(String carrier) {
        JsonObject abroad = new JsonObject().put("state", null).put("phone", "+44 20 7946 0958");
        Stream<JsonObject> everywhere = Stream.of(
                new JsonObject()
                        .put("country", "CA")
                        .put("zip", "H2Y 1C6")
                        .put("city", "Montréal")
                        .put("state", "QC")
                        .put("phone", "514 555 0100"),
                abroad.copy().put("country", "GB").put("zip", "SW1A 1AA").put("city", "London"),
                abroad.copy()
                        .put("country", "AU")
                        .put("zip", "2000")
                        .put("city", "Sydney")
                        .put("state", "New South Wales"),
                abroad.copy().put("country", "HK").put("zip", null).put("city", "Central"),
                new JsonObject()
                        .put("country", "US")
                        .put("zip", "00901")
                        .put("city", "San Juan")
                        .put("state", "PR"),
                new JsonObject()
                        .put("country", "US")
                        .put("zip", "96910")
                        .put("city", "Hagatna")
                        .put("state", "GU"));
        return carrier.equals("USPS")
                ? Stream.concat(
                        everywhere,
                        Stream.of(new JsonObject()
                                .put("country", "US")
                                .put("zip", "09012")
                                .put("city", "APO")
                                .put("state", "AE")))
                : everywhere;
    }

    private static Stream<JsonObject> declarations() {
        JsonObject documents = customs().put("contents_type", "documents");
        documents.getJsonArray("items").getJsonObject(0).remove("hs_code");
        JsonObject many = customs();
        many.getJsonArray("items").clear();
        IntStream.rangeClosed(1, 30).forEach(i -> many.getJsonArray("items")
                .add(new JsonObject()
                        .put("description", "Größe " + "x".repeat(20) + i)
                        .put("quantity", 1)
                        .put("unit_value", new BigDecimal("0.01"))
                        .put("hs_code", "61091000123456")
                        .put("origin_country", "CN")
                        .put("weight_oz", 1)));
        return Stream.of(
                customs(),
                documents,
                many.put("contents_type", "return").put("invoice_number", "I".repeat(15)),
                customs()
                        .put("contents_type", "gift")
                        .put("incoterm", "DDP")
                        .put("exporter_tax_id", "E".repeat(18))
                        .put("recipient_tax_id", "R".repeat(18))
                        .put("itn", "X20261124123456"),
                customs().put("contents_type", "sample").put("export_exemption", "30.2(d)(2)"));
    }

    /** Some fit on one carrier's label and not on another's. */
    @ParameterizedTest
    @CsvSource({"UPS, 03", "FedEx, FEDEX_2_DAY", "USPS, PRIORITY_MAIL"})
    void longAddressesConformOrAreRefused(String carrier, String service) {
        int bought = 0;
        for (JsonObject order : endlessParties(carrier, service).toList()) {
            int status = create(order).extract().statusCode();
            assertThat(status).isIn(201, 422);
            bought += status == 201 ? 1 : 0;
        }

        validate(carrier, "buy", bought);
    }

    @ParameterizedTest
    @CsvSource({"UPS", "FedEx", "USPS"})
    void purchaseOfQuoteConforms(String carrier) {
        JsonPath quotes = quote(referenceQuote().put("carriers", new JsonArray().add(carrier)))
                .extract()
                .jsonPath();
        List<String> quoteIds = quotes.getList("quotes.quote_id");

        for (String quoteId : quoteIds) {
            JsonObject order = purchase(carrier, "").put("quote_id", quoteId);
            Stream.of("carrier", "service_code", "packages").forEach(order::remove);
            create(order).statusCode(201);
        }

        validate(carrier, "buy", quoteIds.size());
    }

    @ParameterizedTest
    @CsvSource({"UPS, 03", "FedEx, FEDEX_2_DAY", "USPS, PRIORITY_MAIL"})
    void trackingRequestsConform(String carrier, String service) {
        String id = create(purchase(carrier, service)).extract().path("shipment_id");

        as("shipping:track").get("/api/v2/shipments/{id}/tracking", id).then().statusCode(200);

        validate(carrier, "track", 1);
    }

    @ParameterizedTest
    @CsvSource({"UPS", "FedEx", "USPS"})
    void addressRequestsConform(String name) {
        GuardedCarrier carrier = carriers.find(CarrierCode.of(name)).orElseThrow();
        List<UsAddress> addresses = List.of(
                new UsAddress("9 Elm Dr", null, "Beverly Hills", "CA", "90210", "US"),
                new UsAddress("9 Élm Dr", "Floor ".repeat(5), "Cañon City", "CO", "81212-1234", "US"),
                new UsAddress("S".repeat(35), "T".repeat(35), "C".repeat(28), "PR", "00901", "US"));
        addresses.forEach(address -> value(carrier.validate(address, Duration.ofSeconds(10))));

        validate(name, "validate", addresses.size());
    }

    @ParameterizedTest
    @CsvSource({"UPS, 03", "FedEx, FEDEX_2_DAY", "USPS, PRIORITY_MAIL"})
    void findAndCancelRequestsConform(String name, String service) {
        GuardedCarrier carrier = carriers.find(CarrierCode.of(name)).orElseThrow();
        for (LabelFormat format : List.of(LabelFormat.PDF, LabelFormat.ZPL)) {
            PurchaseOrder order = SampleRequests.order(
                    service, format, LocalDate.now(CARRIER_ZONE), SampleRequests.parcel(), SampleRequests.parcel());
            PurchaseResult bought = value(carrier.buy(order));

            value(carrier.find(order));
            value(carrier.cancel(new CancellationRequest(
                    bought.carrierShipmentId(),
                    bought.labels().stream().map(Label::trackingNumber).toList())));
        }

        validate(name, "find", 2);
        validate(name, "cancel", 2);
    }

    @ParameterizedTest
    @CsvSource({"FedEx, FEDEX_GROUND", "USPS, PRIORITY_MAIL"})
    void manifestRequestsConform(String name, String service) {
        GuardedCarrier carrier = carriers.find(CarrierCode.of(name)).orElseThrow();
        PurchaseOrder order = SampleRequests.order(
                service,
                LabelFormat.PDF,
                LocalDate.now(CARRIER_ZONE),
                SampleRequests.parcel(),
                SampleRequests.parcel());
        PurchaseResult bought = value(carrier.buy(order));

        value(carrier.manifest(new ManifestOrder(
                order.shipDate(),
                order.from(),
                bought.labels().stream().map(Label::trackingNumber).toList())));

        validate(name, "manifest", 1);
    }

    @ParameterizedTest
    @CsvSource({
        "UPS, 03, 65",
        "FedEx, FEDEX_2_DAY, INTERNATIONAL_ECONOMY",
        "USPS, PRIORITY_MAIL, PRIORITY_MAIL_INTERNATIONAL"
    })
    void pickupRequestsConform(String name, String service, String internationalService) {
        GuardedCarrier carrier = carriers.find(CarrierCode.of(name)).orElseThrow();
        LocalDate tuesday = LocalDate.now(CARRIER_ZONE).with(TemporalAdjusters.next(DayOfWeek.TUESDAY));
        PickupOrder order = SampleRequests.pickup(tuesday, service, internationalService);

        value(carrier.checkPickup(order));
        CarrierPickup scheduled = value(carrier.schedulePickup(order));
        if (carrier.findsPickups()) {
            assertThat(value(carrier.findPickup(order))).isPresent();
        }
        value(carrier.cancelPickup(order, scheduled));

        validate(name, "pickup", 3);
    }

    @Test
    void groundPickupRequestsConform() {
        GuardedCarrier carrier = carriers.find(CarrierCode.of("FedEx")).orElseThrow();
        LocalDate tuesday = LocalDate.now(CARRIER_ZONE).with(TemporalAdjusters.next(DayOfWeek.TUESDAY));
        PickupOrder order = SampleRequests.pickup(tuesday, List.of(new PickupOrder.Packages("FEDEX_GROUND", "US", 3)));

        value(carrier.checkPickup(order));
        value(carrier.cancelPickup(order, value(carrier.schedulePickup(order))));

        validate("fedex", "pickup", 3);
    }

    /** Checks that the validation finds errors at all. */
    @ParameterizedTest
    @CsvSource({
        "UPS, quote, PackagingType", "FedEx, quote, groupPackageCount", "USPS, quote, weight",
        "UPS, buy, AddressLine", "FedEx, buy, streetLines", "USPS, buy, streetAddress"
    })
    void misspeltAndMistypedFieldsAreReported(String carrier, String operation, String field) {
        String service = Map.of("FedEx", "FEDEX_2_DAY", "USPS", "PRIORITY_MAIL").getOrDefault(carrier, "03");
        String code = carrier.toLowerCase(Locale.ROOT);
        quote(referenceQuote());
        create(purchase(carrier, service));
        SentRequest good = SentRequest.of(sandbox.received(code, operation).getLast());
        String name = '"' + field + '"';

        SentRequest misspelt = good.withBody(good.body().replace(name, '"' + field + "s\""));
        SentRequest mistyped = good.withBody(good.body().replaceAll(name + ":", name + ":true,\"was\":"));

        assertThat(violations(code, good)).isEmpty();
        assertThat(violations(code, misspelt)).anyMatch(it -> it.endsWith(field + "s: is not declared"));
        assertThat(violations(code, mistyped)).anyMatch(it -> it.contains(field + ": boolean found"));
    }

    @Test
    void missingAndWrongParametersAreReported() {
        String ups = "/api/track/v1/details/1Z999AA10123456784";
        String usps = "/tracking/v3/tracking/9400100000000000000000";
        SentRequest nameless = new SentRequest("GET", ups, Map.of(), Map.of("transid", "-"), "");
        SentRequest good = new SentRequest("GET", usps, Map.of("expand", "DETAIL"), Map.of(), "");

        assertThat(violations("ups", nameless))
                .containsExactly("header parameter transactionsrc: is required and absent");
        assertThat(violations("usps", good)).isEmpty();
        assertThat(violations("usps", good.withQuery(Map.of("expand", "ALL"))))
                .singleElement()
                .asString()
                .startsWith("query parameter expand:");
        assertThat(violations("usps", good.withQuery(Map.of("expnd", "DETAIL"))))
                .containsExactly("query parameter expnd: is not declared");
        assertThat(violations("usps", good.withHeaders(Map.of("transid", "-"))))
                .containsExactly("header parameter transid: is not declared");
    }

    private static <T> T value(Uni<Outcome<T>> call) {
        Outcome<T> outcome = call.await().atMost(Duration.ofSeconds(30));
        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        return ((Outcome.Answered<T>) outcome).value();
    }

    private static Stream<JsonObject> shipments() {
        JsonArray many = new JsonArray();
        IntStream.rangeClosed(1, 50).forEach(i -> many.add(parcel(16 * (i % 5 + 1), 10, 8, 6)));
        return Stream.of(
                        new JsonArray().add(parcel("0.01", "0.1", "0.1", "0.1")),
                        new JsonArray().add(parcel("1120", "59.999", "12", "11.0001")),
                        new JsonArray()
                                .add(parcel("15.9375", "6.25", "40.3333", "4.75")
                                        .put("reference", "r".repeat(35))),
                        many)
                .map(packages -> referenceQuote().put("packages", packages));
    }

    private static Stream<JsonObject> places() {
        return Stream.concat(
                Stream.of(
                        referenceQuote(),
                        referenceQuote().put("service_types", new JsonArray().add("ground")),
                        referenceQuote()
                                .put(
                                        "ship_date",
                                        LocalDate.now(CARRIER_ZONE).plusDays(6).toString())),
                // A nine-digit ZIP code, Hawaii, and one in no state.
                Stream.of("90210-1234", "96813", "20301").map(zip -> referenceQuote()
                        .put("destination", place(zip).put("residential", false))));
    }

    private static Stream<JsonObject> formats(String carrier, String service) {
        return Stream.of("PDF", "PNG", "ZPL").flatMap(format -> Stream.of(1, 3).map(packages -> {
            JsonArray parcels = new JsonArray();
            IntStream.rangeClosed(1, packages)
                    .forEach(i -> parcels.add(
                            parcel("15.9375", "12.25", "8", "0.3" + i).put("reference", "box " + i)));
            return purchase(carrier, service).put("label_format", format).put("packages", parcels);
        }));
    }

    private static Stream<JsonObject> parties(String carrier, String service) {
        JsonObject wordy = address(
                        "Maria ".repeat(5) + "Diaz", "Street ".repeat(7), "Town ".repeat(5), "CA", "90210-1234")
                .put("company", "Company ".repeat(4))
                .put("street2", "Floor ".repeat(5))
                .put("email", "m".repeat(60) + "@" + "mail.".repeat(30) + "example.com")
                .put("residential", false);
        JsonObject unbroken = address("N".repeat(35), "S".repeat(35), "C".repeat(28), "CA", "90210")
                .put("company", "F".repeat(35))
                .put("street2", "T".repeat(35));
        JsonObject firm =
                address("", "9 Elm Dr", "Beverly Hills", "CA", "90210").put("company", "Vantage");
        firm.remove("name");
        JsonObject single =
                address("X", "1 A", "Y", "CA", "90210").put("street2", " ").put("company", " ");
        JsonObject foreign = address("Zoë Müller-Ångström", "9 Élm Dr", "Cañon City", "CO", "81212");
        return orders(carrier, service, wordy, unbroken, firm, single, foreign);
    }

    private static Stream<JsonObject> endlessParties(String carrier, String service) {
        JsonObject wordy = address(
                        "Maria ".repeat(16) + "Diaz", "Street ".repeat(14), "Town ".repeat(12), "CA", "90210-1234")
                .put("company", "Company ".repeat(12))
                .put("street2", "Floor ".repeat(16))
                .put("email", "m".repeat(60) + "@" + "mail.".repeat(30) + "example.com");
        JsonObject unbroken = address("N".repeat(100), "S".repeat(100), "C".repeat(60), "CA", "90210")
                .put("company", "F".repeat(100))
                .put("street2", "T".repeat(100));
        JsonObject longName = address("Maria ".repeat(8) + "Diaz", "9 Elm Dr", "Beverly Hills", "CA", "90210");
        JsonObject longStreet = address("Jane Doe", "Street ".repeat(14), "Beverly Hills", "CA", "90210");
        return orders(carrier, service, wordy, unbroken, longName, longStreet);
    }

    private static Stream<JsonObject> orders(String carrier, String service, JsonObject... parties) {
        return Stream.of(parties)
                .flatMap(party -> Stream.of(
                        purchase(carrier, service).put("destination", party),
                        purchase(carrier, service).put("origin", party).put("order_id", "O".repeat(64))));
    }

    private static JsonObject parcel(String ounces, String length, String width, String height) {
        return new JsonObject()
                .put("weight_oz", new BigDecimal(ounces))
                .put(
                        "dimensions",
                        new JsonObject()
                                .put("length", new BigDecimal(length))
                                .put("width", new BigDecimal(width))
                                .put("height", new BigDecimal(height)));
    }

    /** Validates all requests that the carrier received in this test, at least so many of them of this operation. */
    private void validate(String carrier, String operation, int atLeast) {
        String code = carrier.toLowerCase(Locale.ROOT);
        assertThat(sandbox.count(code, operation)).isGreaterThanOrEqualTo(atLeast);

        List<SentRequest> requests =
                sandbox.received(code).stream().map(SentRequest::of).toList();
        requests.forEach(request -> VALIDATED.merge(code + " " + judged(code, request), 1, Integer::sum));

        assertThat(requests.stream()
                        .flatMap(request -> violations(code, request).stream()
                                .map(violation -> request.method() + " " + request.path() + ": " + violation))
                        .distinct())
                .isEmpty();
    }

    private static List<String> violations(String carrier, SentRequest request) {
        if (isUnspecified(carrier, request)) {
            return List.of();
        }
        return specification(carrier, request)
                .map(specification -> specification.violations(request))
                .orElse(List.of("not described by any specification"));
    }

    private static String judged(String carrier, SentRequest request) {
        if (isUnspecified(carrier, request)) {
            return request.method() + " " + request.path() + ": no specification";
        }
        return specification(carrier, request)
                .flatMap(specification -> specification.describes(request))
                .orElse(request.path());
    }

    private static boolean isUnspecified(String carrier, SentRequest request) {
        return UNSPECIFIED.getOrDefault(carrier, Set.of()).contains(request.path());
    }

    private static Optional<Specification> specification(String carrier, SentRequest request) {
        return SPECIFICATIONS.getOrDefault(carrier, List.of()).stream()
                .filter(specification -> specification.describes(request).isPresent())
                .findFirst();
    }
}
