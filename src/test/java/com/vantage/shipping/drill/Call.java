package com.vantage.shipping.drill;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A request of a load.
 *
 * @param body null for a GET
 * @param key idempotency key; null without one
 */
record Call(
        Kind kind,
        String path,
        @Nullable JsonObject body,
        @Nullable String key) {
    enum Kind {
        QUOTE,
        TRACKING,
        READ,
        PURCHASE
    }

    static Call quote(JsonObject body) {
        return new Call(Kind.QUOTE, "/api/v2/shipments/rate-quote", body, null);
    }

    static Call tracking(String shipment) {
        return new Call(Kind.TRACKING, "/api/v2/shipments/" + shipment + "/tracking", null, null);
    }

    static Call read(String shipment) {
        return new Call(Kind.READ, "/api/v2/shipments/" + shipment, null, null);
    }

    static Call label(String shipment) {
        return new Call(Kind.READ, "/api/v2/shipments/" + shipment + "/label", null, null);
    }

    static Call list() {
        return new Call(Kind.READ, "/api/v2/shipments", null, null);
    }

    static Call purchase(String key, JsonObject body) {
        return new Call(Kind.PURCHASE, "/api/v2/shipments/create", body, key);
    }
}
