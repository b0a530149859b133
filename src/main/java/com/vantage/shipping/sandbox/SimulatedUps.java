package com.vantage.shipping.sandbox;

import com.vantage.shipping.sandbox.Journey.Stop;
import com.vantage.shipping.sandbox.Ledger.Place;
import com.vantage.shipping.sandbox.Ledger.Sale;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** UPS: rating and shipping v2409, tracking v1. Every number is text, as UPS writes it. */
final class SimulatedUps extends SimulatedCarrier {
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");
    private static final double POUNDS_LIMIT = 150;

    private final Account account;
    private final Ledger ledger;
    private final Journey journey;
    private final AtomicLong numbers =
            new AtomicLong(ThreadLocalRandom.current().nextLong(10_000_000, 80_000_000));

    private record Offer(String code, String name, double base, double perPound, int days) {}

    SimulatedUps(Vertx vertx, Timing timing, Account account, Ledger ledger, Journey journey) {
        super("ups", vertx, timing);
        this.account = account;
        this.ledger = ledger;
        this.journey = journey;
        onOpen(Operation.TOKEN, HttpMethod.POST, "/security/v1/oauth/token", this::token);
        on(Operation.QUOTE, HttpMethod.POST, "/api/rating/v2409/Shoptimeintransit", this::rate);
        on(Operation.BUY, HttpMethod.POST, "/api/shipments/v2409/ship", this::ship);
        on(Operation.TRACK, HttpMethod.GET, "/api/track/v1/details/:number", this::track);
    }

    @Override
    Replied unauthorized() {
        return error(401, "250002", "Invalid Authentication Information.");
    }

    @Override
    Replied throttled() {
        return error(429, "10429", "Too Many Requests");
    }

    @Override
    Replied broken() {
        return error(500, "20001", "Internal Server Error");
    }

    private Replied token(Asked asked) {
        String pair = account.clientId() + ":" + account.clientSecret();
        String wanted = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        if (!asked.header("Authorization").equals(Optional.of(wanted))) {
            return error(401, "10401", "ClientId is Invalid");
        }
        if (!asked.form("grant_type").equals(Optional.of("client_credentials"))) {
            return error(400, "10400", "Invalid/Missing Authorization Header");
        }
        return Replied.ok(new JsonObject()
                .put("token_type", "Bearer")
                .put("issued_at", Long.toString(Instant.now().toEpochMilli()))
                .put("client_id", account.clientId())
                .put("access_token", newToken())
                .put("scope", "")
                .put("expires_in", Long.toString(tokenLife().toSeconds()))
                .put("refresh_count", "0")
                .put("status", "approved"));
    }

    private Replied rate(Asked asked) {
        JsonObject shipment = Asked.at(asked.json(), "RateRequest", "Shipment");
        if (!account.number().equals(Asked.at(shipment, "Shipper").getString("ShipperNumber"))) {
            return error(400, "111580", "The shipper number is not authorised");
        }
        List<Double> weights = Asked.list(shipment, "Package").stream()
                .map(piece ->
                        Double.parseDouble(Asked.at(piece, "PackageWeight").getString("Weight")))
                .toList();
        if (weights.stream().anyMatch(weight -> weight > POUNDS_LIMIT)) {
            return error(400, "111035", "The maximum per package weight for the selected service is 150.00 pounds.");
        }
        JsonObject to = Asked.at(shipment, "ShipTo", "Address");
        if (to.getString("PostalCode").startsWith("000")) {
            return error(400, "111285", "The postal code is invalid for the country");
        }
        int zone = Tariff.zone(
                Asked.at(shipment, "ShipFrom", "Address").getString("PostalCode"), to.getString("PostalCode"));
        LocalDate pickup = LocalDate.parse(
                Asked.at(shipment, "DeliveryTimeInformation", "Pickup").getString("Date"), DAY);
        JsonArray rated = new JsonArray();
        offers(zone)
                .forEach(offer ->
                        rated.add(rated(offer, weights, zone, pickup, to.containsKey("ResidentialAddressIndicator"))));
        return Replied.ok(new JsonObject()
                .put(
                        "RateResponse",
                        new JsonObject().put("Response", success(asked)).put("RatedShipment", rated)));
    }

