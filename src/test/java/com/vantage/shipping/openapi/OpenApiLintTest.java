package com.vantage.shipping.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.vantage.shipping.support.NodePackages;
import com.vantage.shipping.support.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Lints the OpenAPI document with Spectral, and checks with a faulty copy that the rules apply. */
class OpenApiLintTest {
    private static final Path DOCUMENT = Path.of("openapi/openapi.yaml").toAbsolutePath();
    private static final Path RULES = Path.of("openapi/lint/spectral.yaml").toAbsolutePath();
    private static final Path FAULTY =
            Path.of("target/openapi-lint/faulty.yaml").toAbsolutePath();
    private static final Path FINDINGS =
            Path.of("target/openapi-lint/findings.json").toAbsolutePath();

    @Test
    void documentHasNoWarnings() throws IOException, InterruptedException {
        Path spectral = NodePackages.require(Path.of("openapi/lint"), "spectral");
        writeFaulty();

        JsonNode findings = lint(spectral, DOCUMENT, FAULTY);

        assertThat(of(FAULTY, findings))
                .as("faults inserted into a copy")
                .containsExactlyInAnyOrder(
                        "info-contact at /info",
                        "operation-scopes at /paths/~1api~1v2~1shipments/get/security/0/accessToken/0",
                        "operation-description at /paths/~1api~1v2~1shipments/get");
        assertThat(of(DOCUMENT, findings))
                .as("findings in openapi/openapi.yaml")
                .isEmpty();
    }

    private static void writeFaulty() throws IOException {
        YAMLMapper yaml = new YAMLMapper();
        JsonNode document = yaml.readTree(DOCUMENT.toFile());
        ((ObjectNode) document.path("info")).remove("contact");
        ObjectNode operation = (ObjectNode) document.at("/paths/~1api~1v2~1shipments/get");
        operation.remove("description");
        operation.putArray("security").addObject().putArray("accessToken").add("shipping:nothing");
        Files.createDirectories(FAULTY.getParent());
        yaml.writeValue(FAULTY.toFile(), document);
    }

    /** Returns all findings, including hints and warnings, which do not make Spectral fail. */
    private static JsonNode lint(Path spectral, Path... documents) throws IOException, InterruptedException {
        Files.deleteIfExists(FINDINGS);
        Shell.in(Path.of(""))
                .run(
                        spectral.toString(),
                        "lint",
                        "--ruleset=" + RULES,
                        "--fail-severity=error",
                        "--format=json",
                        "--output=" + FINDINGS,
                        documents[0].toString(),
                        documents[1].toString());
        return new ObjectMapper().readTree(FINDINGS.toFile());
    }

    private static List<String> of(Path document, JsonNode findings) {
        return StreamSupport.stream(findings.spliterator(), false)
                .filter(finding -> finding.path("source").asText().equals(document.toString()))
                .map(finding -> finding.path("code").asText() + " at " + pointer(finding.path("path")))
                .toList();
    }

    private static String pointer(JsonNode path) {
        StringBuilder pointer = new StringBuilder();
        path.forEach(step -> pointer.append('/').append(step.asText().replace("/", "~1")));
        return pointer.toString();
    }
}
