package com.vantage.shipping.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/** International prices of the simulated USPS, including cheaper entries that must not be selected. */
final class UspsInternationalTariff {
    private static final int FIRST_CLASS_POUNDS = 4;
    private static final BigDecimal DUTY = new BigDecimal("0.04");
    private static final BigDecimal TAX = new BigDecimal("0.13");
    private static final BigDecimal FEE = new BigDecimal("1.50");

    private record MailClass(String code, String name, String indicator, double base, double perPound) {}

    /** The price of a label. */
    record Rate(String mailClass, String productName, BigDecimal price) {}

    private static final List<MailClass> CLASSES = List.of(
            new MailClass(
                    "FIRST-CLASS_PACKAGE_INTERNATIONAL_SERVICE",
                    "First-Class Package International Service",
                    "SP",
                    9.8,
                    3.1),
            new MailClass("PRIORITY_MAIL_INTERNATIONAL", "Priority Mail International", "SP", 24.5, 3.6),
            new MailClass(
                    "PRIORITY_MAIL_EXPRESS_INTERNATIONAL", "Priority Mail Express International", "PA", 39.0, 4.4));

    private UspsInternationalTariff() {}

    /** The reply to {@code total-rates/search}. */
    static JsonObject rates(JsonObject request) {
        double pounds = request.getDouble("weight");
        int zone = ZonePricing.zoneAbroad(request.getString("destinationCountryCode"));
        JsonArray options = new JsonArray();
        for (MailClass mailClass : CLASSES) {
            if (pounds > FIRST_CLASS_POUNDS && mailClass.equals(CLASSES.getFirst())) {
                continue;
            }
            BigDecimal price = ZonePricing.price(mailClass.base(), mailClass.perPound(), pounds, zone);
            BigDecimal cheaper = price.multiply(new BigDecimal("0.7")).setScale(2, RoundingMode.HALF_UP);
            options.add(option(request, mailClass, "FB", "MACHINABLE", cheaper))
                    .add(option(request, mailClass, "SP", "FLATS", cheaper))
                    .add(option(request, mailClass, mailClass.indicator(), "MACHINABLE", price));
        }
        return new JsonObject().put("rateOptions", options);
    }

    /** The rate of a label request; empty if there is none. */
    static Optional<Rate> rate(JsonObject request) {
        JsonObject piece = SimulatedRequest.at(request, "packageDescription");
        double pounds = piece.getDouble("weight");
        int zone =
                ZonePricing.zoneAbroad(SimulatedRequest.at(request, "toAddress").getString("countryISOAlpha2Code"));
        return CLASSES.stream()
                .filter(mailClass -> mailClass.code().equals(piece.getString("mailClass"))
                        && mailClass.indicator().equals(piece.getString("rateIndicator"))
                        && (pounds <= FIRST_CLASS_POUNDS || !mailClass.equals(CLASSES.getFirst())))
                .map(mailClass -> new Rate(
                        mailClass.code(),
                        mailClass.name(),
                        ZonePricing.price(mailClass.base(), mailClass.perPound(), pounds, zone)))
                .findFirst();
    }

    /** What the sender pays for duties and taxes of a label's contents. */
    static JsonObject prepaidCost(JsonObject request) {
        JsonArray costs = new JsonArray();
        SimulatedRequest.list(SimulatedRequest.at(request, "customsForm"), "contents")
                .forEach(item -> {
                    BigDecimal value =
                            new BigDecimal(item.getValue("itemTotalValue").toString());
                    costs.add(cost(value).put("itemDescription", item.getString("itemDescription")));
                });
        return new JsonObject().put("packageFee", FEE).put("itemCosts", costs);
    }

    private static JsonObject cost(BigDecimal value) {
        return new JsonObject()
                .put("dutyPrice", value.multiply(DUTY).setScale(2, RoundingMode.HALF_UP))
                .put("taxPrice", value.multiply(TAX).setScale(2, RoundingMode.HALF_UP));
    }

    private static JsonObject option(
            JsonObject request, MailClass mailClass, String indicator, String category, BigDecimal price) {
        JsonObject rate = new JsonObject()
                .put("SKU", "I" + mailClass.name().charAt(0) + "XX0XXXXB01020")
                .put("description", mailClass.name() + " ISC " + indicator)
                .put("priceType", request.getString("priceType"))
                .put("price", price)
                .put("weight", request.getValue("weight"))
                .put("dimWeight", 0.0)
                .put("fees", new JsonArray())
                .put("startDate", "2026-07-12")
                .put("endDate", "")
                .put("mailClass", mailClass.code())
                .put("zone", "01")
                .put("productName", "")
                .put("productDefinition", "")
                .put("processingCategory", category)
                .put("rateIndicator", indicator)
                .put("destinationEntryFacilityType", "INTERNATIONAL_SERVICE_CENTER");
        JsonObject option = new JsonObject()
                .put("totalBasePrice", price)
                .put("rates", new JsonArray().add(rate))
                .put("extraServices", new JsonArray());
        return request.getBoolean("requestDutiesTaxesFees", false)
                ? option.put("dutiesTaxesFeesQuote", landedCost(request.getJsonArray("items")))
                : option;
    }

    private static JsonObject landedCost(JsonArray items) {
        JsonArray quotes = new JsonArray();
        items.stream().map(JsonObject.class::cast).forEach(item -> {
            BigDecimal value = new BigDecimal(item.getValue("itemValue").toString())
                    .multiply(BigDecimal.valueOf(item.getInteger("itemQuantity")));
            quotes.add(cost(value).put("itemId", item.getString("itemId")));
        });
        return new JsonObject().put("packageFee", FEE).put("itemQuotes", quotes);
    }
}
