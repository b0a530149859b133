package com.vantage.shipping.sandbox;

import com.vantage.shipping.sandbox.ParcelJourney.Stop;
import com.vantage.shipping.sandbox.SoldLabels.Sale;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** UPS's operations on sold parcels: tracking by number and reference, label recovery, void. */
final class UpsParcelReplies {
    /** UPS's reply for a label that cannot be recovered. */
    static final SimulatedResponse NO_LABEL =
            SimulatedUps.error(400, "300022", "The label for this tracking number cannot be recovered.");

    private static final String CARRIER = "ups";
    private static final ZoneId EAST_COAST = ZoneId.of("America/New_York");
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");

    /** GIF labels are recovered as an HTML page. */
    private static final String PAGE =
            Base64.getEncoder().encodeToString("<html><body>SAMPLE</body></html>".getBytes(StandardCharsets.UTF_8));

    private final CarrierAccount account;
    private final SoldLabels soldLabels;
    private final ParcelJourney journey;

    UpsParcelReplies(CarrierAccount account, SoldLabels soldLabels, ParcelJourney journey) {
        this.account = account;
        this.soldLabels = soldLabels;
        this.journey = journey;
    }

    /** Tracks a parcel together with the others of its shipment. */
    SimulatedResponse track(SimulatedRequest request) {
        String number = request.pathParam("number");
        return soldLabels
                .byTrackingNumber(CARRIER, number)
                .map(sale -> tracked(number, soldLabels.byShipment(CARRIER, sale.shipment())))
                .orElseGet(UpsParcelReplies::unknown);
    }

    /** Finds only sales of this account in the given period. */
    SimulatedResponse trackReference(SimulatedRequest request) {
        String reference = request.pathParam("reference");
        List<Sale> sales = soldLabels.byReference(CARRIER, reference).stream()
                .filter(sale -> request.query("shipperNum")
                        .filter(account.number()::equals)
                        .isPresent())
                .filter(sale -> isBetween(sale.at(), request))
                .toList();
        return sales.isEmpty() ? unknown() : tracked(reference, sales);
    }

    SimulatedResponse recover(SimulatedRequest request) {
        JsonObject body = SimulatedRequest.at(request.json(), "LabelRecoveryRequest");
        return soldLabels
                .byTrackingNumber(CARRIER, body.getString("TrackingNumber", ""))
                .filter(sale -> soldLabels.cancelledAt(sale).isEmpty())
                .map(sale -> recovered(
                        request,
                        sale,
                        SimulatedRequest.at(body, "LabelSpecification", "LabelImageFormat")
                                .getString("Code", "GIF")))
                .orElse(NO_LABEL);
    }

    SimulatedResponse cancel(SimulatedRequest request) {
        List<Sale> sales = soldLabels.byShipment(CARRIER, request.pathParam("shipment"));
        if (sales.isEmpty()) {
            return SimulatedUps.error(400, "190101", "Time for voiding has expired.");
        }
        if (sales.stream().allMatch(sale -> soldLabels.cancelledAt(sale).isPresent())) {
            return SimulatedUps.error(400, "190117", "The shipment has already been voided.");
        }
        if (sales.stream().anyMatch(journey::isPickedUp)) {
            return SimulatedUps.error(400, "190102", "No shipment found within the allowed void period.");
        }
        sales.forEach(soldLabels::cancel);
        return SimulatedResponse.ok(JsonObject.of("VoidShipmentResponse", voided(request, sales)));
    }

    private static JsonObject voided(SimulatedRequest request, List<Sale> sales) {
        JsonObject done = JsonObject.of("Code", "1", "Description", "Voided");
        JsonArray parcels = new JsonArray();
        sales.forEach(
                sale -> parcels.add(JsonObject.of("TrackingNumber", sale.trackingNumber(), "Status", done.copy())));
        return new JsonObject()
                .put("Response", SimulatedUps.success(request))
                .put("SummaryResult", JsonObject.of("Status", done))
                .put("PackageLevelResults", parcels);
    }

    private static boolean isBetween(Instant sold, SimulatedRequest request) {
        LocalDate day = LocalDate.ofInstant(sold, EAST_COAST);
        return request.query("fromPickUpDate").stream().noneMatch(from -> day.isBefore(LocalDate.parse(from, DAY)))
                && request.query("toPickUpDate").stream().noneMatch(to -> day.isAfter(LocalDate.parse(to, DAY)));
    }

