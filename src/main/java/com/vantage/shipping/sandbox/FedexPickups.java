package com.vantage.shipping.sandbox;

import static com.vantage.shipping.sandbox.SimulatedFedex.answer;
import static com.vantage.shipping.sandbox.SimulatedFedex.error;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Pickups of the simulated FedEx: of Express, and of Ground, which comes from the next day on. */
final class FedexPickups {
    private static final String GROUND = "FDXG";
    private static final String STATION = "NQAA";

    private final CarrierAccount account;
    private final Clock clock = Clock.systemUTC();
    /** By code. */
    private final Map<String, Pickup> pickups = new ConcurrentHashMap<>();

    private final AtomicLong numbers =
            new AtomicLong(ThreadLocalRandom.current().nextLong(1_000, 80_000));

    private record Pickup(String network, String date, String location) {}

    FedexPickups(CarrierAccount account) {
        this.account = account;
    }

    SimulatedResponse check(SimulatedRequest request) {
        JsonObject body = request.json();
        String network = body.getJsonArray("carriers").getString(0);
        LocalDate day = LocalDate.parse(body.getString("dispatchDate"));
        if (PickupDays.isPast(day, clock)) {
            return error(400, "PICKUP.REQUESTED.PREVIOUS.DAY", "Pickups cannot be requested for a previous day.");
        }
        JsonObject option = new JsonObject()
                .put("carrier", network)
                .put("available", comes(network, day))
                .put("pickupDate", day.toString())
                .put("cutOffTime", network.equals(GROUND) ? "18:00:00" : "17:30:00")
                .put("accessTime", new JsonObject().put("hours", 1).put("minutes", 30))
                .put("residentialAvailable", true)
                .put("countryRelationship", body.getString("countryRelationship"))
                .put("scheduleDay", body.getJsonArray("pickupRequestType").getString(0))
                .put("defaultReadyTime", "13:00:00");
        return SimulatedResponse.ok(answer(
                request,
                new JsonObject()
                        .put("requestTimestamp", PickupDays.today(clock) + "T09:00:00")
                        .put("options", new JsonArray().add(option))));
    }

    SimulatedResponse schedule(SimulatedRequest request) {
        JsonObject body = request.json();
        JsonObject origin = SimulatedRequest.at(body, "originDetail");
        if (!isOurs(body)) {
            return error(400, "ACCOUNT.NUMBER.MISMATCH", "Account Number Mismatch.");
        }
        String network = body.getString("carrierCode");
        if (network.equals(GROUND) && !origin.containsKey("packageLocation")) {
            return error(400, "PICKUP.PACKAGELOCATION.MISSING", "Package location is required for Ground pickups.");
        }
        String date = origin.getString("readyDateTimestamp").substring(0, "2026-12-01".length());
        if (!comes(network, LocalDate.parse(date))) {
            return error(400, "PICKUP.NOT.AVAILABLE", "Pickup is not available on the requested date.");
        }
        boolean isGround = network.equals(GROUND);
        String code = (isGround ? "CPU" : "") + numbers.incrementAndGet();
        pickups.put(code, new Pickup(network, date, isGround ? "" : STATION));
        JsonObject output = new JsonObject().put("pickupConfirmationCode", code).put("message", "Courier on the way");
        return SimulatedResponse.ok(answer(request, isGround ? output : output.put("location", STATION)));
    }

    SimulatedResponse cancel(SimulatedRequest request) {
        JsonObject body = request.json();
        String code = body.getString("pickupConfirmationCode");
        Pickup told = new Pickup(
                body.getString("carrierCode"), body.getString("scheduledDate"), body.getString("location", ""));
        if (!isOurs(body) || !pickups.remove(code, told)) {
            return error(400, "PICKUP.CONFIRMATIONCODE.NOTFOUND", "There is no pickup with this confirmation code.");
        }
        return SimulatedResponse.ok(answer(
                request,
                new JsonObject()
                        .put("pickupConfirmationCode", code)
                        .put("cancelConfirmationMessage", "Requested pickup has been cancelled Successfully.")));
    }

    private boolean comes(String network, LocalDate day) {
        return !PickupDays.isPast(day, clock)
                && !PickupDays.isWeekend(day)
                && (!network.equals(GROUND) || day.isAfter(PickupDays.today(clock)));
    }

    private boolean isOurs(JsonObject body) {
        return account.number()
                .equals(SimulatedRequest.at(body, "associatedAccountNumber").getString("value"));
    }
}
