package com.vantage.shipping.sandbox;

import com.vantage.shipping.sandbox.SoldLabels.Place;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Simulated UPS: address validation v2, rating, shipping, voids and pickups v2409, tracking and label recovery v1. All numbers are strings, as at UPS.
 */
final class SimulatedUps extends SimulatedCarrier {
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
    private static final double POUNDS_LIMIT = 150;
    private static final int FARTHEST = 8;
    private static final Set<String> SATURDAY_SERVICES = Set.of("01", "02", "07");
    private static final JsonObject REFERENCE_RATES =
            JsonObject.of("Code", "110971", "Description", "Your invoice may vary from the displayed reference rates");

    private final CarrierAccount account;
    private final SoldLabels soldLabels;
    private final AtomicLong numbers =
            new AtomicLong(ThreadLocalRandom.current().nextLong(10_000_000, 80_000_000));

    private record SimulatedService(String code, String name, double base, double perPound, int days) {}

    SimulatedUps(CarrierAccount account, SoldLabels soldLabels, ParcelJourney journey) {
        super("ups");
        this.account = account;
        this.soldLabels = soldLabels;
        addReply("rate", this::rate);
        addReply("validate", SimulatedUps::validate);
        addReply("ship", this::ship);
        UpsParcelReplies parcels = new UpsParcelReplies(account, soldLabels, journey);
        addReply("track", parcels::track);
        addReply("track-reference", parcels::trackReference);
        addReply("recover", parcels::recover);
        addReply("cancel", parcels::cancel);
        UpsPickups pickups = new UpsPickups(account);
        addReply("schedule-pickup", pickups::schedule);
        addReply("list-pickups", pickups::list);
        addReply("cancel-pickup", pickups::cancel);
        UpsReplyVariants.ALL.forEach(this::addVariant);
    }

    private SimulatedResponse rate(SimulatedRequest request) {
        JsonObject shipment = SimulatedRequest.at(request.json(), "RateRequest", "Shipment");
        if (!account.number().equals(SimulatedRequest.at(shipment, "Shipper").getString("ShipperNumber"))) {
            return error(400, "111580", "The shipper number is not authorised");
        }
        List<Double> weights = SimulatedRequest.list(shipment, "Package").stream()
                .map(piece -> Double.parseDouble(
                        SimulatedRequest.at(piece, "PackageWeight").getString("Weight")))
                .toList();
        if (weights.stream().anyMatch(weight -> weight > POUNDS_LIMIT)) {
            return error(400, "111035", "The maximum per package weight for the selected service is 150.00 pounds.");
        }
        JsonObject to = SimulatedRequest.at(shipment, "ShipTo", "Address");
        if (to.getString("PostalCode", "").startsWith("000")) {
            return error(400, "111285", "The postal code is invalid for the country");
        }
        JsonObject from = SimulatedRequest.at(shipment, "ShipFrom", "Address");
        String country = to.getString("CountryCode");
        boolean abroad = isAbroad(shipment);
        if (abroad && !shipment.containsKey("InvoiceLineTotal")) {
            return error(400, "111549", "A valid value for the contents of the shipment is required.");
        }
        int zone = abroad
                ? ZonePricing.zoneAbroad(country)
                : ZonePricing.zone(from.getString("PostalCode"), to.getString("PostalCode"));
        LocalDate pickup = LocalDate.parse(
                SimulatedRequest.at(shipment, "DeliveryTimeInformation", "Pickup")
                        .getString("Date"),
                DAY);
        boolean residential = to.containsKey("ResidentialAddressIndicator");
        boolean saturdayToo = "1"
                .equals(SimulatedRequest.at(shipment, "ShipmentServiceOptions").getString("AvailableServicesOption"));
        Map<String, BigDecimal> options = options(shipment);
        JsonArray rated = new JsonArray();
        for (SimulatedService offer : abroad ? offersAbroad(country) : offers(zone)) {
            LocalDate arrival = ZonePricing.businessDaysAfter(pickup, offer.days());
            if (saturdayToo
                    && SATURDAY_SERVICES.contains(offer.code())
                    && OptionPrices.arrivesOnSaturday(pickup, offer.days())) {
                Map<String, BigDecimal> onSaturday = new TreeMap<>(options);
                onSaturday.put("300", OptionPrices.SATURDAY_DELIVERY);
                LocalDate saturday = pickup.plusDays(offer.days());
                rated.add(rated(offer, weights, zone, pickup, saturday, residential, onSaturday));
            }
            rated.add(rated(offer, weights, zone, pickup, arrival, residential, options));
        }
        return SimulatedResponse.ok(new JsonObject()
                .put(
                        "RateResponse",
                        new JsonObject().put("Response", success(request)).put("RatedShipment", rated)));
    }

