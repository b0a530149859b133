package com.vantage.shipping.sandbox;

import com.vantage.shipping.sandbox.ParcelJourney.Station;
import com.vantage.shipping.sandbox.ParcelJourney.Stop;
import com.vantage.shipping.sandbox.SoldLabels.Place;
import com.vantage.shipping.sandbox.SoldLabels.Sale;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Simulated FedEx: Address, Rate, Ship, Pickup and Track v1. Amounts and weights are JSON numbers, as at FedEx. */
final class SimulatedFedex extends SimulatedCarrier {
    private static final ZoneId EAST_COAST = ZoneId.of("America/New_York");
    private static final ZoneOffset LOCAL = ZoneOffset.ofHours(-6);
    private static final List<String> DAYS = List.of("ONE_DAY", "TWO_DAYS", "THREE_DAYS", "FOUR_DAYS", "FIVE_DAYS");
    private static final double POUNDS_LIMIT = 150;
    private static final int FUEL_PERCENT = 13;
    private static final int DUTY_PERCENT = 5;
    private static final int LIST_PERCENT = 32;
    private static final String SATURDAY_DELIVERY = "SATURDAY_DELIVERY";
    private static final Set<String> SATURDAY_SERVICES =
            Set.of("FEDEX_2_DAY", "PRIORITY_OVERNIGHT", "FEDEX_INTERNATIONAL_PRIORITY");
    private static final BigDecimal HOME_DELIVERY = new BigDecimal("2.10");

    private final FedexReplyVariants variants = new FedexReplyVariants();
    private final Set<String> requestedJobs = ConcurrentHashMap.newKeySet();
    private final CarrierAccount account;
    private final SoldLabels soldLabels;
    private final ParcelJourney journey;
    private final SimulatedEndOfDay endOfDay;
    private final AtomicLong numbers =
            new AtomicLong(ThreadLocalRandom.current().nextLong(770_000_000_000L, 790_000_000_000L));

    private record SimulatedService(String code, String name, double base, double perPound, int days) {
        private boolean isGround() {
            return code.equals("FEDEX_GROUND") || code.equals("GROUND_HOME_DELIVERY");
        }
    }

    /** @param options prices of options by FedEx's types of surcharges */
    private record Price(BigDecimal base, BigDecimal fuel, BigDecimal home, Map<String, BigDecimal> options) {
        private static Price of(SimulatedService offer, JsonObject shipment, int zone, boolean residential) {
            BigDecimal base = pieces(shipment).stream()
                    .map(piece -> ZonePricing.price(offer.base(), offer.perPound(), pounds(piece), zone))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            return new Price(
                    base,
                    percent(base, FUEL_PERCENT),
                    residential ? HOME_DELIVERY : BigDecimal.ZERO,
                    SimulatedFedex.options(shipment));
        }

        private BigDecimal total() {
            return base.add(surcharges());
        }

        private BigDecimal surcharges() {
            return options.values().stream().reduce(fuel.add(home), BigDecimal::add);
        }

        private BigDecimal list() {
            return total().add(percent(total(), LIST_PERCENT));
        }
    }

    SimulatedFedex(CarrierAccount account, SoldLabels soldLabels, ParcelJourney journey) {
        super("fedex");
        this.account = account;
        this.soldLabels = soldLabels;
        this.journey = journey;
        this.endOfDay = new SimulatedEndOfDay(soldLabels);
        addReply("rate", this::rate);
        addReply("validate", SimulatedFedex::validate);
        addReply("ship", this::ship);
        addReply("results", this::results);
        addReply("find", this::find);
        addReply("cancel", this::cancel);
        addReply("end-of-day", this::endOfDay);
        FedexPickups pickups = new FedexPickups(account);
        addReply("check-pickup", pickups::check);
        addReply("schedule-pickup", pickups::schedule);
        addReply("cancel-pickup", pickups::cancel);
        addReply("track", this::track);
        variants.all().forEach(this::addVariant);
    }

