package com.vantage.shipping.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Prices of the simulated USPS, including cheaper entries that must not be selected. */
final class UspsTariff {
    private static final String NO_FACILITY = "NONE";
    private static final String DELIVERY_UNIT = "DESTINATION_DELIVERY_UNIT";

    private record MailClass(String code, String name, String plainIndicator, double base, double perPound) {}

    private static final MailClass GROUND =
            new MailClass("USPS_GROUND_ADVANTAGE", "USPS Ground Advantage", "SP", 5.2, 0.5);
    private static final List<MailClass> CLASSES = List.of(
            GROUND,
            new MailClass("PRIORITY_MAIL", "Priority Mail", "SP", 8.2, 0.85),
            new MailClass("PRIORITY_MAIL_EXPRESS", "Priority Mail Express", "PA", 28.5, 2.4));

    /** A rate option. */
    record RateOption(
            String mailClass,
            String productName,
            String rateIndicator,
            String facility,
            String processingCategory,
            String sku,
            String zone,
            BigDecimal price,
            JsonArray fees,
            JsonObject commitment) {

        private JsonObject toRateOption(JsonObject description, String priceType) {
            JsonArray extras = extraServices(mailClass, description, description.getDouble("packageValue", 0.0));
            extras.forEach(extra -> ((JsonObject) extra).put("priceType", priceType));
            JsonObject rate = new JsonObject()
                    .put("description", productName + " " + rateIndicator)
                    .put("startDate", "2026-07-12")
                    .put("endDate", "")
                    .put("SKU", sku)
                    .put("price", price)
                    .put("zone", zone)
                    .put("weight", description.getValue("weight"))
                    .put("dimWeight", 0.0)
                    .put("priceType", priceType)
                    .put("fees", fees)
                    .put("mailClass", mailClass)
                    .put("productName", productName)
                    .put("processingCategory", processingCategory)
                    .put("rateIndicator", rateIndicator)
                    .put("destinationEntryFacilityType", facility);
            JsonObject option = description.containsKey("extraServices")
                    ? new JsonObject().put("totalPrice", price.add(sum(fees)).add(sum(extras)))
                    : new JsonObject();
            return option.put("commitment", commitment)
                    .put("totalBasePrice", price.add(sum(fees)))
                    .put("rates", new JsonArray().add(rate))
                    .put("extraServices", extras);
        }
    }

    /** The package as described in rate and label requests. */
    private record Piece(JsonObject description, int zone) {
        double pounds() {
            return description.getDouble("weight");
        }

        /** The sides, longest first. */
        List<Double> sides() {
            List<Double> sides = new ArrayList<>(List.of(
                    description.getDouble("length"), description.getDouble("width"), description.getDouble("height")));
            sides.sort(Collections.reverseOrder());
            return sides;
        }

        double lengthAndGirth() {
            return sides().get(0) + 2 * (sides().get(1) + sides().get(2));
        }

        double cubicInches() {
            return sides().get(0) * sides().get(1) * sides().get(2);
        }

        LocalDate mailed() {
            return LocalDate.parse(description.getString("mailingDate"));
        }
    }

    private UspsTariff() {}

