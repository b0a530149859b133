package com.vantage.shipping.carrier.usps;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Recorded USPS replies, read as by the client. */
final class Recorded {
    private static final ObjectMapper JSON = UspsApi.objectMapper(new ObjectMapper());

    private Recorded() {}

    static <T> T reply(Class<T> type, String file) {
        try {
            return JSON.readValue(text(file), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String file) {
        String path = "/carrier/usps/" + file;
        try (InputStream in = Objects.requireNonNull(Recorded.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A request as it would be sent. */
    static String sent(Object request) {
        try {
            return JSON.writeValueAsString(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