    private SimulatedResponse rate(SimulatedRequest request) {
        if (!isOurs(request)) {
            return error(400, "ACCOUNT.NUMBER.MISMATCH", "Account Number Mismatch.");
        }
        JsonObject shipment = SimulatedRequest.at(request.json(), "requestedShipment");
        List<JsonObject> pieces = pieces(shipment);
        if (pieces.stream().anyMatch(piece -> pounds(piece) > POUNDS_LIMIT)) {
            return error(400, "PACKAGE.WEIGHT.EXCEEDS.MAXIMUM", "Package weight exceeds the maximum of 150 LB.");
        }
        JsonObject from = SimulatedRequest.at(shipment, "shipper", "address");
        JsonObject to = SimulatedRequest.at(shipment, "recipient", "address");
        String zip = to.getString("postalCode");
        if (zip.startsWith("000")) {
            return error(400, "DESTINATION.POSTALCODE.MISSING.ORINVALID", "Destination postal code is invalid.");
        }
        String country = to.getString("countryCode");
        boolean abroad = !Objects.equals(country, from.getString("countryCode"));
        List<JsonObject> commodities =
                SimulatedRequest.list(SimulatedRequest.at(shipment, "customsClearanceDetail"), "commodities");
        if (abroad && commodities.isEmpty()) {
            return error(400, "RATE.CUSTOMCLEARANCEDETAIL.INVALID", "Customs clearance detail is missing or invalid.");
        }
        int zone = abroad ? ZonePricing.zoneAbroad(country) : ZonePricing.zone(from.getString("postalCode"), zip);
        boolean residential = !abroad && to.getBoolean("residential", false);
        LocalDate sent = LocalDate.parse(shipment.getString("shipDateStamp"));
        JsonArray services = new JsonArray();
        BigDecimal duties = duties(commodities);
        (abroad ? offersAbroad(country) : offers(zone, residential))
                .stream()
                        .filter(offer -> !isOnSaturday(shipment)
                                || (isSoldOnSaturday(offer) && OptionPrices.arrivesOnSaturday(sent, offer.days())))
                        .forEach(offer -> services.add(
                                rated(offer, Price.of(offer, shipment, zone, residential), zone, sent, duties)));
        return SimulatedResponse.ok(answer(
                request, new JsonObject().put("rateReplyDetails", services).put("quoteDate", sent.toString())));
    }

    private static SimulatedResponse validate(SimulatedRequest request) {
        JsonArray resolved = new JsonArray();
        SimulatedRequest.list(request.json(), "addressesToValidate")
                .forEach(each -> resolved.add(resolved(SimulatedRequest.at(each, "address"))));
        return SimulatedResponse.ok(
                answer(request, new JsonObject().put("alerts", new JsonArray()).put("resolvedAddresses", resolved)));
    }

    private static JsonObject resolved(JsonObject address) {
        List<String> lines = address.getJsonArray("streetLines").stream()
                .map(Object::toString)
                .toList();
        StreetDirectory.Entry found = StreetDirectory.find(
                String.join(" ", lines),
                address.getString("city"),
                address.getString("stateOrProvinceCode"),
                address.getString("postalCode"));
        boolean exists = found.match() != StreetDirectory.Match.NONE;
        boolean exact = found.match() == StreetDirectory.Match.EXACT;
        return new JsonObject()
                .put("streetLinesToken", new JsonArray().add(found.street()))
                .put("city", found.city())
                .put("stateOrProvinceCode", found.state())
                .put("postalCode", found.zip() + "-" + found.plus4())
                .put(
                        "parsedPostalCode",
                        new JsonObject().put("base", found.zip()).put("addOn", found.plus4()))
                .put("countryCode", "US")
                .put("classification", !exists ? "UNKNOWN" : found.residential() ? "RESIDENTIAL" : "BUSINESS")
                .put("customerMessages", new JsonArray())
                .put("normalizedStatusNameDPV", exact)
                .put("resolutionMethodName", "USPS_VALIDATE")
                .put(
                        "attributes",
                        new JsonObject()
                                .put("CountrySupported", "true")
                                .put("Resolved", Boolean.toString(exists))
                                .put("DPV", Boolean.toString(exact))
                                .put("MultipleMatches", text(found, StreetDirectory.Match.SEVERAL))
                                .put("SuiteRequiredButMissing", text(found, StreetDirectory.Match.APARTMENT_MISSING))
                                .put("InvalidSuiteNumber", "false")
                                .put("InterpolatedStreetAddress", "false"));
    }

