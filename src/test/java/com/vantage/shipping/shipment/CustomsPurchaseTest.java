package com.vantage.shipping.shipment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import com.vantage.shipping.carrier.RecordedReplies;
import com.vantage.shipping.support.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Purchases across customs borders: what they must state, and the documents that they have. */
@QuarkusTest
class CustomsPurchaseTest extends ApiTest {
    private static final String INVOICE = "commercial_invoice";

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "UPS, 11, toronto, commercial_invoice",
                "UPS, 65, london, commercial_invoice",
                "UPS, 03, san-juan, none",
                "FedEx, FEDEX_GROUND, toronto, commercial_invoice",
                "FedEx, INTERNATIONAL_ECONOMY, london, commercial_invoice",
                "FedEx, INTERNATIONAL_ECONOMY, san-juan, commercial_invoice",
                "USPS, PRIORITY_MAIL_INTERNATIONAL, toronto, customs_form",
                "USPS, PRIORITY_MAIL_EXPRESS_INTERNATIONAL, london, customs_form",
                "USPS, PRIORITY_MAIL, san-juan, none",
                "USPS, PRIORITY_MAIL, apo, customs_form"
            })
    void everyLabelHasItsDocument(String carrier, String service, String place, String document) {
        String id = create(to(place, carrier, service))
                .statusCode(201)
                .body("documents.type", document == null ? nullValue() : contains(document))
                .extract()
                .path("shipment_id");

        assertThat(read(id, "/label").statusCode(200).extract().asString()).startsWith("%PDF");
        if (document != null) {
            String url = read(id, "").extract().path("documents[0].url");
            assertThat(url).isEqualTo("/api/v2/shipments/" + id + "/documents/" + document);
            assertThat(read(id, "/documents/" + document)
                            .statusCode(200)
                            .contentType("application/pdf")
                            .extract()
                            .asString())
                    .startsWith("%PDF");
        }
        assertThat(sandbox.sold(id)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/customs|null",
                "/customs/items|{\"items\": []}",
                "/customs/items/0/description|{\"items\": [{\"quantity\": 1, \"unit_value\": 5, \"hs_code\": \"610910\", \"origin_country\": \"US\", \"weight_oz\": 6}]}",
                "/customs/items/0/quantity|{\"items\": [{\"description\": \"Mug\", \"unit_value\": 5, \"hs_code\": \"610910\", \"origin_country\": \"US\", \"weight_oz\": 6}]}",
                "/customs/items/0/unit_value|{\"items\": [{\"description\": \"Mug\", \"quantity\": 1, \"hs_code\": \"610910\", \"origin_country\": \"US\", \"weight_oz\": 6}]}",
                "/customs/items/0/hs_code|{\"items\": [{\"description\": \"Mug\", \"quantity\": 1, \"unit_value\": 5, \"origin_country\": \"US\", \"weight_oz\": 6}]}",
                "/customs/items/0/origin_country|{\"items\": [{\"description\": \"Mug\", \"quantity\": 1, \"unit_value\": 5, \"hs_code\": \"610910\", \"weight_oz\": 6}]}",
                "/customs/items/0/weight_oz|{\"items\": [{\"description\": \"Mug\", \"quantity\": 1, \"unit_value\": 5, \"hs_code\": \"610910\", \"origin_country\": \"US\"}]}",
                "/customs/items/0/currency|{\"items\": [{\"description\": \"Mug\", \"quantity\": 1, \"unit_value\": 5, \"currency\": \"EUR\", \"hs_code\": \"610910\", \"origin_country\": \"US\", \"weight_oz\": 6}]}",
                "/customs/items|{\"items\": [{\"description\": \"Mug\", \"quantity\": 9, \"unit_value\": 5, \"hs_code\": \"610910\", \"origin_country\": \"US\", \"weight_oz\": 6}]}",
                "/customs/itn|{\"items\": [{\"description\": \"Ring\", \"quantity\": 1, \"unit_value\": 2500.01, \"hs_code\": \"711319\", \"origin_country\": \"US\", \"weight_oz\": 6}]}",
                "/customs/itn|{\"itn\": \"X2026\", \"items\": [{\"description\": \"Ring\", \"quantity\": 1, \"unit_value\": 9, \"hs_code\": \"711319\", \"origin_country\": \"US\", \"weight_oz\": 6}]}",
                "/customs/export_exemption|{\"itn\": \"X20261124123456\", \"export_exemption\": \"30.37(a)\", \"items\": [{\"description\": \"Ring\", \"quantity\": 1, \"unit_value\": 9, \"hs_code\": \"711319\", \"origin_country\": \"US\", \"weight_oz\": 6}]}",
                "/customs/incoterm|{\"incoterm\": \"FOB\", \"items\": [{\"description\": \"Ring\", \"quantity\": 1, \"unit_value\": 9, \"hs_code\": \"711319\", \"origin_country\": \"US\", \"weight_oz\": 6}]}",
                "/customs/signature|{\"signature\": true, \"items\": [{\"description\": \"Ring\", \"quantity\": 1, \"unit_value\": 9, \"hs_code\": \"711319\", \"origin_country\": \"US\", \"weight_oz\": 6}]}"
            })
    void missingOrInvalidFieldIsRefusedBeforeAnyCarrierIsAsked(String pointer, String customs) {
        for (String carrier : List.of("UPS", "FedEx", "USPS")) {
            JsonObject order = to("london", carrier, service(carrier))
                    .put("customs", customs.equals("null") ? null : new JsonObject(customs));

            create(order)
                    .statusCode(400)
                    .body("type", is("/problems/invalid-request"))
                    .body("errors.pointer", contains(pointer));

            assertThat(sandbox.received(carrier.toLowerCase(Locale.ROOT))).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"UPS, 65", "FedEx, INTERNATIONAL_ECONOMY"})
    void privateCarriersNeedBothPhones(String carrier, String service) {
        for (String party : List.of("origin", "destination")) {
            JsonObject order = to("london", carrier, service);
            order.getJsonObject(party).remove("phone");

            create(order).statusCode(400).body("errors.pointer", contains("/" + party + "/phone"));
        }
    }

    @Test
    void filedExportAndPlacesWithoutFilingAreSold() {
        JsonObject ring = customs();
        ring.getJsonArray("items").getJsonObject(0).put("unit_value", 3000);

        create(to("toronto", "UPS", "11").put("customs", ring)).statusCode(201);
        create(to("london", "UPS", "65").put("customs", ring.copy().put("itn", "AES X20261124123456")))
                .statusCode(201)
                .body("customs.itn", is("X20261124123456"));
        create(to("london", "FedEx", "INTERNATIONAL_ECONOMY")
                        .put("customs", ring.copy().put("export_exemption", "NO EEI 30.37(Y)")))
                .statusCode(201)
                .body("customs.export_exemption", is("30.37(y)"));
    }

    @Test
    void documentsNeedNoTariffCode() {
        JsonObject papers = customs().put("contents_type", "documents");
        papers.getJsonArray("items").getJsonObject(0).remove("hs_code");

        create(to("london", "UPS", "65").put("customs", papers))
                .statusCode(201)
                .body("customs.contents_type", is("documents"))
                .body("documents", nullValue());
    }

    @Test
    void customsAreToldToThoseWhoSeeTheDestination() {
        String client = "client-" + UUID.randomUUID();
        JsonObject order = to("toronto", "UPS", "11")
                .put("customs", customs().put("incoterm", "DDP").put("exporter_tax_id", "12-3456789"));
        JsonPath created = withToken(sandbox.token(client, client, ALL_SCOPES))
                .body(order.encode())
                .post("/api/v2/shipments/create")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        String path = "/api/v2/shipments/" + created.getString("shipment_id");

        JsonPath read = get(client, client, path);

        assertThat(read.getMap("customs")).isEqualTo(created.getMap("customs"));
        assertThat(read.getMap("customs"))
                .containsEntry("incoterm", "DDP")
                .containsEntry("contents_type", "merchandise")
                .containsEntry("exporter_tax_id", "12-3456789");
        assertThat(read.getString("customs.items[0].hs_code")).isEqualTo("610910");
        assertThat(get("app", "cus_81", path).getList("customs.items")).hasSize(1);
        assertThat(get(client, client, "/api/v2/shipments/events").getList("events.shipment.customs"))
                .isNotEmpty()
                .containsOnlyNulls();
    }

    @Test
    void customsAreIgnoredWithinACountry() {
        create(purchase("UPS", "03").put("customs", customs()))
                .statusCode(201)
                .body("customs", nullValue())
                .body("documents", nullValue());

        assertThat(sandbox.received("ups", "buy").getFirst().getString("body")).doesNotContain("Cotton");
    }

    /** To Guam the post takes a form, and needs none. */
    @Test
    void optionalFormIsPrintedIfStated() {
        create(to("guam", "USPS", "PRIORITY_MAIL")).statusCode(201).body("documents.type", contains("customs_form"));
        JsonObject without = to("guam", "USPS", "PRIORITY_MAIL");
        without.remove("customs");
        create(without).statusCode(201).body("documents", nullValue());
    }

    @Test
    void otherCustomsAreAnotherRequest() {
        String key = UUID.randomUUID().toString();
        JsonObject order = to("toronto", "FedEx", "FEDEX_GROUND");
        String id = createWithKey(key, order).statusCode(201).extract().path("shipment_id");
        JsonObject otherNotation = order.copy();
        otherNotation
                .getJsonObject("customs")
                .getJsonArray("items")
                .getJsonObject(0)
                .put("hs_code", "610910")
                .put("unit_value", 12.50);

        createWithKey(key, otherNotation)
                .statusCode(201)
                .header("Idempotent-Replay", "true")
                .body("shipment_id", equalTo(id));
        createWithKey(key, order.copy().put("customs", customs().put("incoterm", "DDP")))
                .statusCode(422)
                .body("type", is("/problems/idempotency-mismatch"));
    }

    @ParameterizedTest
    @CsvSource({"UPS", "FedEx", "USPS"})
    void quoteAbroadIsBoughtAtItsPrice(String carrier) {
        JsonObject order = to("toronto", carrier, "");
        List.of("carrier", "service_code").forEach(order::remove);
        JsonObject question = new JsonObject()
                .put("origin", place("10001"))
                .put("destination", new JsonObject().put("country", "CA").put("zip", "M5V 3L9"))
                .put("packages", order.remove("packages"))
                .put("customs", order.remove("customs"))
                .put("carriers", new JsonArray().add(carrier));
        JsonPath quotes = quote(question).statusCode(200).extract().jsonPath();

        for (int i = 0; i < quotes.getList("quotes").size(); i++) {
            create(order.copy().put("quote_id", quotes.getString("quotes[" + i + "].quote_id")))
                    .statusCode(201)
                    .body("documents", hasSize(1))
                    .body("quoted_rate", equalTo(quotes.<Object>get("quotes[" + i + "].rate")));
        }
    }

    @Test
    void labelAsPictureHasItsFormAsPdf() {
        String id = create(to("london", "USPS", "PRIORITY_MAIL_INTERNATIONAL").put("label_format", "PNG"))
                .statusCode(201)
                .body("documents[0].format", is("PDF"))
                .extract()
                .path("shipment_id");

        read(id, "/label").contentType("image/png");
        assertThat(read(id, "/documents/customs_form").extract().asString()).startsWith("%PDF");
    }

    @Test
    void formOfAZplLabelIsPartOfTheStream() {
        String id = create(to("apo", "USPS", "PRIORITY_MAIL").put("label_format", "ZPL"))
                .statusCode(201)
                .body("documents[0].format", is("ZPL"))
                .extract()
                .path("shipment_id");

        assertThat(read(id, "/documents/customs_form")
                        .contentType("application/zpl")
                        .extract()
                        .asString())
                .startsWith("^XA")
                .contains("CUSTOMS NO EEI 30.37(a)");
    }

    @Test
    void otherDocumentsAndThoseOfVoidedLabelsAreNotFound() {
        String id = create(to("london", "UPS", "65")).statusCode(201).extract().path("shipment_id");

        for (String type : List.of("customs_form", "COMMERCIAL_INVOICE", "label")) {
            read(id, "/documents/" + type).statusCode(404).body("type", is("/problems/document-not-found"));
        }
        withToken(sandbox.token("other-shop", "other", ALL_SCOPES))
                .get("/api/v2/shipments/{id}/documents/{type}", id, INVOICE)
                .then()
                .statusCode(404)
                .body("type", is("/problems/shipment-not-found"));
        as(ALL_SCOPES).post("/api/v2/shipments/{id}/cancel", id).then().statusCode(200);
        read(id, "/documents/" + INVOICE).statusCode(404).body("detail", containsString("cancelled"));
    }

    @Test
    void saleWithoutAnInvoiceIsASale() {
        String reply = RecordedReplies.text("ups/sold-at-list-price.json");
        sandbox.stubReply("ups", "buy", 200, "application/json", reply);

        create(to("london", "UPS", "65"))
                .statusCode(201)
                .body("documents", nullValue())
                .body("label.format", is("PDF"));
    }

    private static String service(String carrier) {
        return switch (carrier) {
            case "UPS" -> "65";
            case "FedEx" -> "INTERNATIONAL_ECONOMY";
            default -> "PRIORITY_MAIL_INTERNATIONAL";
        };
    }

    private static JsonObject to(String place, String carrier, String service) {
        JsonObject order = purchase(carrier, service).put("customs", customs());
        JsonObject to = order.getJsonObject("destination");
        switch (place) {
            case "toronto" ->
                to.put("city", "Toronto")
                        .put("state", "ON")
                        .put("zip", "M5V 3L9")
                        .put("country", "CA")
                        .put("phone", "+1 416 555 0100");
            case "london" ->
                to.put("city", "London")
                        .put("zip", "SW1A 1AA")
                        .put("country", "GB")
                        .put("phone", "+44 20 7946 0958")
                        .remove("state");
            case "san-juan" -> to.put("city", "San Juan").put("state", "PR").put("zip", "00901");
            case "guam" -> to.put("city", "Hagatna").put("state", "GU").put("zip", "96910");
            case "apo" -> to.put("city", "APO").put("state", "AE").put("zip", "09012");
            default -> throw new IllegalArgumentException(place);
        }
        return order;
    }

    private JsonPath get(String client, String subject, String path) {
        return withToken(sandbox.token(client, subject, ALL_SCOPES))
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private ValidatableResponse read(String id, String path) {
        return as(ALL_SCOPES).get("/api/v2/shipments/{id}" + path, id).then();
    }

    private ValidatableResponse createWithKey(String key, JsonObject order) {
        return as(ALL_SCOPES)
                .header("Idempotency-Key", key)
                .body(order.encode())
                .post("/api/v2/shipments/create")
                .then();
    }
}
