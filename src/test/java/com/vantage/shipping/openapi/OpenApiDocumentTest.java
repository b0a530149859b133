package com.vantage.shipping.openapi;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.support.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OpenApiDocumentTest extends ApiTest {
    private static final YAMLMapper YAML = new YAMLMapper();

    @Test
    void committedDocumentIsCurrent() throws IOException {
        JsonNode committed = YAML.readTree(Path.of("openapi/openapi.yaml").toFile());
        JsonNode served = YAML.readTree(given().get("/api/v2/openapi").asString());

        assertThat(differences("", committed, served))
                .as("the API differs from openapi/openapi.yaml; if intended, commit the generated file: "
                        + "cp target/openapi/openapi.yaml openapi/")
                .isEmpty();
    }

    @Test
    void everyOperationIsDescribed() {
        ApiDocument document = ApiDocument.served();

        assertThat(document.operations()).isNotEmpty().allSatisfy(operation -> {
            assertThat(operation.fieldNames())
                    .contains("operationId", "summary", "description", "tags", "security", "responses");
            assertThat(operation.getString("description")).contains("shipping:");
            assertThat(document.responses(operation)).containsKeys("401", "403", "500");
            assertThat(document.responses(operation).values()).allSatisfy(response -> {
                assertThat(response.getString("description")).isNotBlank();
                assertThat(response.getJsonObject("headers").fieldNames()).contains("X-Request-ID");
                assertThat(ApiDocument.children(response.getJsonObject("content")))
                        .allSatisfy(content ->
                                assertThat(content.getJsonObject("examples")).isNotEmpty());
            });
        });
    }

    @Test
    void examplesMatchTheirSchemas() {
        ApiDocument document = ApiDocument.served();

        for (JsonObject operation : document.operations()) {
            if (operation.containsKey("requestBody")) {
                requireExamplesOfItsShape(operation.getJsonObject("requestBody"), document);
            }
            document.responses(operation).values().forEach(response -> requireExamplesOfItsShape(response, document));
        }
    }

    @Test
    void everyFieldAndParameterIsDescribed() {
        ApiDocument document = ApiDocument.served();

        assertThat(document.schemas().entrySet().stream().flatMap(schema -> undescribed(schema, document)))
                .as("fields without a description")
                .isEmpty();
        assertThat(document.operations()).allSatisfy(operation -> assertThat(parameters(operation, document))
                .allSatisfy(parameter ->
                        assertThat(parameter.getString("description")).isNotBlank()));
    }

    @Test
    void purchaseHasTwoAlternatives() {
        ApiDocument document = ApiDocument.served();
        List<JsonObject> alternatives = document.schema("CreateShipmentRequest").getJsonArray("oneOf").stream()
                .map(alternative -> document.resolved((JsonObject) alternative))
                .toList();

        assertThat(alternatives)
                .map(alternative -> texts(alternative.getJsonArray("required")))
                .containsExactly(
                        List.of("origin", "destination", "carrier", "service_code", "packages"),
                        List.of("origin", "destination", "quote_id"));
        assertThat(alternatives.getFirst().getJsonObject("properties").fieldNames())
                .doesNotContain("quote_id");
    }

    @Test
    void problemTypesAreEnumerated() {
        JsonObject problem = ApiDocument.served().schema("Problem");
        JsonArray types =
                problem.getJsonObject("properties").getJsonObject("type").getJsonArray("enum");

        assertThat(texts(types))
                .hasSize(ProblemType.values().length)
                .contains("/problems/no-service", "/problems/method-not-allowed");
    }

    @Test
    void requestExamplesHaveNoDatesKeysOrIds() {
        ApiDocument document = ApiDocument.served();

        // A time range needs dates, and any will do; a pickup needs one, too
        assertThat(document.operations())
                .filteredOn(operation ->
                        !Set.of("redeliverWebhookRange", "createPickup").contains(operation.getString("operationId")))
                .flatExtracting(operation -> document.requestExamples(operation.getString("operationId"))
                        .toList())
                .isNotEmpty()
                .noneMatch(example -> example.encode().matches(".*\\d{4}-\\d{2}-\\d{2}.*"));
        assertThat(document.operations().stream().flatMap(document::parameters))
                .filteredOn(parameter -> parameter.containsKey("example"))
                .extracting(parameter -> parameter.getString("name"))
                .doesNotContain("Idempotency-Key", "shipment_id", "cursor", "after", "before");
    }

    @Test
    void problemExamplesMatchTheirStatus() {
        ApiDocument document = ApiDocument.served();

        for (JsonObject operation : document.operations()) {
            document.responses(operation).forEach((status, response) -> {
                JsonObject problem = response.getJsonObject("content").getJsonObject("application/problem+json");
                if (problem != null) {
                    JsonObject examples = problem.getJsonObject("examples");
                    assertThat(examples.fieldNames()).allSatisfy(name -> {
                        JsonObject example =
                                document.resolved(examples.getJsonObject(name)).getJsonObject("value");
                        assertThat(example.getString("type")).isEqualTo("/problems/" + name);
                        assertThat(example.getInteger("status")).hasToString(status);
                    });
                }
            });
        }
    }

    private static List<String> texts(JsonArray array) {
        return array.stream().map(Object::toString).toList();
    }

    /** Fields without a description, neither their own nor that of the referenced schema. */
    private static Stream<String> undescribed(Map.Entry<String, JsonObject> schema, ApiDocument document) {
        JsonObject fields = schema.getValue().getJsonObject("properties", new JsonObject());
        return fields.fieldNames().stream()
                .filter(name -> Stream.of(fields.getJsonObject(name), document.resolved(fields.getJsonObject(name)))
                        .allMatch(field -> field.getString("description", "").isBlank()))
                .map(name -> schema.getKey() + "." + name);
    }

    private static List<JsonObject> parameters(JsonObject operation, ApiDocument document) {
        return operation.getJsonArray("parameters", new JsonArray()).stream()
                .map(parameter -> document.resolved((JsonObject) parameter))
                .toList();
    }

    private static void requireExamplesOfItsShape(JsonObject body, ApiDocument document) {
        JsonObject contents = body.getJsonObject("content");
        for (JsonObject content : ApiDocument.children(contents).toList()) {
            JsonObject examples = content.getJsonObject("examples");
            examples.fieldNames()
                    .forEach(name -> document.requireShape(
                            document.resolved(examples.getJsonObject(name)).getValue("value"),
                            content.getJsonObject("schema"),
                            name));
        }
    }

    /** Differences in meaning, ignoring the order of fields. */
    private static List<String> differences(String at, JsonNode was, JsonNode is) {
        if (was.equals(is)) {
            return List.of();
        }
        if (was.isObject() && is.isObject()) {
            return Stream.concat(was.properties().stream(), is.properties().stream())
                    .map(Map.Entry::getKey)
                    .distinct()
                    .flatMap(name -> differences(at + "/" + name, was.path(name), is.path(name)).stream())
                    .toList();
        }
        return List.of(at + " was " + was + " and is " + is);
    }
}
