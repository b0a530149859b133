package com.vantage.shipping.drill;

import static com.vantage.shipping.support.ApiTest.purchase;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Purchases at the carriers in turn, each with its own key, which is also the order number. Labels are ZPL: drawing
 * images for a hundred delayed purchases would occupy the shared CPU for seconds.
 */
final class SamplePurchases {
    private static final List<Supplier<JsonObject>> LABELS = List.of(
            () -> purchase("UPS", "03"),
            () -> purchase("FedEx", "FEDEX_2_DAY"),
            () -> purchase("USPS", "USPS_GROUND_ADVANTAGE"));

    private final AtomicLong last = new AtomicLong();

    Call next() {
        long number = last.incrementAndGet();
        String key = "ORD-%06d".formatted(number);
        JsonObject label = LABELS.get((int) (number % LABELS.size())).get();
        return Call.purchase(key, label.put("order_id", key).put("label_format", "ZPL"));
    }
}
