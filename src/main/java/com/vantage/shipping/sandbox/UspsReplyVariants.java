package com.vantage.shipping.sandbox;

import static com.vantage.shipping.sandbox.Operation.BUY;
import static com.vantage.shipping.sandbox.Operation.CANCEL;
import static com.vantage.shipping.sandbox.Operation.FIND;
import static com.vantage.shipping.sandbox.Operation.QUOTE;
import static com.vantage.shipping.sandbox.Operation.TOKEN;
import static com.vantage.shipping.sandbox.Operation.TRACK;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Variants of USPS's replies, in order of application: those that change the content precede those that change the
 * format.
 */
final class UspsReplyVariants {
    /** Other spellings that USPS uses. */
    private static final Map<String, String> CATEGORIES = Map.of(
            "In Transit", "In-Transit", "Delivered", "Delivered, To Agent", "Accepted", "Moving Through Network");

    static final List<ReplyVariant> ALL = List.of(
            ReplyVariant.ofJson(
                    "numbers-in-token",
                    TOKEN,
                    "numbers instead of strings in token replies",
                    UspsReplyVariants::withNumericTimes),
            ofOptions(
                    "only-flat-rates",
                    "Priority Mail has flat rates only, so it is not quoted",
                    UspsReplyVariants::withoutPlainPriority),
            ofRateOptions("total-price", "totalPrice in addition to totalBasePrice", UspsReplyVariants::totalPrice),
            ofRateOptions("no-totals", "prices in rates and fees only", UspsReplyVariants::withoutTotals),
            ofRateOptions("dimensional", "single pieces have dimensional prices", UspsReplyVariants::dimensional),
            ofRateOptions("days-with-dash", "2-Day instead of 2 Days", UspsReplyVariants::withDashes),
            ofRateOptions(
                    "schedule-date-only", "the delivery date in its older field", UspsReplyVariants::scheduleOnly),
            ofRateOptions("military", "no service standard", UspsReplyVariants::toMilitaryDestination),
            ofErrors("code-in-title", QUOTE, "160244: ZIP Code is not valid", UspsReplyVariants::codeInTitle),
            ofSuccess(
                    "postage-beside-fees",
                    BUY,
                    "a fee of 18.00 in addition to the postage",
                    UspsReplyVariants::withFee),
            ofSuccess("multipart-labels", BUY, "multipart, whatever was requested", UspsMultipartReply::of),
            ofErrors("error-without-errors", BUY, "a message without errors[]", UspsReplyVariants::withoutErrors),
            ofSuccess("multipart-reprints", FIND, "multipart, whatever was requested", UspsMultipartReply::of),
            ofErrors("code-nowhere", FIND, "the message of a code without the code", UspsReplyVariants::withoutCode),
            ReplyVariant.ofJson("disputed-cancel", CANCEL, "a disputed refund", UspsReplyVariants::disputed),
            ofErrors("empty-errors", CANCEL, "code and message in the message field", UspsReplyVariants::emptyErrors),
            ofSuccess("no-scan-yet", TRACK, "150001 for an unscanned label", UspsReplyVariants::notScanned),
            ReplyVariant.ofJson("no-category", TRACK, "statusCategory is missing", UspsReplyVariants::withoutCategory),
            ReplyVariant.ofJson(
                    "category-spelling",
                    TRACK,
                    "In-Transit; Delivered, To Agent",
                    UspsReplyVariants::withSpelledOutStatus),
            ReplyVariant.ofJson("services-as-array", TRACK, "services as an array", UspsReplyVariants::serviceList),
            ofScans("minutes-offset", "GMTOffset in minutes: -300", scan -> scan.put("GMTOffset", "-300")),
            ofScans("false-zulu", "only local times with a wrong Z", UspsReplyVariants::withoutGmt),
            ofScans("html-texts", "HTML in texts", UspsReplyVariants::html),
            ofErrors("html-errors", TRACK, "HTML in error messages", UspsReplyVariants::htmlSentence));

    private UspsReplyVariants() {}

    private static ReplyVariant ofSuccess(
            String name, Operation operation, String description, UnaryOperator<SimulatedResponse> change) {
        return new ReplyVariant(
                name,
                operation,
                description,
                reply -> reply.status() == 200 && isJson(reply) ? change.apply(reply) : reply);
    }

    /** @param change changes the element {@code error} */
    private static ReplyVariant ofErrors(
            String name, Operation operation, String description, Consumer<JsonObject> change) {
        return ReplyVariant.ofErrors(name, operation, description, reply -> {
            JsonObject body = new JsonObject(reply.body());
            if (body.getValue("error") instanceof JsonObject error) {
                change.accept(error);
            }
            return new SimulatedResponse(reply.status(), reply.contentType(), body.encode(), reply.headers());
        });
    }

    /** @param change changes each mail class with its rate options */
    private static ReplyVariant ofOptions(String name, String description, Consumer<JsonObject> change) {
        return ReplyVariant.ofJson(name, QUOTE, description, body -> {
            each(body, "pricingOptions")
                    .flatMap(priced -> each(priced, "shippingOptions"))
                    .forEach(change);
            return body;
        });
    }

    private static ReplyVariant ofRateOptions(String name, String description, Consumer<JsonObject> change) {
        return ofOptions(
                name, description, mailClass -> each(mailClass, "rateOptions").forEach(change));
    }

