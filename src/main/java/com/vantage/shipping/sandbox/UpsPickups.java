package com.vantage.shipping.sandbox;

import static com.vantage.shipping.sandbox.SimulatedUps.error;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** On-call pickups of the simulated UPS: one for each address and day. */
final class UpsPickups {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmm");
    private static final Duration LEAD_TIME = Duration.ofHours(2);
    private static final LocalTime CALL_BY = LocalTime.of(17, 0);

    private final CarrierAccount account;
    private final Map<String, Pickup> pickups = new ConcurrentHashMap<>();
    private final AtomicLong numbers =
            new AtomicLong(ThreadLocalRandom.current().nextLong(100_000_000, 800_000_000));

    private record Pickup(String number, String date, String contact, String reference) {}

    UpsPickups(CarrierAccount account) {
        this.account = account;
    }

    /** Synchronized, so that two requests for the same address share a number. */
    synchronized SimulatedResponse schedule(SimulatedRequest request) {
        JsonObject body = SimulatedRequest.at(request.json(), "PickupCreationRequest");
        if (!account.number()
                .equals(SimulatedRequest.at(body, "Shipper", "Account").getString("AccountNumber"))) {
            return error(400, "9500524", "Missing or invalid account number");
        }
        JsonObject time = SimulatedRequest.at(body, "PickupDateInfo");
        LocalDate day = LocalDate.parse(time.getString("PickupDate"), DateTimeFormatter.BASIC_ISO_DATE);
        if (PickupDays.isPast(day, Clock.systemUTC()) || PickupDays.isWeekend(day)) {
            return error(400, "9560131", "The pickup date is not a valid service date.");
        }
        LocalTime ready = LocalTime.parse(time.getString("ReadyTime"), TIME);
        if (ready.isAfter(CALL_BY)) {
            return error(400, "9510118", "The ready time is after the latest time to call.");
        }
        if (Duration.between(ready, LocalTime.parse(time.getString("CloseTime"), TIME))
                        .compareTo(LEAD_TIME)
                < 0) {
            return error(400, "9510119", "The time between ready time and close time is too short.");
        }
        return SimulatedResponse.ok(new JsonObject()
                .put(
                        "PickupCreationResponse",
                        new JsonObject()
                                .put("Response", SimulatedUps.success(request))
                                .put("PRN", numberOf(body, time.getString("PickupDate")))
                                .put(
                                        "RateStatus",
                                        new JsonObject().put("Code", "01").put("Description", "Rate available"))
                                .put("RateResult", charge())));
    }

    SimulatedResponse list(SimulatedRequest request) {
        if (!request.header("AccountNumber").equals(Optional.of(account.number()))) {
            return error(400, "9500524", "Missing or invalid account number");
        }
        List<JsonObject> pending = pickups.values().stream()
                .map(pickup -> new JsonObject()
                        .put("PickupType", "01")
                        .put("ServiceDate", pickup.date())
                        .put("PRN", pickup.number())
                        .put("OnCallStatusCode", "002")
                        .put("PickupStatusMessage", "Dispatched to driver")
                        .put("BillingCode", "01")
                        .put("ContactName", pickup.contact())
                        .put("ReferenceNumber", pickup.reference()))
                .toList();
        JsonObject reply = new JsonObject().put("Response", SimulatedUps.success(request));
        // UPS sends a list of one as its element
        if (!pending.isEmpty()) {
            reply.put("PendingStatus", pending.size() == 1 ? pending.getFirst() : new JsonArray(pending));
        }
        return SimulatedResponse.ok(new JsonObject().put("PickupPendingStatusResponse", reply));
    }

    SimulatedResponse cancel(SimulatedRequest request) {
        String number = request.header("Prn").orElse("");
        if (!pickups.values().removeIf(pickup -> pickup.number().equals(number))) {
            return error(404, "9510117", "There is no pickup with this number.");
        }
        return SimulatedResponse.ok(new JsonObject()
                .put(
                        "PickupCancelResponse",
                        new JsonObject()
                                .put("Response", SimulatedUps.success(request))
                                .put("PickupType", "01")
                                .put(
                                        "GWNStatus",
                                        new JsonObject().put("Code", "002").put("Description", "User Cancelled"))));
    }

    private String numberOf(JsonObject body, String date) {
        JsonObject address = SimulatedRequest.at(body, "PickupAddress");
        String place = address.getValue("AddressLine") + " " + address.getString("PostalCode") + " " + date;
        return pickups.computeIfAbsent(
                        place,
                        key -> new Pickup(
                                "29" + numbers.incrementAndGet(),
                                date,
                                address.getString("ContactName"),
                                body.getString("ReferenceNumber")))
                .number();
    }

    private static JsonObject charge() {
        return new JsonObject()
                .put("RateType", "FD")
                .put("CurrencyCode", "USD")
                .put(
                        "ChargeDetail",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("ChargeCode", "B")
                                        .put("ChargeDescription", "BASE CHARGE")
                                        .put("ChargeAmount", "8.50")))
                .put("GrandTotalOfAllCharge", "8.50");
    }
}
