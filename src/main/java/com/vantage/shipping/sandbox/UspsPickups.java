package com.vantage.shipping.sandbox;

import static com.vantage.shipping.sandbox.UspsErrorReplies.error;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Carrier pickups of the simulated USPS. A reader gets an entity tag, with which the pickup can be cancelled once. */
final class UspsPickups {
    private static final int MAX_DAYS_AHEAD = 365;

    private final Clock clock;
    /** By confirmation number. */
    private final Map<String, Pickup> pickups = new ConcurrentHashMap<>();

    private final AtomicLong numbers =
            new AtomicLong(ThreadLocalRandom.current().nextLong(100_000_000, 800_000_000));

    private record Pickup(JsonObject request, String entityTag) {}

    UspsPickups(Clock clock) {
        this.clock = clock;
    }

    SimulatedResponse schedule(SimulatedRequest request) {
        JsonObject body = request.json();
        LocalDate day = LocalDate.parse(body.getString("pickupDate"));
        LocalDate today = PickupDays.today(clock);
        if (!day.isAfter(today) || day.isAfter(today.plusDays(MAX_DAYS_AHEAD))) {
            return error(400, "Pickups can be scheduled until 2:00 AM CT on the day, and up to a year ahead.");
        }
        if (day.getDayOfWeek() == DayOfWeek.SUNDAY) {
            return error(400, "Pickup service is not available on the requested date.");
        }
        if (SimulatedRequest.at(body, "pickupAddress", "address")
                .getString("ZIPCode")
                .startsWith("000")) {
            return error(400, "The address is not eligible for carrier pickup.");
        }
        String number = "WTC" + numbers.incrementAndGet();
        pickups.put(number, new Pickup(body, newEntityTag()));
        return confirmation(number, pickups.get(number), false);
    }

    SimulatedResponse read(SimulatedRequest request) {
        String number = request.pathParam("number");
        Pickup pickup = pickups.computeIfPresent(number, (key, found) -> new Pickup(found.request(), newEntityTag()));
        return pickup == null ? notFound() : confirmation(number, pickup, true);
    }

    SimulatedResponse cancel(SimulatedRequest request) {
        String number = request.pathParam("number");
        Pickup pickup = pickups.get(number);
        if (pickup == null) {
            return notFound();
        }
        if (!request.header("If-Match").equals(Optional.of(pickup.entityTag()))) {
            return error(412, "The entity tag does not match the current version of the pickup.");
        }
        pickups.remove(number);
        return SimulatedResponse.ok(new JsonObject());
    }

    /** USPS answers a read with a list. */
    private static SimulatedResponse confirmation(String number, Pickup pickup, boolean asList) {
        JsonObject confirmation = new JsonObject()
                .put("confirmationNumber", number)
                .put("pickupDate", pickup.request().getString("pickupDate"))
                .put("carrierPickupRequest", pickup.request());
        return new SimulatedResponse(
                200,
                "application/json",
                asList ? new JsonArray(List.of(confirmation)).encode() : confirmation.encode(),
                Map.of("ETag", pickup.entityTag()));
    }

    private static SimulatedResponse notFound() {
        return error(404, "The carrier pickup was not found.");
    }

    private static String newEntityTag() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
