package com.vantage.shipping.carrier.ups;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.vantage.shipping.carrier.RecordedReplies;

/** Recorded UPS replies, one file per situation, and expected requests. */
final class Recorded {
    static final ObjectMapper JSON = UpsApi.objectMapper(new ObjectMapper());

    private Recorded() {}

    static <T> T reply(String situation, Class<T> type) {
        return RecordedReplies.read("ups/" + situation + ".json", type, JSON);
    }

    /** A request as UPS's specification requires it. */
    static JsonNode sent(String request) {
        return reply("sent-" + request, JsonNode.class);
    }

    static String text(String situation) {
        return RecordedReplies.text("ups/" + situation + ".json");
    }
}