    private static List<Offer> offers(int zone) {
        return List.of(
                new Offer("03", "UPS Ground", 7.1, 0.55, Tariff.groundDays(zone)),
                new Offer("12", "UPS 3 Day Select", 12.4, 1.15, 3),
                new Offer("02", "UPS 2nd Day Air", 17.2, 1.85, 2),
                new Offer("13", "UPS Next Day Air Saver", 31.5, 3.1, 1),
                new Offer("01", "UPS Next Day Air", 36.0, 3.4, 1));
    }

    private static JsonObject rated(
            Offer offer, List<Double> weights, int zone, LocalDate pickup, boolean residential) {
        BigDecimal base = weights.stream()
                .map(weight -> Tariff.price(offer.base(), offer.perPound(), weight, zone))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal fuel = percent(base, 12);
        BigDecimal home = residential ? new BigDecimal("1.85") : BigDecimal.ZERO;
        BigDecimal ours = base.add(fuel).add(home);
        BigDecimal list = ours.add(percent(ours, 35));
        JsonArray charges = new JsonArray().add(charge("375", fuel));
        if (residential) {
            charges.add(charge("270", home));
        }
        LocalDate arrival = Tariff.businessDaysAfter(pickup, offer.days());
        JsonObject summary = new JsonObject()
                .put("Service", new JsonObject().put("Description", offer.name()))
                .put(
                        "EstimatedArrival",
                        new JsonObject()
                                .put(
                                        "Arrival",
                                        new JsonObject()
                                                .put("Date", DAY.format(arrival))
                                                .put("Time", "230000"))
                                .put("BusinessDaysInTransit", Integer.toString(offer.days()))
                                .put("TotalTransitDays", Long.toString(ChronoUnit.DAYS.between(pickup, arrival))))
                .put("SaturdayDelivery", "0");
        if (!offer.code().equals("03")) {
            summary.put("GuaranteedIndicator", "");
        }
        return new JsonObject()
                .put("Service", new JsonObject().put("Code", offer.code()).put("Description", ""))
                .put("TransportationCharges", money(list))
                .put("ServiceOptionsCharges", money(BigDecimal.ZERO))
                .put("TotalCharges", money(list))
                .put(
                        "NegotiatedRateCharges",
                        new JsonObject().put("ItemizedCharges", charges).put("TotalCharge", money(ours)))
                .put(
                        "TimeInTransit",
                        new JsonObject().put("PackageBillType", "03").put("ServiceSummary", summary));
    }

    private Replied ship(Asked asked) {
        JsonObject shipment = Asked.at(asked.json(), "ShipmentRequest", "Shipment");
        String payer = Asked.at(shipment, "PaymentInformation", "ShipmentCharge", "BillShipper")
                .getString("AccountNumber");
        if (!account.number().equals(payer)) {
            return error(400, "120100", "Missing or invalid shipper number");
        }
        String service = Asked.at(shipment, "Service").getString("Code");
        Place from = place(Asked.at(shipment, "ShipFrom", "Address"));
        Place to = place(Asked.at(shipment, "ShipTo", "Address"));
        int zone = Tariff.zone(from.zip(), to.zip());
        Offer offer = offers(zone).stream()
                .filter(candidate -> candidate.code().equals(service))
                .findFirst()
                .orElse(null);
        if (offer == null) {
            return error(400, "111210", "The requested service is unavailable between the selected locations.");
        }
        String format = Asked.at(asked.json(), "ShipmentRequest", "LabelSpecification", "LabelImageFormat")
                .getString("Code");
        String first = null;
        JsonArray results = new JsonArray();
        BigDecimal total = BigDecimal.ZERO;
        for (JsonObject piece : Asked.list(shipment, "Package")) {
            String number = "1Z" + account.number() + "03" + numbers.incrementAndGet();
            first = first == null ? number : first;
            double weight = Double.parseDouble(Asked.at(piece, "PackageWeight").getString("Weight"));
            total = total.add(Tariff.price(offer.base(), offer.perPound(), weight, zone));
            String reference = Asked.at(piece, "ReferenceNumber").getString("Value", "");
            ledger.sell(code(), first, number, reference, service, from, to);
            results.add(new JsonObject()
                    .put("TrackingNumber", number)
                    .put("ShippingLabel", label(format, offer, from, to, number)));
        }
        BigDecimal billed = total.add(percent(total, 12)).add(new BigDecimal("1.85"));
        return Replied.ok(new JsonObject()
                .put(
                        "ShipmentResponse",
                        new JsonObject()
                                .put("Response", success(asked))
                                .put(
                                        "ShipmentResults",
                                        new JsonObject()
                                                .put("ShipmentIdentificationNumber", first)
                                                .put(
                                                        "ShipmentCharges",
                                                        new JsonObject()
                                                                .put(
                                                                        "TotalCharges",
                                                                        money(billed.add(percent(billed, 35)))))
                                                .put(
                                                        "NegotiatedRateCharges",
                                                        new JsonObject().put("TotalCharge", money(billed)))
                                                .put("PackageResults", results))));
    }