    private static SimulatedResponse validate(SimulatedRequest request) {
        JsonObject key = SimulatedRequest.at(request.json(), "XAVRequest", "AddressKeyFormat");
        List<String> lines =
                key.getJsonArray("AddressLine").stream().map(Object::toString).toList();
        StreetDirectory.Entry found = StreetDirectory.find(
                String.join(" ", lines),
                key.getString("PoliticalDivision2"),
                key.getString("PoliticalDivision1"),
                key.getString("PostcodePrimaryLow"));
        JsonObject reply = new JsonObject().put("Response", new JsonObject().put("ResponseStatus", successStatus()));
        switch (found.match()) {
            case EXACT ->
                reply.put("ValidAddressIndicator", "")
                        .put("AddressClassification", classification(found))
                        .put("Candidate", new JsonArray().add(candidate(found, found.street())));
            case APARTMENT_MISSING, SEVERAL ->
                reply.put("AmbiguousAddressIndicator", "")
                        .put("AddressClassification", classification(found))
                        .put(
                                "Candidate",
                                new JsonArray(found.candidates().stream()
                                        .map(street -> candidate(found, street))
                                        .toList()));
            case NONE -> reply.put("NoCandidatesIndicator", "");
        }
        return SimulatedResponse.ok(new JsonObject().put("XAVResponse", reply));
    }

    private static JsonObject candidate(StreetDirectory.Entry found, String street) {
        return new JsonObject()
                .put("AddressClassification", classification(found))
                .put(
                        "AddressKeyFormat",
                        new JsonObject()
                                .put("AddressLine", new JsonArray().add(street))
                                .put("PoliticalDivision2", found.city())
                                .put("PoliticalDivision1", found.state())
                                .put("PostcodePrimaryLow", found.zip())
                                .put("PostcodeExtendedLow", found.plus4())
                                .put(
                                        "Region",
                                        found.city() + " " + found.state() + " " + found.zip() + "-" + found.plus4())
                                .put("CountryCode", "US"));
    }

    private static JsonObject classification(StreetDirectory.Entry found) {
        return found.residential()
                ? new JsonObject().put("Code", "2").put("Description", "Residential")
                : new JsonObject().put("Code", "1").put("Description", "Commercial");
    }

    private static List<SimulatedService> offers(int zone) {
        return List.of(
                new SimulatedService("03", "UPS Ground", 7.1, 0.55, ZonePricing.groundDays(zone)),
                new SimulatedService("12", "UPS 3 Day Select", 12.4, 1.15, 3),
                new SimulatedService("02", "UPS 2nd Day Air", 17.2, 1.85, 2),
                new SimulatedService("13", "UPS Next Day Air Saver", 31.5, 3.1, 1),
                new SimulatedService("01", "UPS Next Day Air", 36.0, 3.4, 1));
    }

    /** To US territories, UPS sells domestic services. */
    private static List<SimulatedService> offersAbroad(String country) {
        return switch (country) {
            case "PR" -> offers(FARTHEST);
            case "CA", "MX" ->
                List.of(
                        new SimulatedService("11", "UPS Standard", 10.4, 0.9, 5),
                        new SimulatedService("08", "UPS Worldwide Expedited", 21.8, 2.1, 3),
                        new SimulatedService("65", "UPS Worldwide Saver", 38.0, 3.2, 2),
                        new SimulatedService("07", "UPS Worldwide Express", 41.5, 3.5, 1));
            default ->
                List.of(
                        new SimulatedService("08", "UPS Worldwide Expedited", 33.9, 2.8, 5),
                        new SimulatedService("65", "UPS Worldwide Saver", 47.2, 3.9, 3),
                        new SimulatedService("07", "UPS Worldwide Express", 52.6, 4.2, 2),
                        // Not sold by us: in ounces, and duties unpaid
                        new SimulatedService("17", "UPS Worldwide Economy DDU", 12.0, 1.0, 9));
        };
    }

