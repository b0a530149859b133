package com.vantage.shipping.carrier.fedex;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.vantage.shipping.carrier.RecordedReplies;

/** Recorded FedEx replies, one file per situation. */
final class Recorded {
    static final ObjectMapper JSON = FedexApi.objectMapper(new ObjectMapper());

    private Recorded() {}

    static <T> T reply(String situation, Class<T> type) {
        return RecordedReplies.read("fedex/" + situation + ".json", type, JSON);
    }

    static String text(String situation) {
        return RecordedReplies.text("fedex/" + situation + ".json");
    }
}