    private static JsonObject label(String format, Offer offer, Place from, Place to, String number) {
        List<String> lines = List.of(
                offer.name(),
                "From: " + from.city() + ", " + from.state() + " " + from.zip(),
                "To: " + to.city() + ", " + to.state() + " " + to.zip(),
                number);
        String image = format.equals("ZPL") ? LabelArt.zpl(lines) : LabelArt.lyingGif(lines);
        return new JsonObject()
                .put("ImageFormat", new JsonObject().put("Code", format).put("Description", format))
                .put("GraphicImage", image);
    }

    private Replied track(Asked asked) {
        String number = asked.pathParam("number");
        return ledger.byTrackingNumber(code(), number)
                .map(sale -> Replied.ok(tracking(sale)))
                .orElseGet(() -> error(404, "TV1002", "Invalid inquiry number"));
    }

    private JsonObject tracking(Sale sale) {
        List<Stop> stops = new ArrayList<>(journey.soFar(sale)).reversed();
        JsonArray activities = new JsonArray();
        stops.forEach(stop -> activities.add(activity(stop)));
        boolean delivered = stops.getFirst().station() == Journey.Station.DELIVERED;
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
                .put("packageCount", 1);
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
        return new JsonObject()
                .put(
                        "trackResponse",
                        new JsonObject()
                                .put(
                                        "shipment",
                                        new JsonArray()
                                                .add(new JsonObject()
                                                        .put("inquiryNumber", sale.trackingNumber())
                                                        .put("package", new JsonArray().add(piece)))));
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
        if (stop.station() != Journey.Station.LABEL_CREATED) {
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

    private static JsonObject success(Asked asked) {
        JsonObject echoed =
                Asked.at(asked.json(), asked.json().fieldNames().iterator().next(), "Request", "TransactionReference");
        return new JsonObject()
                .put("ResponseStatus", new JsonObject().put("Code", "1").put("Description", "Success"))
                .put("TransactionReference", echoed.copy().put("TransactionIdentifier", "sandbox"));
    }

    private static Place place(JsonObject address) {
        return new Place(
                address.getString("City"), address.getString("StateProvinceCode"), address.getString("PostalCode"));
    }

    private static BigDecimal percent(BigDecimal of, int percent) {
        return of.multiply(BigDecimal.valueOf(percent, 2)).setScale(2, RoundingMode.HALF_UP);
    }

    private static JsonObject charge(String code, BigDecimal amount) {
        return money(amount).put("Code", code);
    }

    private static JsonObject money(BigDecimal amount) {
        return new JsonObject().put("CurrencyCode", "USD").put("MonetaryValue", amount.toPlainString());
    }

    private static Replied error(int status, String code, String message) {
        return Replied.json(
                status,
                new JsonObject()
                        .put(
                                "response",
                                new JsonObject()
                                        .put(
                                                "errors",
                                                new JsonArray()
                                                        .add(new JsonObject()
                                                                .put("code", code)
                                                                .put("message", message)))));
    }
}