    /** The reply to {@code options/search}. */
    static JsonObject options(JsonObject request) {
        Piece piece = new Piece(
                SimulatedRequest.at(request, "packageDescription"),
                ZonePricing.zone(request.getString("originZIPCode"), request.getString("destinationZIPCode")));
        String priceType = SimulatedRequest.at(request, "pricingOptions").getString("priceType");
        JsonArray shippingOptions = new JsonArray();
        for (MailClass mailClass : CLASSES) {
            JsonArray rateOptions = new JsonArray();
            offers(mailClass, piece)
                    .forEach(offer -> rateOptions.add(offer.toRateOption(piece.description(), priceType)));
            shippingOptions.add(
                    new JsonObject().put("mailClass", mailClass.code()).put("rateOptions", rateOptions));
        }
        return new JsonObject()
                .put("originZIPCode", request.getString("originZIPCode"))
                .put("destinationZIPCode", request.getString("destinationZIPCode"))
                .put(
                        "pricingOptions",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("priceType", priceType)
                                        .put("shippingOptions", shippingOptions)));
    }

    /** The rate option of a label request; empty if there is none. */
    static Optional<RateOption> offer(JsonObject request) {
        JsonObject description = SimulatedRequest.at(request, "packageDescription");
        Piece piece = new Piece(
                description,
                ZonePricing.zone(
                        SimulatedRequest.at(request, "fromAddress").getString("ZIPCode"),
                        SimulatedRequest.at(request, "toAddress").getString("ZIPCode")));
        return CLASSES.stream()
                .filter(mailClass -> mailClass.code().equals(description.getString("mailClass")))
                .flatMap(mailClass -> offers(mailClass, piece).stream())
                .filter(offer -> offer.rateIndicator().equals(singlePiece(description.getString("rateIndicator")))
                        && offer.processingCategory().equals(description.getString("processingCategory"))
                        && offer.facility().equals(description.getString("destinationEntryFacilityType")))
                .findFirst();
    }

    /** The wanted extra services that the mail class has, with their prices. */
    static JsonArray extraServices(String mailClass, JsonObject description, double value) {
        boolean express = mailClass.equals("PRIORITY_MAIL_EXPRESS");
        JsonArray offered = new JsonArray();
        for (Object wanted : description.getJsonArray("extraServices", new JsonArray())) {
            switch ((Integer) wanted) {
                case 921 -> addExtra(offered, !express, 921, "Signature Confirmation", OptionPrices.SIGNATURE);
                case 922 ->
                    addExtra(offered, true, 922, "Adult Signature Required 21 or Over", OptionPrices.ADULT_SIGNATURE);
                case 981 -> addExtra(offered, express, 981, "Signature Requested", BigDecimal.ZERO.setScale(2));
                case 925 ->
                    addExtra(offered, express, 925, "Priority Mail Express Merchandise Insurance", insurance(value));
                case 930 -> addExtra(offered, !express && value <= 500, 930, "Insurance <= $500", insurance(value));
                case 931 -> addExtra(offered, !express && value > 500, 931, "Insurance > $500", insurance(value));
                default -> throw new IllegalArgumentException("no price of extra service " + wanted);
            }
        }
        return offered;
    }

    private static BigDecimal insurance(double value) {
        return OptionPrices.insurance(BigDecimal.valueOf(value));
    }

    private static void addExtra(JsonArray offered, boolean isOffered, int code, String name, BigDecimal price) {
        if (isOffered) {
            offered.add(fee(name, "DX" + code + "XXXXCX0000", price).put("extraService", Integer.toString(code)));
        }
    }

    /** Dimensional prices equal single-piece prices here. */
    private static String singlePiece(String rateIndicator) {
        return rateIndicator.equals("DR") ? "SP" : rateIndicator;
    }

    private static List<RateOption> offers(MailClass mailClass, Piece piece) {
        BigDecimal plain = ZonePricing.price(mailClass.base(), mailClass.perPound(), piece.pounds(), piece.zone());
        if (piece.lengthAndGirth() > 108) {
            return mailClass.equals(GROUND)
                    ? List.of(offer(mailClass, piece, "OS", NO_FACILITY, plain.add(new BigDecimal("120"))))
                    : List.of();
        }
        BigDecimal cheaper = plain.multiply(new BigDecimal("0.6")).setScale(2, RoundingMode.HALF_UP);
        RateOption own = offer(mailClass, piece, mailClass.plainIndicator(), NO_FACILITY, plain);
        return switch (mailClass.code()) {
            case "USPS_GROUND_ADVANTAGE" ->
                List.of(
                        offer(mailClass, piece, "SP", DELIVERY_UNIT, cheaper),
                        offer(mailClass, piece, "CP", NO_FACILITY, cheaper),
                        own);
            case "PRIORITY_MAIL" ->
                List.of(
                        offer(mailClass, piece, "FE", NO_FACILITY, cheaper),
                        offer(mailClass, piece, "FB", NO_FACILITY, cheaper.add(BigDecimal.ONE)),
                        own);
            default -> List.of(offer(mailClass, piece, "E4", NO_FACILITY, cheaper), own);
        };
    }

    private static RateOption offer(
            MailClass mailClass, Piece piece, String rateIndicator, String facility, BigDecimal price) {
        JsonArray fees = fees(piece);
        String zone = "0" + piece.zone();
        return new RateOption(
                mailClass.code(),
                mailClass.name(),
                rateIndicator,
                facility,
                fees.isEmpty() ? "MACHINABLE" : "NONSTANDARD",
                "D" + mailClass.name().charAt(0) + "XX0XXXXC" + zone + "030",
                zone,
                price,
                fees,
                commitment(mailClass, piece));
    }

    private static JsonArray fees(Piece piece) {
        JsonArray fees = new JsonArray();
        double longest = piece.sides().getFirst();
        if (longest > 30) {
            fees.add(fee("Nonstandard Length > 30\"", "D813XUXXXXX0000", new BigDecimal("8.00")));
        } else if (longest > 22) {
            fees.add(fee("Nonstandard Length > 22\"", "D811XUXXXXX0000", new BigDecimal("4.00")));
        }
        if (piece.cubicInches() > 2 * 1728) {
            fees.add(fee("Nonstandard Volume > 2 cu ft", "D812XUXXXXX0000", new BigDecimal("18.00")));
        }
        return fees;
    }

    private static JsonObject fee(String name, String sku, BigDecimal price) {
        return new JsonObject().put("name", name).put("SKU", sku).put("price", price);
    }

    private static JsonObject commitment(MailClass mailClass, Piece piece) {
        int days =
                switch (mailClass.code()) {
                    case "USPS_GROUND_ADVANTAGE" -> ZonePricing.groundDays(piece.zone()) + 1;
                    case "PRIORITY_MAIL" -> piece.zone() > 4 ? 3 : 2;
                    default -> piece.zone() > 6 ? 2 : 1;
                };
        String day = ZonePricing.businessDaysAfter(piece.mailed(), days).toString();
        return new JsonObject()
                .put("name", days == 1 ? "1 Day" : days + " Days")
                .put("scheduleDeliveryDate", day)
                .put("expectedDeliveryDate", day)
                .put("guaranteedDelivery", mailClass.plainIndicator().equals("PA"))
                .put("isPriorityMailNextDay", false);
    }

    private static BigDecimal sum(JsonArray fees) {
        return fees.stream()
                .map(JsonObject.class::cast)
                .map(fee -> (BigDecimal) fee.getValue("price"))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
