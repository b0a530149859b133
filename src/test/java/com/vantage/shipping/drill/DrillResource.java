package com.vantage.shipping.drill;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/** Files from the resources of drills. */
final class DrillResource {
    private DrillResource() {}

    /** A file with its {@code @names@} replaced. */
    static String read(String file, Map<String, ?> values) {
        String path = "/drill/" + file;
        try (InputStream template = Objects.requireNonNull(DrillResource.class.getResourceAsStream(path), path)) {
            String text = new String(template.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, ?> value : values.entrySet()) {
                text = text.replace("@" + value.getKey() + "@", value.getValue().toString());
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
