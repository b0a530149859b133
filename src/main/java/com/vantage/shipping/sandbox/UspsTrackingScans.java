package com.vantage.shipping.sandbox;

import com.vantage.shipping.sandbox.ParcelJourney.Station;
import com.vantage.shipping.sandbox.ParcelJourney.Stop;
import com.vantage.shipping.sandbox.SoldLabels.Sale;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Tracking replies of the simulated USPS. */
final class UspsTrackingScans {
    /** Offset of local times at all places; enough to distinguish them from instants. */
    static final ZoneOffset LOCAL = ZoneOffset.ofHours(-5);

    private UspsTrackingScans() {}

    static JsonObject tracking(Sale sale, ParcelJourney journey) {
        List<Stop> stops = new ArrayList<>(journey.stopsSoFar(sale)).reversed();
        JsonArray events = new JsonArray();
        stops.forEach(stop -> events.add(event(stop)));
        Station now = stops.getFirst().station();
        return new JsonObject()
                .put("trackingNumber", sale.trackingNumber())
                .put("mailClass", "USPS Ground Advantage<SUP>&#153;</SUP>")
                .put("status", words(now))
                .put("statusCategory", category(now))
                .put("originCity", sale.from().city())
                .put("originState", sale.from().state())
                .put("originZIP", sale.from().zip())
                .put("destinationCity", sale.to().city())
                .put("destinationState", sale.to().state())
                .put("destinationZIP", sale.to().zip())
                .put("expectedDeliveryTimeStamp", local(journey.arrival(sale)) + "Z")
                .put("emailEnabled", "true")
                .put("services", "USPS Tracking<SUP>&#174;</SUP>")
                .put("trackingEvents", events);
    }

    private static JsonObject event(Stop stop) {
        JsonObject event = new JsonObject()
                .put("eventType", words(stop.station()))
                .put("eventCode", code(stop.station()))
                .put("eventTimestamp", local(stop.at()) + "Z")
                .put("GMTTimestamp", DateTimeFormatter.ISO_INSTANT.format(stop.at()))
                .put("GMTOffset", LOCAL.getId())
                .put("eventCity", stop.place().city())
                .put("eventState", stop.place().state())
                .put("eventZIP", stop.place().zip())
                .putNull("eventCountry")
                .putNull("firm")
                .putNull("name")
                .put("authorizedAgent", "false");
        return event;
    }

    private static LocalDateTime local(Instant at) {
        return LocalDateTime.ofInstant(at.truncatedTo(ChronoUnit.SECONDS), LOCAL);
    }

    /** USPS has no event for a cancelled label. */
    static String code(Station station) {
        return switch (station) {
            case LABEL_CREATED, CANCELLED -> "GX";
            case PICKED_UP -> "03";
            case DEPARTED -> "EF";
            case ARRIVED -> "07";
            case OUT_FOR_DELIVERY -> "OF";
            case DELIVERED -> "01";
        };
    }

    static String category(Station station) {
        return switch (station) {
            case LABEL_CREATED, CANCELLED -> "Pre-Shipment";
            case PICKED_UP -> "Accepted";
            case DEPARTED, ARRIVED -> "In Transit";
            case OUT_FOR_DELIVERY -> "Out for Delivery";
            case DELIVERED -> "Delivered";
        };
    }

    static String words(Station station) {
        return switch (station) {
            case LABEL_CREATED, CANCELLED -> "Shipping Label Created, USPS Awaiting Item";
            case PICKED_UP -> "USPS picked up item";
            case DEPARTED -> "Departed USPS Facility";
            case ARRIVED -> "Arrived at Post Office";
            case OUT_FOR_DELIVERY -> "Out for Delivery";
            case DELIVERED -> "Delivered, In/At Mailbox";
        };
    }
}
