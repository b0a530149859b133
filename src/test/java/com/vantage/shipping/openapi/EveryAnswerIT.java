package com.vantage.shipping.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Runs after all other tests: each documented response must have been received by one of them. */
class EveryAnswerIT {
    /** Received by tests on raw sockets or of a stopping service: TransportTest, GracefulIT. */
    private static final Set<String> TESTED_ELSEWHERE = Set.of("request-timeout", "shutting-down", " 408 with ");

    @Test
    void everyDocumentedResponseWasReceived() throws IOException {
        Path received = Path.of(System.getProperty(ReceivedAnswers.FILE, ""));
        assumeTrue(System.getProperty("test") == null, "needs a run of all tests");
        assumeTrue(Files.isRegularFile(received), "needs tests that have run before, in the same build");

        Set<String> missing = documented();
        missing.removeAll(Files.readAllLines(received));
        missing.removeIf(promise -> TESTED_ELSEWHERE.stream().anyMatch(promise::contains));

        assertThat(missing)
                .as("documented in openapi/openapi.yaml but not received by any test: test or remove it")
                .isEmpty();
    }

    private static Set<String> documented() throws IOException {
        ApiDocument document = ApiDocument.of(new JsonObject(new ObjectMapper()
                .writeValueAsString(new YAMLMapper()
                        .readTree(Path.of("openapi/openapi.yaml").toFile()))));
        Set<String> responses = new TreeSet<>();
        document.operations().forEach(operation -> document.responses(operation)
                .forEach((status, response) ->
                        responses.addAll(responses(operation.getString("operationId"), status, response, document))));
        return responses;
    }

    private static Set<String> responses(String operationId, String status, JsonObject response, ApiDocument document) {
        Set<String> responses = new TreeSet<>();
        response.getJsonObject("headers")
                .fieldNames()
                .forEach(name -> responses.add(ReceivedAnswers.header(operationId, status, name)));
        response.getJsonObject("content").forEach(content -> {
            if (content.getKey().equals("application/problem+json")) {
                JsonObject examples = ((JsonObject) content.getValue()).getJsonObject("examples");
                examples.fieldNames().forEach(kind -> {
                    JsonObject example =
                            document.resolved(examples.getJsonObject(kind)).getJsonObject("value");
                    responses.add(ReceivedAnswers.answer(operationId, status, kind));
                    responses.add(ReceivedAnswers.example(example));
                });
            } else {
                responses.add(ReceivedAnswers.answer(operationId, status, content.getKey()));
            }
        });
        return responses;
    }
}
