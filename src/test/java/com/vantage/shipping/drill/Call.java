package com.vantage.shipping.drill;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * One request of a load.
 *
 * @param body null for a GET
 */
record Call(Kind kind, String path, @Nullable JsonObject body) {
    enum Kind {
        QUOTE,
        TRACKING
    }

    static Call quote(JsonObject body) {
        return new Call(Kind.QUOTE, "/api/v2/shipments/rate-quote", body);
    }

    static Call tracking(String shipment) {
        return new Call(Kind.TRACKING, "/api/v2/shipments/" + shipment + "/tracking", null);
    }
}
