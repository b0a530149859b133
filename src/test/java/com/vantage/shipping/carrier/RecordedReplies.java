package com.vantage.shipping.carrier;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Recorded replies of carriers, one file per situation. */
public final class RecordedReplies {
    private RecordedReplies() {}

    /** @param file below {@code src/test/resources/carrier} */
    public static String text(String file) {
        String path = "/carrier/" + file;
        try (InputStream in = Objects.requireNonNull(RecordedReplies.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a reply as the carrier's client does. */
    public static <T> T read(String file, Class<T> type, ObjectMapper json) {
        try {
            return json.readValue(text(file), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
