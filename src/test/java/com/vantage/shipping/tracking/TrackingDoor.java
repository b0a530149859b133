package com.vantage.shipping.tracking;

import com.vantage.shipping.FrontDoor;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.TrackingNumber;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.RedisDataSource;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;

/** What tests of tracking through the front door need: parcels with UPS, and answers that have grown old. */
abstract class TrackingDoor extends FrontDoor {
    /** What UPS says of a number that it has never seen. */
    static final String UNKNOWN_TO_UPS = """
            {"response": {"errors": [{"code": "TW0001", "message": "Tracking Information Not Found"}]}}""";

    @Inject
    RedisDataSource redis;

    @Inject
    MeterRegistry meters;

    /** A shipment with UPS. */
    record Bought(String id, TrackingNumber number) {}

    @BeforeEach
    void closeTheCircuit() {
        while (!circuitIs("closed")) {
            track(buy());
        }
        desk.forget();
    }

    Bought buy() {
        var created = create(purchase("UPS", "03")).statusCode(201).extract();
        return new Bought(created.path("shipment_id"), new TrackingNumber(created.path("tracking_number")));
    }

    ValidatableResponse track(Bought parcel) {
        return as("shipping:track")
                .get("/api/v2/shipments/{id}/tracking", parcel.id())
                .then();
    }

    /** As if what is kept about it had been kept so much earlier. */
    void age(Bought parcel, Duration time) {
        String key = new ShipmentKey(new CarrierCode("ups"), parcel.number()).answer();
        JsonObject kept = new JsonObject(redis.value(String.class).get(key));
        for (String moment : new String[] {"asked_at", "fresh_until"}) {
            kept.put(moment, Instant.parse(kept.getString(moment)).minus(time).toString());
        }
        redis.value(String.class).set(key, kept.encode());
    }

    int asked() {
        return desk.count("ups", "track");
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
