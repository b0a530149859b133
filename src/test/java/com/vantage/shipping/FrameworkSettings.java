package com.vantage.shipping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The framework's settings that the reference names. Which these are, and what they are for here, stands in
 * {@code framework-settings.txt}; their types and defaults the framework tells itself, where ours do not stand above them.
 */
final class FrameworkSettings {
    private static final Path LIST = Path.of("src/test/resources/docs/framework-settings.txt");
    private static final Path OURS = Path.of("src/main/resources/application.properties");
    private static final String MODEL = "META-INF/quarkus-config-doc/quarkus-config-model.json";

    private FrameworkSettings() {}

    /**
     * One of them.
     *
     * @param chapter under which it stands
     * @param phase {@code RUN_TIME} if the environment can set it
     */
    record Setting(
            String chapter,
            String property,
            String meaning,
            String type,
            @Nullable String preset,
            String phase) {
        String environment() {
            return SettingsCheck.environment(property);
        }
    }

    static List<Setting> all() {
        try {
            Map<String, JsonNode> models = models();
            SmallRyeConfig ours = ours();
            List<Setting> settings = new ArrayList<>();
            String chapter = "";
            for (String line : Files.readAllLines(LIST)) {
                if (line.startsWith("# ")) {
                    chapter = line.substring(2);
                } else if (!line.isBlank()) {
                    String[] parts = line.split(" = ", 2);
                    settings.add(setting(chapter, parts[0], parts[1], models.get(general(parts[0])), ours));
                }
            }
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Setting setting(
            String chapter, String property, String meaning, @Nullable JsonNode model, SmallRyeConfig ours) {
        String own = ours.getConfigValue(property).getRawValue();
        if (property.startsWith("mp.")) {
            return new Setting(chapter, property, meaning, "text", own, "RUN_TIME");
        }
        if (model == null) {
            throw new IllegalStateException("the framework knows no setting " + property);
        }
        return new Setting(
                chapter,
                property,
                meaning,
                type(model),
                own == null ? model.path("defaultValue").asText(null) : own,
                model.path("phase").asText());
    }

    private static String type(JsonNode model) {
        String type = model.path("typeDescription").asText();
        if (model.path("enum").asBoolean(false)) {
            return "word";
        }
        return model.path("list").asBoolean(false) ? "list of " + word(type) : word(type);
    }

    private static String word(String type) {
        return switch (type) {
            case "string", "String" -> "text";
            case "int", "double", "long" -> "number";
            case "boolean" -> "boolean";
            case "Path", "path" -> "file";
            default -> type.contains("Duration") ? "duration" : type.contains("Level") ? "word" : "text";
        };
    }

    /** As they are in production, before anybody's environment. */
    static SmallRyeConfig ours() {
        try {
            return new SmallRyeConfigBuilder()
                    .withProfile("prod")
                    .addDefaultInterceptors()
                    .withSources(new PropertiesConfigSource(OURS.toUri().toURL()))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, JsonNode> models() throws IOException {
        Map<String, JsonNode> found = new HashMap<>();
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        for (URL model : Collections.list(loader.getResources(MODEL))) {
            try (InputStream json = model.openStream()) {
                collect(new ObjectMapper().readTree(json), found);
            }
        }
        return found;
    }

    private static void collect(JsonNode node, Map<String, JsonNode> found) {
        String property = node.path("path").path("property").asText("");
        if (!property.isEmpty() && !node.path("typeDescription").isMissingNode()) {
            found.putIfAbsent(general(property), node);
        }
        node.forEach(child -> collect(child, found));
    }

    /** Without the names that a map's keys have here and there. */
    private static String general(String property) {
        return property.replaceAll("\"[^\"]+\"", "*");
    }
}