    private static SimulatedResponse recovered(SimulatedRequest request, Sale sale, String format) {
        List<String> lines = SimulatedUps.labelLines(sale.service(), sale.from(), sale.to(), sale.trackingNumber());
        JsonObject image = JsonObject.of("LabelImageFormat", JsonObject.of("Code", format));
        switch (format) {
            case "PDF" -> image.put("GraphicImage", SampleLabels.pdf(lines));
            case "ZPL" -> image.put("GraphicImage", SampleLabels.zpl(lines));
            default ->
                image.put("GraphicImage", SampleLabels.landscapeGif(lines)).put("HTMLImage", PAGE);
        }
        return SimulatedResponse.ok(JsonObject.of(
                "LabelRecoveryResponse",
                new JsonObject()
                        .put("Response", SimulatedUps.success(request))
                        .put("ShipmentIdentificationNumber", sale.shipment())
                        .put(
                                "LabelResults",
                                new JsonArray()
                                        .add(JsonObject.of(
                                                "TrackingNumber", sale.trackingNumber(), "LabelImage", image)))));
    }

    private static SimulatedResponse unknown() {
        return SimulatedUps.error(404, "TV1002", "Invalid inquiry number");
    }

    private SimulatedResponse tracked(String inquiry, List<Sale> sales) {
        Map<String, JsonArray> shipments = new LinkedHashMap<>();
        sales.forEach(sale -> shipments
                .computeIfAbsent(sale.shipment(), first -> new JsonArray())
                .add(tracking(sale)));
        JsonArray told = new JsonArray();
        shipments.values().forEach(parcels -> told.add(JsonObject.of("inquiryNumber", inquiry, "package", parcels)));
        return SimulatedResponse.ok(JsonObject.of("trackResponse", JsonObject.of("shipment", told)));
    }

    private JsonObject tracking(Sale sale) {
        List<Stop> stops = new ArrayList<>(journey.stopsSoFar(sale)).reversed();
        JsonArray activities = new JsonArray();
        stops.forEach(stop -> activities.add(activity(stop)));
        boolean delivered = stops.getFirst().station() == ParcelJourney.Station.DELIVERED;
        String day = DAY.format(journey.arrival(sale).atZone(ZoneOffset.UTC));
        JsonObject piece = new JsonObject()
                .put("trackingNumber", sale.trackingNumber())
                .put("activity", activities)
                .put(
                        "deliveryDate",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("type", delivered ? "DEL" : "SDD")
                                        .put("date", day)))
                .put(
                        "packageCount",
                        soldLabels.byShipment(CARRIER, sale.shipment()).size())
                .put(
                        "referenceNumber",
                        new JsonArray().add(JsonObject.of("type", "PACKAGE", "number", sale.reference())));
        if (delivered) {
            piece.put(
                    "deliveryTime",
                    new JsonObject()
                            .put("type", "DEL")
                            .put("endTime", TIME.format(stops.getFirst().at().atZone(ZoneOffset.UTC))));
            piece.put(
                    "deliveryInformation",
                    new JsonObject().put("receivedBy", "RESIDENT").put("location", "Front Door"));
        }
        return piece;
    }

    private static JsonObject activity(Stop stop) {
        JsonObject status =
                switch (stop.station()) {
                    case LABEL_CREATED ->
                        status("M", "003", "MP", "Shipper created a label, UPS has not received the package yet. ");
                    case PICKED_UP -> status("P", "038", "PU", "Pickup Scan ");
                    case DEPARTED -> status("I", "005", "DP", "Departed from Facility");
                    case ARRIVED -> status("I", "005", "AR", "Arrived at Facility");
                    case OUT_FOR_DELIVERY -> status("I", "021", "OT", "Out For Delivery Today");
                    case DELIVERED -> status("D", "011", "FS", "DELIVERED ");
                    case CANCELLED -> status("MV", "007", "VP", "Shipment information voided ");
                };
        JsonObject address = new JsonObject().put("country", "US").put("countryCode", "US");
        if (stop.station() != ParcelJourney.Station.LABEL_CREATED) {
            address.put("city", stop.place().city())
                    .put("stateProvince", stop.place().state());
        }
        var local = stop.at().atOffset(ZoneOffset.ofHours(-5));
        var gmt = stop.at().atOffset(ZoneOffset.UTC);
        return new JsonObject()
                .put("location", new JsonObject().put("address", address))
                .put("status", status)
                .put("date", DAY.format(local))
                .put("time", TIME.format(local))
                .put("gmtDate", DAY.format(gmt))
                .put("gmtTime", TIME.format(gmt))
                .put("gmtOffset", "-05:00");
    }

    private static JsonObject status(String type, String statusCode, String code, String description) {
        return new JsonObject()
                .put("type", type)
                .put("code", code)
                .put("statusCode", statusCode)
                .put("description", description);
    }
}
