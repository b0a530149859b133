package com.vantage.shipping.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.imageio.ImageIO;

/** Variants of UPS's replies, in order of application. */
final class UpsReplyVariants {
    static final List<ReplyVariant> ALL = List.of(
            ofRates("no-dates", "no transit times", rated -> rated.remove("TimeInTransit")),
            ofRates("list-price-only", "no negotiated prices", rated -> rated.remove("NegotiatedRateCharges")),
            ofRates("taxes", "totals with taxes, and the taxes", UpsReplyVariants::tax),
            ofRates("negotiated-base", "the negotiated base price as an object", UpsReplyVariants::addBase),
            ofRates(
                    "package-charges",
                    "surcharges on packages instead of the shipment",
                    UpsReplyVariants::chargePackages),
            ReplyVariant.ofJson(
                    "saturday-twice",
                    Operation.QUOTE,
                    "air services with Saturday delivery too",
                    UpsReplyVariants::withSaturdayRates),
            ReplyVariant.ofJson(
                    "rates-as-one", Operation.QUOTE, "lists of one as their element", UpsReplyVariants::unlisted),
            ReplyVariant.ofJson(
                    "rates-no-success", Operation.QUOTE, "a failure with HTTP 200", UpsReplyVariants::failed),
            ReplyVariant.ofJson(
                    "address-as-one", Operation.VALIDATE, "lists of one as their element", UpsReplyVariants::unlisted),
            ReplyVariant.ofErrors(
                    "header-errors", Operation.QUOTE, "errors in headers, with HTTP 200", UpsReplyVariants::inHeaders),
            ReplyVariant.ofErrors(
                    "fault-errors", Operation.QUOTE, "errors in the format of old accounts", UpsReplyVariants::fault),
            ReplyVariant.ofErrors("html-errors", Operation.QUOTE, "errors of a gateway", UpsReplyVariants::html),
            ReplyVariant.ofErrors("empty-errors", Operation.QUOTE, "errors without a body", reply -> body(reply, "")),
            ReplyVariant.ofJson(
                    "labels-as-png", Operation.BUY, "PNG instead of the requested GIF", UpsReplyVariants::png),
            ReplyVariant.ofJson(
                    "sold-as-one", Operation.BUY, "a single package's result as an object", UpsReplyVariants::unlisted),
            ofActivities("greenwich-only", "GMT times only, without leading zeros", UpsReplyVariants::toGmt),
            ofActivities("blank-texts", "blanks for descriptions", UpsReplyVariants::blank),
            ReplyVariant.ofErrors(
                    "not-found-as-200", Operation.TRACK, "an unknown number as a warning", UpsReplyVariants::warning),
            ReplyVariant.ofErrors(
                    "unknown-as-200", Operation.FIND, "an unknown reference as a warning", UpsReplyVariants::warning),
            new ReplyVariant(
                    "labels-not-again", Operation.FIND, "labels cannot be recovered", UpsReplyVariants::reprintRefused),
            ReplyVariant.ofJson(
                    "voided-singular", Operation.CANCEL, "PackageLevelResult, and one as an object", reply -> {
                        JsonObject voided = reply.getJsonObject("VoidShipmentResponse");
                        voided.put("PackageLevelResult", unlisted(voided.remove("PackageLevelResults")));
                        return reply;
                    }),
            new ReplyVariant(
                    "void-references",
                    Operation.CANCEL,
                    "carriage returns as character references before every value",
                    reply -> body(reply, reply.body().replace(":\"", ":\"&#xD;"))));

    private UpsReplyVariants() {}

    private static ReplyVariant ofRates(String name, String description, Consumer<JsonObject> change) {
        return ReplyVariant.ofJson(name, Operation.QUOTE, description, each(change, "RateResponse", "RatedShipment"));
    }

    private static ReplyVariant ofActivities(String name, String description, Consumer<JsonObject> change) {
        UnaryOperator<JsonObject> bendPackages = reply -> {
            for (JsonObject shipment : SimulatedRequest.list(SimulatedRequest.at(reply, "trackResponse"), "shipment")) {
                SimulatedRequest.list(shipment, "package").forEach(piece -> SimulatedRequest.list(piece, "activity")
                        .forEach(change));
            }
            return reply;
        };
        return ReplyVariant.ofJson(name, Operation.TRACK, description, bendPackages);
    }

    private static UnaryOperator<JsonObject> each(Consumer<JsonObject> change, String parent, String list) {
        return reply -> {
            SimulatedRequest.list(SimulatedRequest.at(reply, parent), list).forEach(change);
            return reply;
        };
    }

    private static void tax(JsonObject rated) {
        tax(rated, "TotalCharges");
        if (rated.containsKey("NegotiatedRateCharges")) {
            tax(rated.getJsonObject("NegotiatedRateCharges"), "TotalCharge");
        }
    }

    private static void tax(JsonObject side, String total) {
        BigDecimal net = amount(side.getJsonObject(total));
        BigDecimal tax = SimulatedUps.percent(net, 5);
        side.put("TotalChargesWithTaxes", SimulatedUps.money(net.add(tax)));
        side.put("TaxCharges", new JsonArray().add(JsonObject.of("Type", "GST", "MonetaryValue", tax.toPlainString())));
    }

    private static void chargePackages(JsonObject rated) {
        if (rated.containsKey("NegotiatedRateCharges")) {
            JsonObject ours = rated.getJsonObject("NegotiatedRateCharges");
            JsonObject charges = JsonObject.of("ItemizedCharges", ours.remove("ItemizedCharges"));
            rated.put("RatedPackage", new JsonArray().add(JsonObject.of("NegotiatedCharges", charges)));
        }
    }

