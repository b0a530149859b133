package com.vantage.shipping.carrier.fedex;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Recorded FedEx replies, one file per situation. */
final class Recorded {
    static final ObjectMapper JSON = FedexApi.objectMapper(new ObjectMapper());

    private Recorded() {}

    static <T> T reply(String situation, Class<T> type) {
        try {
            return JSON.readValue(text(situation), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String situation) {
        String path = "/carrier/fedex/" + situation + ".json";
        try (InputStream file = Objects.requireNonNull(Recorded.class.getResourceAsStream(path), path)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