    private static ReplyVariant ofScans(String name, String description, Consumer<JsonObject> change) {
        return ReplyVariant.ofJson(name, TRACK, description, body -> {
            each(body, "trackingEvents").forEach(change);
            return body;
        });
    }

    private static Stream<JsonObject> each(JsonObject parent, String name) {
        return parent.getJsonArray(name, new JsonArray()).stream().map(JsonObject.class::cast);
    }

    private static boolean isJson(SimulatedResponse reply) {
        return reply.contentType().contains("json");
    }

    private static JsonObject withNumericTimes(JsonObject token) {
        for (String time : List.of("issued_at", "expires_in")) {
            if (token.getValue(time) instanceof String text) {
                token.put(time, Long.parseLong(text));
            }
        }
        return token;
    }

    private static void withoutPlainPriority(JsonObject mailClass) {
        if (mailClass.getString("mailClass").equals("PRIORITY_MAIL")) {
            List<JsonObject> flat = each(mailClass, "rateOptions")
                    .filter(option -> each(option, "rates")
                            .allMatch(rate -> rate.getString("rateIndicator").startsWith("F")))
                    .toList();
            mailClass.put("rateOptions", new JsonArray(flat));
        }
    }

    private static void totalPrice(JsonObject option) {
        option.put("totalPrice", option.getValue("totalBasePrice"));
    }

    private static void withoutTotals(JsonObject option) {
        option.remove("totalPrice");
        option.remove("totalBasePrice");
    }

    private static void dimensional(JsonObject option) {
        each(option, "rates")
                .filter(rate -> rate.getString("rateIndicator").equals("SP"))
                .forEach(rate -> rate.put("rateIndicator", "DR").put("dimWeight", rate.getValue("weight")));
    }

    private static void withDashes(JsonObject option) {
        JsonObject commitment = option.getJsonObject("commitment");
        commitment.put("name", commitment.getString("name").replaceFirst(" Days?", "-Day"));
    }

    private static void scheduleOnly(JsonObject option) {
        option.getJsonObject("commitment").remove("expectedDeliveryDate");
    }

    private static void toMilitaryDestination(JsonObject option) {
        JsonObject commitment = option.getJsonObject("commitment").put("name", "NO STD");
        commitment
                .put("scheduleDeliveryDate", "")
                .put("expectedDeliveryDate", "")
                .put("guaranteedDelivery", false);
    }

    private static SimulatedResponse withFee(SimulatedResponse reply) {
        JsonObject label = new JsonObject(reply.body());
        label.getJsonArray("fees")
                .add(new JsonObject()
                        .put("name", "Nonstandard Volume > 2 cu ft")
                        .put("SKU", "D812XUXXXXX0000")
                        .put("price", new BigDecimal("18.00")));
        return new SimulatedResponse(reply.status(), reply.contentType(), label.encode(), reply.headers());
    }

    private static JsonObject disputed(JsonObject reply) {
        return reply.put("status", "DISPUTED").put("disputeId", "103789");
    }

    private static SimulatedResponse notScanned(SimulatedResponse reply) {
        return new JsonObject(reply.body()).getJsonArray("trackingEvents").size() > 1
                ? reply
                : UspsErrorReplies.refusal(
                        "150001",
                        "trackingNumber",
                        "12: A status update is not yet available on your Priority Mail&reg; package. It will be "
                                + "available when the shipper provides an update or the package is given to USPS. -");
    }

    private static JsonObject withoutCategory(JsonObject tracking) {
        tracking.remove("statusCategory");
        return tracking;
    }

    private static JsonObject withSpelledOutStatus(JsonObject tracking) {
        String category = tracking.getString("statusCategory");
        return category == null
                ? tracking
                : tracking.put("statusCategory", CATEGORIES.getOrDefault(category, category.toUpperCase(Locale.ROOT)));
    }

    private static JsonObject serviceList(JsonObject tracking) {
        return tracking.getValue("services") instanceof String one
                ? tracking.put("services", new JsonArray().add(one))
                : tracking;
    }

    private static void withoutGmt(JsonObject scan) {
        scan.remove("GMTTimestamp");
        scan.remove("GMTOffset");
    }

    private static void html(JsonObject scan) {
        scan.put("eventType", "<b>" + scan.getString("eventType").replace("USPS", "USPS<SUP>&#174;</SUP>") + "</b>");
    }

    private static void codeInTitle(JsonObject error) {
        each(error, "errors").filter(one -> one.containsKey("code")).forEach(one -> {
            one.put("title", one.remove("code") + ": " + one.getString("title"));
            one.put("detail", "");
        });
    }

    private static void withoutCode(JsonObject error) {
        each(error, "errors").forEach(one -> one.remove("code"));
    }

    private static void withoutErrors(JsonObject error) {
        error.remove("errors");
    }

    private static void emptyErrors(JsonObject error) {
        each(error, "errors")
                .filter(one -> one.containsKey("code"))
                .findFirst()
                .ifPresent(one -> error.put("message", one.getString("code") + " - " + one.getString("detail")));
        error.put("errors", new JsonArray());
    }

    private static void htmlSentence(JsonObject error) {
        error.put("message", withMarkup(error.getString("message")));
        each(error, "errors").forEach(one -> {
            for (String name : List.of("title", "detail")) {
                if (one.getValue(name) instanceof String text) {
                    one.put(name, withMarkup(text));
                }
            }
        });
    }

    private static String withMarkup(String sentence) {
        return "<p>" + sentence + " Sign up for Informed Delivery<SUP>&reg;</SUP>.</p>";
    }
}