    private static void addBase(JsonObject rated) {
        if (rated.containsKey("NegotiatedRateCharges")) {
            JsonObject ours = rated.getJsonObject("NegotiatedRateCharges");
            ours.put("BaseServiceCharge", ours.getJsonObject("TotalCharge").copy());
        }
    }

    /** Adds a Saturday entry, first and more expensive. */
    private static JsonObject withSaturdayRates(JsonObject reply) {
        JsonObject rates = SimulatedRequest.at(reply, "RateResponse");
        JsonArray entries = new JsonArray();
        for (JsonObject rated : SimulatedRequest.list(rates, "RatedShipment")) {
            if (SimulatedRequest.at(rated, "TimeInTransit", "ServiceSummary").containsKey("GuaranteedIndicator")) {
                entries.add(onSaturday(rated.copy()));
            }
            entries.add(rated);
        }
        rates.put("RatedShipment", entries);
        return reply;
    }

    private static JsonObject onSaturday(JsonObject rated) {
        SimulatedRequest.at(rated, "TimeInTransit", "ServiceSummary").put("SaturdayDelivery", "1");
        raisePrice(SimulatedRequest.at(rated, "TotalCharges"));
        raisePrice(SimulatedRequest.at(rated, "NegotiatedRateCharges", "TotalCharge"));
        return rated;
    }

    private static void raisePrice(JsonObject charge) {
        if (charge.containsKey("MonetaryValue")) {
            charge.put(
                    "MonetaryValue", amount(charge).add(BigDecimal.valueOf(16)).toPlainString());
        }
    }

    private static BigDecimal amount(JsonObject charge) {
        return new BigDecimal(charge.getString("MonetaryValue"));
    }

    private static JsonObject failed(JsonObject reply) {
        SimulatedRequest.at(reply, "RateResponse", "Response", "ResponseStatus")
                .put("Code", "0")
                .put("Description", "Failure");
        return reply;
    }

    private static JsonObject unlisted(JsonObject object) {
        List.copyOf(object.fieldNames()).forEach(name -> object.put(name, unlisted(object.getValue(name))));
        return object;
    }

    private static Object unlisted(Object value) {
        return switch (value) {
            case JsonArray list when list.size() == 1 -> unlisted(list.getValue(0));
            case JsonArray list ->
                new JsonArray(list.stream().map(UpsReplyVariants::unlisted).toList());
            case JsonObject object -> unlisted(object);
            default -> value;
        };
    }

    private static SimulatedResponse fault(SimulatedResponse reply) {
        JsonObject error = SimulatedRequest.at(new JsonObject(reply.body()), "response", "errors");
        JsonObject detail = JsonObject.of(
                "Severity",
                "Hard",
                "PrimaryErrorCode",
                JsonObject.of("Code", error.getString("code"), "Description", error.getString("message")));
        return body(
                reply,
                JsonObject.of(
                                "Fault",
                                JsonObject.of(
                                        "faultcode",
                                        "Client",
                                        "detail",
                                        JsonObject.of("Errors", JsonObject.of("ErrorDetail", detail))))
                        .encode());
    }

    private static SimulatedResponse html(SimulatedResponse reply) {
        return new SimulatedResponse(reply.status(), "text/html", "<html><body><h1>Error</h1></body></html>", Map.of());
    }

    private static SimulatedResponse inHeaders(SimulatedResponse reply) {
        JsonObject error = SimulatedRequest.at(new JsonObject(reply.body()), "response", "errors");
        return new SimulatedResponse(
                200,
                "text/plain",
                "",
                Map.of("errorcode", error.getString("code"), "errordescription", error.getString("message")));
    }

    private static SimulatedResponse body(SimulatedResponse reply, String body) {
        return new SimulatedResponse(reply.status(), reply.contentType(), body, reply.headers());
    }

    private static SimulatedResponse warning(SimulatedResponse reply) {
        JsonObject warning = JsonObject.of("code", "TW0001", "message", "Tracking Information Not Found");
        return !reply.body().contains("TV1002")
                ? reply
                : SimulatedResponse.ok(JsonObject.of(
                        "trackResponse",
                        JsonObject.of(
                                "shipment",
                                new JsonArray().add(JsonObject.of("warnings", new JsonArray().add(warning))))));
    }

    private static SimulatedResponse reprintRefused(SimulatedResponse reply) {
        return reply.body().contains("LabelRecoveryResponse") ? UpsParcelReplies.NO_LABEL : reply;
    }

    private static JsonObject png(JsonObject reply) {
        for (JsonObject sold : SimulatedRequest.list(
                SimulatedRequest.at(reply, "ShipmentResponse", "ShipmentResults"), "PackageResults")) {
            JsonObject label = sold.getJsonObject("ShippingLabel");
            if (SimulatedRequest.at(label, "ImageFormat").getString("Code").equals("GIF")) {
                label.put("ImageFormat", JsonObject.of("Code", "PNG", "Description", "PNG"))
                        .put("GraphicImage", png(label.getString("GraphicImage")));
            }
        }
        return reply;
    }

    private static String png(String gif) {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            BufferedImage image =
                    ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(gif)));
            ImageIO.write(image, "png", out);
            return Base64.getEncoder().encodeToString(out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void toGmt(JsonObject activity) {
        List.of("date", "time", "gmtOffset").forEach(activity::remove);
        activity.put("gmtTime", activity.getString("gmtTime").replaceFirst("^0+(?=\\d)", ""));
    }

    private static void blank(JsonObject activity) {
        activity.getJsonObject("status").put("description", "  ");
    }
}
