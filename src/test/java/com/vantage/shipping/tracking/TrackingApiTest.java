package com.vantage.shipping.tracking;

import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.support.ApiTest;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.RedisDataSource;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;

/** Base of API tests of tracking: buys shipments and ages cached answers. */
abstract class TrackingApiTest extends ApiTest {
    /** The response of UPS for an unknown number. */
    static final String UNKNOWN_TO_UPS = """
            {"response": {"errors": [{"code": "TW0001", "message": "Tracking Information Not Found"}]}}""";

    @Inject
    RedisDataSource redis;

    @Inject
    MeterRegistry meters;

    @Inject
    Pool database;

    /** A purchased shipment. */
    record Bought(String id, CarrierCode carrier, List<TrackingNumber> numbers) {
        /** The number of the first package. */
        TrackingNumber number() {
            return numbers.getFirst();
        }

        TrackingCacheKey key() {
            return new TrackingCacheKey(carrier, numbers);
        }
    }

    @BeforeEach
    void closeCircuit() {
        while (!circuitIs("closed")) {
            track(buy());
        }
        sandbox.clearRecords();
    }

    /** Buys one parcel of UPS. */
    Bought buy() {
        return buy(SimulatedTracking.UPS, 1);
    }

    /** Buys packages with the references {@code box 1}, {@code box 2}, … */
    Bought buy(SimulatedTracking carrier, int packages) {
        JsonArray boxes = new JsonArray();
        IntStream.rangeClosed(1, packages)
                .forEach(i -> boxes.add(parcel(32, 12, 8, 6).put("reference", "box " + i)));
        var created = create(purchase(carrier.displayName(), carrier.service()).put("packages", boxes))
                .statusCode(201)
                .extract();
        List<String> numbers = created.path("packages.tracking_number");
        return new Bought(
                created.path("shipment_id"),
                carrier.code(),
                numbers.stream().map(TrackingNumber::new).toList());
    }

    ValidatableResponse track(Bought shipment) {
        return as("shipping:track")
                .get("/api/v2/shipments/{id}/tracking", shipment.id())
                .then();
    }

    /** Moves the cached answer into the past. */
    void age(Bought shipment, Duration time) {
        String key = shipment.key().answer();
        JsonObject kept = new JsonObject(redis.value(String.class).get(key));
        for (String moment : new String[] {"asked_at", "fresh_until"}) {
            kept.put(moment, Instant.parse(kept.getString(moment)).minus(time).toString());
        }
        redis.value(String.class).set(key, kept.encode());
    }

    /** Moves the purchase into the past; call before the shipment is tracked for the first time. */
    void buyEarlier(Bought shipment, int days) {
        database.preparedQuery("UPDATE shipment SET created_at = created_at - make_interval(days => $2) WHERE id = $1")
                .executeAndAwait(Tuple.of(shipment.id(), days));
    }

    int asked() {
        return sandbox.count("ups", "track");
    }

    int asked(SimulatedTracking carrier) {
        return sandbox.count(carrier.code().value(), "track");
    }

    boolean circuitIs(String state) {
        return meters.get("carrier.circuit")
                        .tags("carrier", "ups", "operation", "track", "state", state)
                        .gauge()
                        .value()
                == 1;
    }

    double lookups(String result) {
        return meters.get("tracking.lookups").tag("result", result).counter().count();
    }
}