    private static JsonObject rated(
            SimulatedService offer,
            List<Double> weights,
            int zone,
            LocalDate pickup,
            LocalDate arrival,
            boolean residential,
            Map<String, BigDecimal> options) {
        BigDecimal base = weights.stream()
                .map(weight -> ZonePricing.price(offer.base(), offer.perPound(), weight, zone))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal fuel = percent(base, 12);
        BigDecimal home = residential ? new BigDecimal("1.85") : BigDecimal.ZERO;
        BigDecimal ours = base.add(fuel).add(home).add(sum(options));
        BigDecimal list = ours.add(percent(ours, 35));
        JsonArray charges = new JsonArray().add(charge("375", fuel));
        if (residential) {
            charges.add(charge("270", home));
        }
        options.forEach((code, price) -> charges.add(charge(code, price)));
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
                .put("SaturdayDelivery", options.containsKey("300") ? "1" : "0");
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

    private SimulatedResponse ship(SimulatedRequest request) {
        JsonObject shipment = SimulatedRequest.at(request.json(), "ShipmentRequest", "Shipment");
        String payer = SimulatedRequest.at(shipment, "PaymentInformation", "ShipmentCharge", "BillShipper")
                .getString("AccountNumber");
        if (!account.number().equals(payer)) {
            return error(400, "120100", "Missing or invalid shipper number");
        }
        String service = SimulatedRequest.at(shipment, "Service").getString("Code");
        Place from = place(SimulatedRequest.at(shipment, "ShipFrom", "Address"));
        Place to = place(SimulatedRequest.at(shipment, "ShipTo", "Address"));
        String country = SimulatedRequest.at(shipment, "ShipTo", "Address").getString("CountryCode");
        boolean abroad = isAbroad(shipment);
        JsonObject forms = SimulatedRequest.at(shipment, "ShipmentServiceOptions", "InternationalForms");
        if (abroad && !hasPapers(shipment, country, forms)) {
            return error(400, "120601", "Customs information is missing for this international shipment.");
        }
        int zone = abroad ? ZonePricing.zoneAbroad(country) : ZonePricing.zone(from.zip(), to.zip());
        SimulatedService offer = (abroad ? offersAbroad(country) : offers(zone))
                .stream()
                        .filter(candidate -> candidate.code().equals(service))
                        .findFirst()
                        .orElse(null);
        Map<String, BigDecimal> options = options(shipment);
        if (offer == null || (options.containsKey("300") && !SATURDAY_SERVICES.contains(service))) {
            return error(400, "111210", "The requested service is unavailable between the selected locations.");
        }
        String format = SimulatedRequest.at(request.json(), "ShipmentRequest", "LabelSpecification", "LabelImageFormat")
                .getString("Code");
        String first = null;
        JsonArray results = new JsonArray();
        BigDecimal total = BigDecimal.ZERO;
        for (JsonObject piece : SimulatedRequest.list(shipment, "Package")) {
            String number = "1Z" + account.number() + "03" + numbers.incrementAndGet();
            first = first == null ? number : first;
            double weight = Double.parseDouble(
                    SimulatedRequest.at(piece, "PackageWeight").getString("Weight"));
            total = total.add(ZonePricing.price(offer.base(), offer.perPound(), weight, zone));
            // Across a border, only the shipment has references
            String reference = SimulatedRequest.at(abroad ? shipment : piece, "ReferenceNumber")
                    .getString("Value", "");
            soldLabels.sell(code(), first, number, reference, service, from, to);
            results.add(new JsonObject()
                    .put("TrackingNumber", number)
                    .put("ShippingLabel", label(format, labelLines(service, from, to, number))));
        }
        JsonObject printed =
                forms.isEmpty() ? new JsonObject() : new JsonObject().put("Form", invoice(forms, from, to));
        BigDecimal fuel = percent(total, 12);
        BigDecimal home = new BigDecimal("1.85");
        BigDecimal billed = total.add(fuel).add(home).add(sum(options));
        JsonArray charges = new JsonArray().add(charge("375", fuel)).add(charge("270", home));
        options.forEach((code, price) -> charges.add(charge(code, price)));
        return SimulatedResponse.ok(new JsonObject()
                .put(
                        "ShipmentResponse",
                        new JsonObject()
                                .put("Response", success(request))
                                .put(
                                        "ShipmentResults",
                                        printed.put("ShipmentIdentificationNumber", first)
                                                .put(
                                                        "ShipmentCharges",
                                                        new JsonObject()
                                                                .put(
                                                                        "TotalCharges",
                                                                        money(billed.add(percent(billed, 35)))))
                                                .put(
                                                        "NegotiatedRateCharges",
                                                        new JsonObject()
                                                                .put("ItemizedCharges", charges)
                                                                .put("TotalCharge", money(billed)))
                                                .put("PackageResults", results))));
    }

    /** The prices of the options in a rating or shipping request, by UPS's codes of charges. */
    private static Map<String, BigDecimal> options(JsonObject shipment) {
        Map<String, BigDecimal> prices = new TreeMap<>();
        JsonObject ofShipment = SimulatedRequest.at(shipment, "ShipmentServiceOptions");
        addSignature(prices, ofShipment, "2");
        if (ofShipment.containsKey("SaturdayDeliveryIndicator")) {
            prices.put("300", OptionPrices.SATURDAY_DELIVERY);
        }
        for (JsonObject piece : SimulatedRequest.list(shipment, "Package")) {
            JsonObject ofPackage = SimulatedRequest.at(piece, "PackageServiceOptions");
            addSignature(prices, ofPackage, "3");
            String value = SimulatedRequest.at(ofPackage, "DeclaredValue").getString("MonetaryValue", "0");
            prices.merge("400", OptionPrices.insurance(new BigDecimal(value)), BigDecimal::add);
        }
        prices.values().removeIf(price -> price.signum() == 0);
        return prices;
    }

    private static void addSignature(Map<String, BigDecimal> prices, JsonObject options, String adult) {
        String type = SimulatedRequest.at(options, "DeliveryConfirmation").getString("DCISType");
        if (adult.equals(type)) {
            prices.merge("121", OptionPrices.ADULT_SIGNATURE, BigDecimal::add);
        } else if (type != null) {
            prices.merge("120", OptionPrices.SIGNATURE, BigDecimal::add);
        }
    }

    private static BigDecimal sum(Map<String, BigDecimal> options) {
        return options.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static boolean isAbroad(JsonObject shipment) {
        return !Objects.equals(
                SimulatedRequest.at(shipment, "ShipTo", "Address").getString("CountryCode"),
                SimulatedRequest.at(shipment, "ShipFrom", "Address").getString("CountryCode"));
    }

    /** Puerto Rico wants the value only, documents nothing, other countries an invoice, and Canada both. */
    private static boolean hasPapers(JsonObject shipment, String country, JsonObject forms) {
        boolean hasTotal = shipment.containsKey("InvoiceLineTotal");
        boolean hasInvoice = forms.containsKey("InvoiceNumber") && forms.containsKey("Product");
        boolean hasPhones = Stream.of("Shipper", "ShipTo")
                .allMatch(party -> SimulatedRequest.at(shipment, party).containsKey("Phone"));
        boolean isDocuments = shipment.containsKey("DocumentsOnlyIndicator");
        return hasPhones
                && switch (country) {
                    case "PR" -> hasTotal;
                    case "CA" -> hasTotal && (hasInvoice || isDocuments);
                    default -> hasInvoice || isDocuments;
                };
    }

    private static JsonObject invoice(JsonObject forms, Place from, Place to) {
        List<String> lines = new ArrayList<>(List.of(
                "COMMERCIAL INVOICE " + forms.getString("InvoiceNumber"), "From: " + from.line(), "To: " + to.line()));
        SimulatedRequest.list(forms, "Product")
                .forEach(
                        product -> lines.add(product.getJsonArray("Description").getString(0)));
        return new JsonObject()
                .put("Code", "01")
                .put("Description", "All Requested International Forms")
                .put(
                        "Image",
                        new JsonObject()
                                .put("ImageFormat", new JsonObject().put("Code", "PDF"))
                                .put("GraphicImage", SampleLabels.letter(lines)));
    }

    /** Lines of a label, from top to bottom. */
    static List<String> labelLines(String service, Place from, Place to, String number) {
        String name = Stream.of(offers(FARTHEST), offersAbroad("CA"), offersAbroad(""))
                .flatMap(List::stream)
                .filter(offer -> offer.code().equals(service))
                .findFirst()
                .map(SimulatedService::name)
                .orElse(service);
        return List.of(name, "From: " + from.line(), "To: " + to.line(), number);
    }

    private static JsonObject label(String format, List<String> lines) {
        String image = format.equals("ZPL") ? SampleLabels.zpl(lines) : SampleLabels.landscapeGif(lines);
        return new JsonObject()
                .put("ImageFormat", new JsonObject().put("Code", format).put("Description", format))
                .put("GraphicImage", image);
    }

    static JsonObject success(SimulatedRequest request) {
        JsonObject body = request.json();
        JsonObject echoed = body.isEmpty()
                ? new JsonObject()
                : SimulatedRequest.at(body, body.fieldNames().iterator().next(), "Request", "TransactionReference");
        return new JsonObject()
                .put("ResponseStatus", successStatus())
                .put("Alert", new JsonArray().add(REFERENCE_RATES.copy()))
                .put("TransactionReference", echoed.copy().put("TransactionIdentifier", "sandbox"));
    }

    private static JsonObject successStatus() {
        return new JsonObject().put("Code", "1").put("Description", "Success");
    }

    private static Place place(JsonObject address) {
        return new Place(
                address.getString("City"),
                address.getString("StateProvinceCode", ""),
                address.getString("PostalCode", ""));
    }

    static BigDecimal percent(BigDecimal of, int percent) {
        return of.multiply(BigDecimal.valueOf(percent, 2)).setScale(2, RoundingMode.HALF_UP);
    }

    private static JsonObject charge(String code, BigDecimal amount) {
        return money(amount).put("Code", code);
    }

    static JsonObject money(BigDecimal amount) {
        return new JsonObject().put("CurrencyCode", "USD").put("MonetaryValue", amount.toPlainString());
    }

    static SimulatedResponse error(int status, String code, String message) {
        return SimulatedResponse.json(
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