    private static String text(StreetDirectory.Entry found, StreetDirectory.Match match) {
        return Boolean.toString(found.match() == match);
    }

    private static List<SimulatedService> offers(int zone, boolean residential) {
        int road = ZonePricing.groundDays(zone);
        return List.of(
                residential
                        ? new SimulatedService("GROUND_HOME_DELIVERY", "FedEx Home Delivery®", 7.3, 0.52, road)
                        : new SimulatedService("FEDEX_GROUND", "FedEx Ground®", 7.3, 0.52, road),
                new SimulatedService("FEDEX_EXPRESS_SAVER", "FedEx Express Saver®", 12.1, 1.1, 3),
                new SimulatedService("FEDEX_2_DAY", "FedEx 2Day®", 16.8, 1.8, 2),
                new SimulatedService("STANDARD_OVERNIGHT", "FedEx Standard Overnight®", 30.9, 3.0, 1),
                new SimulatedService("PRIORITY_OVERNIGHT", "FedEx Priority Overnight®", 35.2, 3.3, 1));
    }

    private static List<SimulatedService> offersAbroad(String country) {
        List<SimulatedService> air = List.of(
                new SimulatedService("INTERNATIONAL_ECONOMY", "FedEx International Economy®", 30.2, 2.6, 5),
                new SimulatedService("FEDEX_INTERNATIONAL_PRIORITY", "FedEx International Priority®", 44.9, 3.6, 3),
                new SimulatedService(
                        "FEDEX_INTERNATIONAL_PRIORITY_EXPRESS", "FedEx International Priority® Express", 49.1, 3.9, 2));
        SimulatedService ground = new SimulatedService("FEDEX_GROUND", "FedEx International Ground®", 10.9, 0.95, 5);
        return country.equals("CA")
                ? Stream.concat(Stream.of(ground), air.stream()).toList()
                : air;
    }

    /** Five percent of the value of items with a tariff code; 0, as at FedEx, if an item has none. */
    private static BigDecimal duties(List<JsonObject> commodities) {
        return commodities.stream().allMatch(item -> item.containsKey("harmonizedCode"))
                ? commodities.stream()
                        .map(item -> new BigDecimal(SimulatedRequest.at(item, "customsValue")
                                .getValue("amount")
                                .toString()))
                        .map(value -> percent(value, DUTY_PERCENT))
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                : BigDecimal.ZERO;
    }

    private static JsonObject rated(SimulatedService offer, Price price, int zone, LocalDate sent, BigDecimal duties) {
        boolean saturday = price.options().containsKey(SATURDAY_DELIVERY);
        LocalDate arrival = saturday ? sent.plusDays(offer.days()) : ZonePricing.businessDaysAfter(sent, offer.days());
        String endOfDay = arrival + "T23:59:00";
        String transit = DAYS.get(offer.days() - 1);
        return new JsonObject()
                .put("serviceType", offer.code())
                .put("serviceName", offer.name())
                .put("packagingType", "YOUR_PACKAGING")
                .put(
                        "commit",
                        new JsonObject()
                                .put("saturdayDelivery", saturday)
                                .put("dateDetail", new JsonObject().put("dayFormat", endOfDay))
                                .put("transitDays", new JsonObject().put("minimumTransitTime", transit)))
                .put(
                        "ratedShipmentDetails",
                        new JsonArray()
                                .add(entry("ACCOUNT", price.total())
                                        .put("totalDutiesAndTaxes", duties)
                                        .put("shipmentRateDetail", detail(price, zone)))
                                .add(entry("LIST", price.list())))
                .put(
                        "operationalDetail",
                        new JsonObject()
                                .put("transitTime", transit)
                                .put("deliveryDate", endOfDay)
                                .put("commitDate", endOfDay)
                                .put("ineligibleForMoneyBackGuarantee", offer.isGround()));
    }

