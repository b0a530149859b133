package com.vantage.shipping.carrier.usps;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.vantage.shipping.carrier.RecordedReplies;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Recorded USPS replies, read as by the client. */
final class Recorded {
    private static final ObjectMapper JSON = UspsApi.objectMapper(new ObjectMapper());

    private Recorded() {}

    static <T> T reply(Class<T> type, String file) {
        return RecordedReplies.read("usps/" + file, type, JSON);
    }

    static String text(String file) {
        return RecordedReplies.text("usps/" + file);
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
