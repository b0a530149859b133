package com.vantage.shipping.carrier.ups;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Recorded UPS replies, one file per situation, and expected requests. */
final class Recorded {
    static final ObjectMapper JSON = UpsApi.objectMapper(new ObjectMapper());

    private Recorded() {}

    static <T> T reply(String situation, Class<T> type) {
        try {
            return JSON.readValue(text(situation), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A request as UPS's specification requires it. */
    static JsonNode sent(String request) {
        return reply("sent-" + request, JsonNode.class);
    }

    static String text(String situation) {
        String path = "/carrier/ups/" + situation + ".json";
        try (InputStream file = Objects.requireNonNull(Recorded.class.getResourceAsStream(path), path)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