    private static JsonObject entry(String type, BigDecimal total) {
        return new JsonObject()
                .put("rateType", type)
                .put("totalDiscounts", 0)
                .put("totalNetFedExCharge", total)
                .put("totalNetCharge", total)
                .put("currency", "USD");
    }

    private static JsonObject detail(Price price, int zone) {
        JsonArray charges = new JsonArray().add(charge("FUEL", "Fuel Surcharge", price.fuel()));
        if (price.home().signum() > 0) {
            charges.add(charge("RESIDENTIAL_DELIVERY", "Residential Delivery", price.home()));
        }
        price.options().forEach((type, amount) -> charges.add(charge(type, type, amount)));
        return new JsonObject()
                .put("rateZone", Integer.toString(zone))
                .put("currency", "USD")
                .put("totalSurcharges", price.surcharges())
                .put("fuelSurchargePercent", FUEL_PERCENT)
                .put("surCharges", charges)
                .put("taxes", new JsonArray());
    }

    private static JsonObject charge(String type, String description, BigDecimal amount) {
        return new JsonObject()
                .put("type", type)
                .put("description", description)
                .put("level", "SHIPMENT")
                .put("amount", amount);
    }

    private SimulatedResponse ship(SimulatedRequest request) {
        if (!isOurs(request)) {
            return error(400, "ACCOUNT.NUMBER.MISMATCH", "Account Number Mismatch.");
        }
        JsonObject shipment = SimulatedRequest.at(request.json(), "requestedShipment");
        JsonObject to = SimulatedRequest.at(shipment, "recipients", "address");
        boolean residential = to.getBoolean("residential", false);
        Place from = place(SimulatedRequest.at(shipment, "shipper", "address"));
        String country = to.getString("countryCode");
        boolean abroad = !Objects.equals(
                country, SimulatedRequest.at(shipment, "shipper", "address").getString("countryCode"));
        JsonObject customs = SimulatedRequest.at(shipment, "customsClearanceDetail");
        if (abroad && (!customs.containsKey("commodities") || !customs.containsKey("commercialInvoice"))) {
            return error(
                    400, "CUSTOMSCLEARANCEDETAIL.REQUIRED", "Customs clearance detail is required for this shipment.");
        }
        int zone = abroad ? ZonePricing.zoneAbroad(country) : ZonePricing.zone(from.zip(), to.getString("postalCode"));
        // Quotes only the ground service for the address type, but sells both.
        return (abroad
                        ? offersAbroad(country).stream()
                        : Stream.concat(offers(zone, true).stream(), offers(zone, false).stream()))
                .filter(offer -> offer.code().equals(shipment.getString("serviceType")))
                .filter(offer -> !isOnSaturday(shipment) || isSoldOnSaturday(offer))
                .findFirst()
                .map(offer -> SimulatedResponse.ok(
                        answer(request, sold(shipment, offer, from, place(to), zone, residential && !abroad))))
                .orElseGet(() -> error(
                        400,
                        "SERVICETYPE.NOT.ALLOWED",
                        "The requested service type is not allowed between these locations."));
    }

