package com.vantage.shipping.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The current OpenAPI document and its previously committed version. */
final class DocumentHistory {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final String DOCUMENT = "openapi/openapi.yaml";

    private DocumentHistory() {}

    static JsonNode current() throws IOException {
        return YAML.readTree(Path.of(DOCUMENT).toFile());
    }

    /**
     * The newest committed version that differs from the current one: before a commit the last one, after it the one before.
     * Empty without git or if the history is too short.
     */
    static Optional<JsonNode> before(JsonNode current) throws IOException, InterruptedException {
        for (String commit :
                git("log", "-2", "--format=%H", "--", DOCUMENT).lines().toList()) {
            JsonNode committed = YAML.readTree(git("show", commit + ":" + DOCUMENT));
            if (!committed.equals(current)) {
                return Optional.of(committed);
            }
        }
        return Optional.empty();
    }

    /** The output of a git command; empty if it fails. */
    private static String git(String... arguments) throws InterruptedException {
        List<String> command =
                Stream.concat(Stream.of("git"), Stream.of(arguments)).toList();
        try {
            Process git = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return git.waitFor() == 0 ? output : "";
        } catch (IOException e) {
            return ""; // git is not installed
        }
    }
}