    private JsonObject sold(
            JsonObject shipment, SimulatedService offer, Place from, Place to, int zone, boolean residential) {
        List<JsonObject> pieces = pieces(shipment);
        Price price = Price.of(offer, shipment, zone, residential);
        String format = SimulatedRequest.at(shipment, "labelSpecification").getString("imageType");
        String master = Long.toString(numbers.incrementAndGet());
        JsonArray labels = new JsonArray();
        for (JsonObject piece : pieces) {
            String number = labels.isEmpty() ? master : Long.toString(numbers.incrementAndGet());
            String reference = SimulatedRequest.at(piece, "customerReferences").getString("value", "");
            soldLabels.sell(code(), master, number, reference, offer.code(), from, to);
            labels.add(new JsonObject()
                    .put("masterTrackingNumber", master)
                    .put("trackingNumber", number)
                    .put("packageSequenceNumber", labels.size() + 1)
                    .put("netRateAmount", price.total())
                    .put("packageDocuments", new JsonArray().add(label(format, offer, from, to, number))));
        }
        LocalDate sent = LocalDate.parse(shipment.getString("shipDatestamp"));
        return new JsonObject()
                .put(
                        "transactionShipments",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("masterTrackingNumber", master)
                                        .put("serviceType", offer.code())
                                        .put("serviceName", offer.name())
                                        .put("shipDatestamp", sent.toString())
                                        .put("pieceResponses", labels)
                                        .put(
                                                "shipmentDocuments",
                                                documents(shipment, labelLines(offer, from, to, master)))
                                        .put("completedShipmentDetail", completed(price, offer, sent))));
    }

    private static JsonObject completed(Price price, SimulatedService offer, LocalDate sent) {
        return new JsonObject()
                .put("usDomestic", true)
                .put(
                        "operationalDetail",
                        new JsonObject()
                                .put("transitTime", DAYS.get(offer.days() - 1))
                                .put(
                                        "deliveryDate",
                                        ZonePricing.businessDaysAfter(sent, offer.days())
                                                .toString()))
                .put(
                        "shipmentRating",
                        new JsonObject()
                                .put("actualRateType", "PAYOR_ACCOUNT_SHIPMENT")
                                .put(
                                        "shipmentRateDetails",
                                        new JsonArray()
                                                .add(entry("PAYOR_LIST_SHIPMENT", price.list()))
                                                .add(entry("PAYOR_ACCOUNT_SHIPMENT", price.total())
                                                        .put("surcharges", soldCharges(price)))));
    }

    private static JsonArray soldCharges(Price price) {
        JsonArray charges = new JsonArray().add(soldCharge("FUEL", "Fuel Surcharge", price.fuel()));
        price.options().forEach((type, amount) -> charges.add(soldCharge(type, type, amount)));
        return charges;
    }

    private static JsonObject soldCharge(String type, String description, BigDecimal amount) {
        return new JsonObject()
                .put("surchargeType", type)
                .put("description", description)
                .put("level", "SHIPMENT")
                .put("amount", amount);
    }

    private static boolean isOnSaturday(JsonObject shipment) {
        return SimulatedRequest.at(shipment, "shipmentSpecialServices")
                .getJsonArray("specialServiceTypes", new JsonArray())
                .contains(SATURDAY_DELIVERY);
    }

    private static boolean isSoldOnSaturday(SimulatedService offer) {
        return SATURDAY_SERVICES.contains(offer.code());
    }

    private static Map<String, BigDecimal> options(JsonObject shipment) {
        Map<String, BigDecimal> prices = new TreeMap<>();
        if (isOnSaturday(shipment)) {
            prices.put(SATURDAY_DELIVERY, OptionPrices.SATURDAY_DELIVERY);
        }
        for (JsonObject piece : pieces(shipment)) {
            String signature = SimulatedRequest.at(piece, "packageSpecialServices")
                    .getString("signatureOptionType", "SERVICE_DEFAULT");
            BigDecimal signed =
                    switch (signature) {
                        case "DIRECT" -> OptionPrices.SIGNATURE;
                        case "ADULT" -> OptionPrices.ADULT_SIGNATURE;
                        default -> BigDecimal.ZERO;
                    };
            Object value = SimulatedRequest.at(piece, "declaredValue").getValue("amount", 0);
            prices.merge("SIGNATURE_OPTION", signed, BigDecimal::add);
            prices.merge("INSURED_VALUE", OptionPrices.insurance(new BigDecimal(value.toString())), BigDecimal::add);
        }
        prices.values().removeIf(price -> price.signum() == 0);
        return prices;
    }

    private static List<String> labelLines(SimulatedService offer, Place from, Place to, String number) {
        return List.of(offer.name().replace("®", ""), "From: " + from.line(), "To: " + to.line(), number);
    }

    private static JsonArray documents(JsonObject shipment, List<String> labelLines) {
        JsonObject invoice = SimulatedRequest.at(shipment, "shippingDocumentSpecification", "commercialInvoiceDetail");
        if (invoice.isEmpty()) {
            return new JsonArray();
        }
        List<String> lines = new ArrayList<>(List.of("COMMERCIAL INVOICE"));
        lines.addAll(labelLines);
        SimulatedRequest.list(SimulatedRequest.at(shipment, "customsClearanceDetail"), "commodities")
                .forEach(item -> lines.add(item.getString("description")));
        return new JsonArray()
                .add(new JsonObject()
                        .put("contentType", "COMMERCIAL_INVOICE")
                        .put("copiesToPrint", 3)
                        .put("docType", "PDF")
                        .put("encodedLabel", SampleLabels.letter(lines)));
    }

    private static JsonObject label(String format, SimulatedService offer, Place from, Place to, String number) {
        List<String> lines = labelLines(offer, from, to, number);
        String image =
                switch (format) {
                    case "ZPLII" -> SampleLabels.zpl(lines);
                    case "PNG" -> SampleLabels.png(lines);
                    default -> SampleLabels.pdf(lines);
                };
        return new JsonObject()
                .put("contentType", "LABEL")
                .put("copiesToPrint", 1)
                .put("docType", format)
                .put("encodedLabel", image);
    }

    /** Results of an asynchronous sale, never available at the first request. */
    private SimulatedResponse results(SimulatedRequest request) {
        String job = request.json().getString("jobId", "");
        Optional<SimulatedResponse> sale = variants.job(job);
        if (!isOurs(request) || sale.isEmpty()) {
            return error(400, "TRACKINGNUMBER.ENTERED.INVALID", "Error with entered job. Please verify the job.");
        }
        return requestedJobs.add(job)
                ? SimulatedResponse.ok(answer(request, new JsonObject().put("jobId", job)))
                : sale.get();
    }

    private SimulatedResponse endOfDay(SimulatedRequest request) {
        if (!isOurs(request)) {
            return error(400, "ACCOUNT.NUMBER.MISMATCH", "Account Number Mismatch.");
        }
        return endOfDay.documents(request.json())
                .map(documents -> SimulatedResponse.ok(answer(request, documents)))
                .orElseGet(() -> error(400, "CLOSE.SHIPMENTS.NOTFOUND", "There are no shipments to close."));
    }

    /** Cancels all parcels of the shipment, or none. */
    private SimulatedResponse cancel(SimulatedRequest request) {
        if (!isOurs(request)) {
            return error(400, "ACCOUNT.NUMBER.MISMATCH", "Account Number Mismatch.");
        }
        List<Sale> parcels = soldLabels
                .byTrackingNumber(code(), request.json().getString("trackingNumber", ""))
                .map(sale -> soldLabels.byShipment(code(), sale.shipment()))
                .orElseGet(List::of);
        if (parcels.isEmpty()) {
            return error(
                    400,
                    "TRACKINGNUMBER.ENTERED.INVALID",
                    "Error with entered Tracking Number. Please verify the entered Tracking Number.");
        }
        if (parcels.stream().allMatch(sale -> soldLabels.cancelledAt(sale).isPresent())) {
            return error(400, "SHIPMENT.ALREADY.CANCELLED", "Shipment has already been cancelled.");
        }
        if (parcels.stream().anyMatch(journey::isPickedUp)) {
            return cancelled(request, false, "Shipment cannot be cancelled, it was tendered to FedEx.");
        }
        parcels.forEach(soldLabels::cancel);
        return cancelled(request, true, "Shipment is successfully cancelled");
    }

    private static SimulatedResponse cancelled(SimulatedRequest request, boolean done, String message) {
        return SimulatedResponse.ok(answer(
                request,
                new JsonObject()
                        .put("cancelledShipment", done)
                        .put("cancelledHistory", done)
                        .put("message", message)
                        .put("alerts", new JsonArray())));
    }

    private SimulatedResponse find(SimulatedRequest request) {
        JsonObject criteria = SimulatedRequest.at(request.json(), "referencesInformation");
        LocalDate begin = LocalDate.parse(criteria.getString("shipDateBegin"));
        LocalDate end = LocalDate.parse(criteria.getString("shipDateEnd"));
        if (end.isAfter(LocalDate.now(EAST_COAST))) {
            return error(
                    400, "TRACKING.SHIPDATEEND.FUTURE", "Invalid ship date range. End date must not be in the future.");
        }
        if (end.isBefore(begin) || begin.until(end, ChronoUnit.DAYS) > 30) {
            return error(400, "TRACKING.SHIPDATERANGE.INVALID", "Invalid ship date range.");
        }
        List<Sale> sales = account.number().equals(criteria.getString("accountNumber"))
                ? soldLabels.byReference(code(), criteria.getString("value"))
                : List.of();
        JsonArray results = new JsonArray();
        sales.forEach(sale -> results.add(result(sale.trackingNumber(), tracking(sale))));
        return SimulatedResponse.ok(answer(
                request,
                new JsonObject()
                        .put("completeTrackResults", sales.isEmpty() ? new JsonArray().add(noReference()) : results)));
    }

    private static JsonObject noReference() {
        return result(
                "",
                notFound(
                        "TRACKING.REFERENCENUMBER.NOTFOUND",
                        "Reference number cannot be found. Please correct the reference number and try again."));
    }

    private static JsonObject result(String number, JsonObject result) {
        result.put("trackingNumberInfo", new JsonObject().put("trackingNumber", number));
        return new JsonObject().put("trackingNumber", number).put("trackResults", new JsonArray().add(result));
    }

    private SimulatedResponse track(SimulatedRequest request) {
        JsonArray results = new JsonArray();
        for (JsonObject criteria : SimulatedRequest.list(request.json(), "trackingInfo")) {
            String number = SimulatedRequest.at(criteria, "trackingNumberInfo").getString("trackingNumber", "");
            JsonObject found = soldLabels
                    .byTrackingNumber(code(), number)
                    .map(this::tracking)
                    .orElseGet(() -> notFound(
                            "TRACKING.TRACKINGNUMBER.NOTFOUND",
                            "Tracking number cannot be found. Please correct the tracking number and try again."));
            results.add(result(number, found));
        }
        return SimulatedResponse.ok(answer(request, new JsonObject().put("completeTrackResults", results)));
    }

    private static JsonObject notFound(String code, String message) {
        return new JsonObject().put("error", new JsonObject().put("code", code).put("message", message));
    }

    /** The reference, and the master number on each of several parcels. */
    private static JsonObject identifiers(Sale sale, int parcels) {
        JsonArray identifiers = new JsonArray().add(identifier("CUSTOMER_REFERENCE", sale.reference()));
        if (parcels > 1) {
            identifiers.add(identifier("STANDARD_MPS", sale.shipment()));
        }
        return new JsonObject().put("packageIdentifiers", identifiers).put("hasAssociatedShipments", parcels > 1);
    }

    private static JsonObject identifier(String type, String value) {
        return new JsonObject().put("type", type).put("values", new JsonArray().add(value));
    }

    private JsonObject tracking(Sale sale) {
        List<Stop> stops = journey.stopsSoFar(sale).reversed();
        JsonArray scans = new JsonArray();
        stops.forEach(stop -> scans.add(scan(stop)));
        Station latest = stops.getFirst().station();
        List<Sale> parcels = soldLabels.byShipment(code(), sale.shipment());
        JsonObject result = new JsonObject()
                .put(
                        "latestStatusDetail",
                        new JsonObject()
                                .put("code", eventType(latest))
                                .put("derivedCode", derivedCode(latest))
                                .put("statusByLocale", description(latest))
                                .put("description", description(latest)))
                .put("additionalTrackingInfo", identifiers(sale, parcels.size()))
                .put(
                        "packageDetails",
                        new JsonObject()
                                .put("sequenceNumber", Integer.toString(parcels.indexOf(sale) + 1))
                                .put("count", Integer.toString(parcels.size())))
                .put("serviceDetail", new JsonObject().put("type", sale.service()))
                .put("shipperInformation", new JsonObject().put("address", address(sale.from())))
                .put("scanEvents", scans);
        String arrival = local(journey.arrival(sale));
        if (latest == Station.DELIVERED) {
            return result.put("dateAndTimes", times("ACTUAL_DELIVERY", arrival))
                    .put(
                            "deliveryDetails",
                            new JsonObject()
                                    .put("receivedByName", "RESIDENT")
                                    .put("actualDeliveryAddress", address(sale.to())));
        }
        return result.put("dateAndTimes", times("ESTIMATED_DELIVERY", arrival))
                .put(
                        "estimatedDeliveryTimeWindow",
                        new JsonObject().put("window", new JsonObject().put("ends", arrival)));
    }

    private static JsonArray times(String type, String time) {
        return new JsonArray().add(new JsonObject().put("type", type).put("dateTime", time));
    }

    private static JsonObject scan(Stop stop) {
        return new JsonObject()
                .put("date", local(stop.at()))
                .put("eventType", eventType(stop.station()))
                .put("eventDescription", description(stop.station()))
                .put("exceptionCode", "")
                .put("exceptionDescription", "")
                .put("derivedStatusCode", derivedCode(stop.station()))
                .put("scanLocation", address(stop.place()));
    }

    private static String eventType(Station station) {
        return switch (station) {
            case LABEL_CREATED -> "OC";
            case PICKED_UP -> "PU";
            case DEPARTED -> "DP";
            case ARRIVED -> "AR";
            case OUT_FOR_DELIVERY -> "OD";
            case DELIVERED -> "DL";
            case CANCELLED -> "CA";
        };
    }

    private static String derivedCode(Station station) {
        return switch (station) {
            case LABEL_CREATED -> "IN";
            case PICKED_UP -> "PU";
            case DEPARTED, ARRIVED, OUT_FOR_DELIVERY -> "IT";
            case DELIVERED -> "DL";
            case CANCELLED -> "CA";
        };
    }

    private static String description(Station station) {
        return switch (station) {
            case LABEL_CREATED -> "Shipment information sent to FedEx";
            case PICKED_UP -> "Picked up";
            case DEPARTED -> "Departed FedEx location";
            case ARRIVED -> "At local FedEx facility";
            case OUT_FOR_DELIVERY -> "On FedEx vehicle for delivery";
            case DELIVERED -> "Delivered";
            case CANCELLED -> "Shipment cancelled by sender";
        };
    }

    private boolean isOurs(SimulatedRequest request) {
        return account.number()
                .equals(SimulatedRequest.at(request.json(), "accountNumber").getString("value"));
    }

    /** One per parcel, also if the request groups equal ones. */
    private static List<JsonObject> pieces(JsonObject shipment) {
        return SimulatedRequest.list(shipment, "requestedPackageLineItems").stream()
                .flatMap(item -> Stream.generate(() -> item).limit(item.getInteger("groupPackageCount", 1)))
                .toList();
    }

    private static double pounds(JsonObject piece) {
        return SimulatedRequest.at(piece, "weight").getDouble("value");
    }

    private static Place place(JsonObject address) {
        return new Place(
                address.getString("city"),
                address.getString("stateOrProvinceCode", ""),
                address.getString("postalCode", ""));
    }

    private static JsonObject address(Place place) {
        return new JsonObject()
                .put("city", place.city())
                .put("stateOrProvinceCode", place.state())
                .put("countryCode", "US");
    }

    private static String local(Instant at) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at.atOffset(LOCAL).withNano(0));
    }

    private static BigDecimal percent(BigDecimal of, int percent) {
        return of.multiply(BigDecimal.valueOf(percent, 2)).setScale(2, RoundingMode.HALF_UP);
    }

    static JsonObject answer(SimulatedRequest request, JsonObject output) {
        JsonObject reply =
                new JsonObject().put("transactionId", UUID.randomUUID().toString());
        request.header("x-customer-transaction-id").ifPresent(id -> reply.put("customerTransactionId", id));
        return reply.put("output", output);
    }

    static SimulatedResponse error(int status, String code, String message) {
        return SimulatedResponse.json(
                status,
                new JsonObject()
                        .put("transactionId", UUID.randomUUID().toString())
                        .put(
                                "errors",
                                new JsonArray()
                                        .add(new JsonObject().put("code", code).put("message", message))));
    }
}
