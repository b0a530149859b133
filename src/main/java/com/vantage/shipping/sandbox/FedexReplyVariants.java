package com.vantage.shipping.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Variants of FedEx's replies, in order of application. */
final class FedexReplyVariants {
    private static final BigDecimal CANADIAN_DOLLARS_FOR_ONE = new BigDecimal("1.306");

    /** Rate types of converted prices: FedEx labels the list price so that it looks like an account price. */
    private static final Map<String, String> CONVERTED =
            Map.of("ACCOUNT", "PREFERRED_CURRENCY", "INCENTIVE", "PREFERRED_CURRENCY", "LIST", "PREFERRED_INCENTIVE");

    private static final String HTML = """
            <html><head><title>Service Unavailable</title></head><body><h1>Service Unavailable</h1></body></html>
            """;

    private final Map<String, SimulatedResponse> jobs = new ConcurrentHashMap<>();

    List<ReplyVariant> all() {
        return Stream.of(quotes(), errors(), sales(), searches(), cancellations(), trackings())
                .flatMap(List::stream)
                .toList();
    }

    /** The reply of an asynchronous sale. */
    Optional<SimulatedResponse> job(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    private static List<ReplyVariant> quotes() {
        Operation quote = Operation.QUOTE;
        return List.of(
                ReplyVariant.ofJson(
                        "list-only",
                        quote,
                        "an account without account prices",
                        eachService(service -> keep(service, entry -> is(entry, "LIST")))),
                ReplyVariant.ofJson(
                        "incentive",
                        quote,
                        "rate type INCENTIVE instead of ACCOUNT",
                        eachPrice(entry -> rename(entry, "ACCOUNT", "INCENTIVE"))),
                ReplyVariant.ofJson(
                        "other-currency",
                        quote,
                        "prices in Canadian dollars, and their conversions",
                        eachService(FedexReplyVariants::inCanadianDollars)),
                ReplyVariant.ofJson(
                        "prefixed-types",
                        quote,
                        "rate types as in label replies: PAYOR_ACCOUNT_SHIPMENT",
                        eachPrice(
                                entry -> entry.put("rateType", "PAYOR_" + entry.getString("rateType") + "_SHIPMENT"))),
                ReplyVariant.ofJson(
                        "currency-in-detail",
                        quote,
                        "the currency is in the detail only",
                        eachPrice(FedexReplyVariants::currencyInDetail)),
                ReplyVariant.ofJson(
                        "numbers-as-text",
                        quote,
                        "prices are strings",
                        eachPrice(entry ->
                                entry.put("totalNetCharge", String.valueOf(entry.getValue("totalNetCharge"))))),
                ReplyVariant.ofJson(
                        "day-cxs-format",
                        quote,
                        "the delivery date in dayCxsFormat only",
                        eachService(FedexReplyVariants::dayCxsFormat)),
                ReplyVariant.ofJson(
                        "no-dates",
                        quote,
                        "neither delivery dates nor transit days",
                        eachService(FedexReplyVariants::withoutDates)),
                ReplyVariant.ofJson(
                        "failed-service",
                        quote,
                        "the first service has no prices",
                        json -> with(
                                json, services(json).limit(1), service -> service.remove("ratedShipmentDetails"))));
    }

    private static List<ReplyVariant> errors() {
        return List.of(
                ReplyVariant.ofErrors(
                        "html-errors",
                        Operation.QUOTE,
                        "errors are a gateway's HTML page",
                        reply -> new SimulatedResponse(reply.status(), "text/html", HTML, reply.headers())),
                ReplyVariant.ofErrors(
                        "empty-errors",
                        Operation.BUY,
                        "errors have no body",
                        reply -> new SimulatedResponse(reply.status(), "application/json", "", reply.headers())),
                ReplyVariant.ofErrors(
                        "error-detail",
                        Operation.CANCEL,
                        "errors as error and error_detail, without a list",
                        FedexReplyVariants::errorDetail));
    }

    private List<ReplyVariant> sales() {
        Operation buy = Operation.BUY;
        return List.of(
                ReplyVariant.ofJson(
                        "charge-unknown",
                        buy,
                        "no price in the reply to a sale",
                        json -> with(json, sold(json), sale -> completed(sale).remove("shipmentRating"))),
                ReplyVariant.ofJson(
                        "empty-dates",
                        buy,
                        "the delivery date is an empty string",
                        json -> with(json, sold(json), sale -> SimulatedRequest.at(completed(sale), "operationalDetail")
                                .put("deliveryDate", ""))),
                ReplyVariant.ofJson(
                        "pieces-backwards",
                        buy,
                        "pieces in reverse order",
                        json -> with(json, sold(json), sale -> reverse(sale, "pieceResponses"))),
                ReplyVariant.ofJson("asynchronous", buy, "labels are created asynchronously in a job", this::putOff));
    }

    private static List<ReplyVariant> searches() {
        return List.of(new ReplyVariant(
                "reference-not-found-as-400",
                Operation.FIND,
                "an unknown reference is an HTTP error",
                FedexReplyVariants::notFoundAsError));
    }

    private static List<ReplyVariant> cancellations() {
        return List.of(ReplyVariant.ofJson(
                "success-message",
                Operation.CANCEL,
                "the result is in successMessage, also without success",
                json -> with(json, output(json), output -> output.put("successMessage", output.remove("message")))));
    }

    private static List<ReplyVariant> trackings() {
        Operation track = Operation.TRACK;
        return List.of(
                ReplyVariant.ofJson(
                        "scans-backwards",
                        track,
                        "oldest scan first",
                        eachParcel(parcel -> reverse(parcel, "scanEvents"))),
                ReplyVariant.ofJson(
                        "times-without-offset",
                        track,
                        "times without offset",
                        eachTime(time -> time.replaceFirst("(?<=:\\d\\d)([+-]\\d\\d:\\d\\d|Z)$", ""))),
                ReplyVariant.ofJson(
                        "midnight-dates",
                        track,
                        "dates are written as midnight",
                        eachDate(time -> time.replaceFirst("T\\d\\d:\\d\\d:\\d\\d", "T00:00:00"))),
                ReplyVariant.ofJson(
                        "mixed-case-codes",
                        track,
                        "mixed-case codes such as Ow",
                        eachCode(FedexReplyVariants::mixedCase)),
                ReplyVariant.ofJson("derived-code-only", track, "only derived codes", eachCode(code -> "")),
                ReplyVariant.ofJson(
                        "info-code-latest",
                        track,
                        "the latest code is informational: US, the delivery date has changed",
                        eachParcel(parcel -> SimulatedRequest.at(parcel, "latestStatusDetail")
                                .put("code", "US"))),
                ReplyVariant.ofJson(
                        "recycled-number",
                        track,
                        "a parcel of last year with the same number",
                        FedexReplyVariants::recycled),
                new ReplyVariant(
                        "number-not-found-as-400",
                        track,
                        "an unknown number is an HTTP error",
                        FedexReplyVariants::notFoundAsError));
    }

    // Quotes

    private static UnaryOperator<JsonObject> eachService(Consumer<JsonObject> change) {
        return json -> with(json, services(json), change);
    }

    private static UnaryOperator<JsonObject> eachPrice(Consumer<JsonObject> change) {
        return json -> with(json, services(json).flatMap(service -> prices(service).stream()), change);
    }

    private static Stream<JsonObject> services(JsonObject json) {
        return SimulatedRequest.list(SimulatedRequest.at(json, "output"), "rateReplyDetails").stream();
    }

    private static List<JsonObject> prices(JsonObject service) {
        return SimulatedRequest.list(service, "ratedShipmentDetails");
    }

    /** Keeps all prices if none would remain. */
    private static void keep(JsonObject service, Predicate<JsonObject> isKept) {
        List<JsonObject> kept = prices(service).stream().filter(isKept).toList();
        if (!kept.isEmpty()) {
            service.put("ratedShipmentDetails", new JsonArray(kept));
        }
    }

    private static boolean is(JsonObject entry, String type) {
        return type.equals(entry.getString("rateType"));
    }

    private static void rename(JsonObject entry, String from, String to) {
        if (is(entry, from)) {
            entry.put("rateType", to);
        }
    }

    private static void inCanadianDollars(JsonObject service) {
        JsonArray entries = new JsonArray();
        prices(service).forEach(entry -> {
            JsonObject converted = entry.copy();
            converted.put("rateType", CONVERTED.getOrDefault(entry.getString("rateType"), "PREFERRED"));
            entries.add(toCanadianDollars(entry)).add(converted);
        });
        service.put("ratedShipmentDetails", entries);
    }

    private static JsonObject toCanadianDollars(JsonObject entry) {
        BigDecimal total = new BigDecimal(String.valueOf(entry.getValue("totalNetCharge")));
        BigDecimal canadian = total.multiply(CANADIAN_DOLLARS_FOR_ONE).setScale(2, RoundingMode.HALF_UP);
        JsonObject detail = entry.getJsonObject("shipmentRateDetail", new JsonObject());
        return entry.put("totalNetCharge", canadian)
                .put("totalNetFedExCharge", canadian)
                .put("currency", "CAD")
                .put("shipmentRateDetail", detail.put("currency", "CAD"));
    }

    private static void currencyInDetail(JsonObject entry) {
        JsonObject detail = entry.getJsonObject("shipmentRateDetail", new JsonObject());
        detail.put("currency", entry.remove("currency"));
        entry.put("shipmentRateDetail", detail);
    }

    private static void dayCxsFormat(JsonObject service) {
        JsonObject day = SimulatedRequest.at(service, "commit", "dateDetail");
        day.put("dayCxsFormat", day.remove("dayFormat"));
        SimulatedRequest.at(service, "operationalDetail").remove("deliveryDate");
        SimulatedRequest.at(service, "operationalDetail").remove("commitDate");
    }

    private static void withoutDates(JsonObject service) {
        service.put("commit", new JsonObject().put("label", "Delivery date unavailable"));
        JsonObject detail = SimulatedRequest.at(service, "operationalDetail");
        detail.put("transitTime", "UNKNOWN").put("deliveryDate", "").remove("commitDate");
    }

    // Sales

    private static Stream<JsonObject> sold(JsonObject json) {
        return SimulatedRequest.list(SimulatedRequest.at(json, "output"), "transactionShipments").stream();
    }

    private static JsonObject completed(JsonObject sale) {
        return SimulatedRequest.at(sale, "completedShipmentDetail");
    }

    /** The job id is the transaction id; results of a job are not asynchronous again. */
    private JsonObject putOff(JsonObject json) {
        String id = json.getString("transactionId");
        if (sold(json).findAny().isEmpty() || jobs.putIfAbsent(id, SimulatedResponse.ok(json)) != null) {
            return json;
        }
        return new JsonObject().put("transactionId", id).put("output", new JsonObject().put("jobId", id));
    }

    // Errors

    private static SimulatedResponse errorDetail(SimulatedResponse reply) {
        JsonObject error = SimulatedRequest.at(new JsonObject(reply.body()), "errors");
        return SimulatedResponse.json(
                reply.status(),
                new JsonObject().put("error", error.getString("code")).put("error_detail", error.getString("message")));
    }

    private static SimulatedResponse notFoundAsError(SimulatedResponse reply) {
        JsonObject json = new JsonObject(reply.body());
        JsonObject error = SimulatedRequest.at(json, "output", "completeTrackResults", "trackResults", "error");
        return error.isEmpty()
                ? reply
                : SimulatedResponse.json(
                        400,
                        new JsonObject()
                                .put("transactionId", json.getString("transactionId"))
                                .put("errors", new JsonArray().add(error)));
    }

    // Tracking

    private static UnaryOperator<JsonObject> eachParcel(Consumer<JsonObject> change) {
        return json -> with(json, parcels(json), change);
    }

    private static Stream<JsonObject> parcels(JsonObject json) {
        return SimulatedRequest.list(SimulatedRequest.at(json, "output"), "completeTrackResults").stream()
                .flatMap(complete -> SimulatedRequest.list(complete, "trackResults").stream())
                .filter(result -> !result.containsKey("error"));
    }

    private static UnaryOperator<JsonObject> eachDate(UnaryOperator<String> change) {
        return eachParcel(parcel ->
                SimulatedRequest.list(parcel, "dateAndTimes").forEach(date -> replaceText(date, "dateTime", change)));
    }

    private static UnaryOperator<JsonObject> eachTime(UnaryOperator<String> change) {
        return json -> {
            JsonObject dated = eachDate(change).apply(json);
            parcels(dated)
                    .flatMap(parcel -> SimulatedRequest.list(parcel, "scanEvents").stream())
                    .forEach(scan -> replaceText(scan, "date", change));
            return dated;
        };
    }

    private static UnaryOperator<JsonObject> eachCode(UnaryOperator<String> change) {
        return eachParcel(parcel -> {
            replaceText(SimulatedRequest.at(parcel, "latestStatusDetail"), "code", change);
            SimulatedRequest.list(parcel, "scanEvents").forEach(scan -> replaceText(scan, "eventType", change));
        });
    }

    private static String mixedCase(String code) {
        return code.isEmpty() ? code : code.charAt(0) + code.substring(1).toLowerCase(Locale.ROOT);
    }

    private static void replaceText(JsonObject parent, String name, UnaryOperator<String> change) {
        if (parent.getValue(name) instanceof String text) {
            parent.put(name, change.apply(text));
        }
    }

    private static JsonObject recycled(JsonObject json) {
        SimulatedRequest.list(SimulatedRequest.at(json, "output"), "completeTrackResults")
                .forEach(complete -> {
                    String number = complete.getString("trackingNumber");
                    JsonArray results = complete.getJsonArray("trackResults");
                    if (!SimulatedRequest.at(results.getJsonObject(0), "error").isEmpty()) {
                        return;
                    }
                    complete.put(
                            "trackResults",
                            new JsonArray().add(ofLastYear(number)).addAll(results));
                });
        return json;
    }

    private static JsonObject ofLastYear(String number) {
        JsonObject scan = new JsonObject()
                .put("date", "2024-03-14T11:02:00-05:00")
                .put("eventType", "DL")
                .put("eventDescription", "Delivered")
                .put("derivedStatusCode", "DL");
        return new JsonObject()
                .put(
                        "trackingNumberInfo",
                        new JsonObject()
                                .put("trackingNumber", number)
                                .put("trackingNumberUniqueId", "2460383000~" + number + "~FX"))
                .put(
                        "latestStatusDetail",
                        new JsonObject()
                                .put("code", "DL")
                                .put("derivedCode", "DL")
                                .put("description", "Delivered"))
                .put("scanEvents", new JsonArray().add(scan));
    }

    // All

    private static Stream<JsonObject> output(JsonObject json) {
        return Stream.of(SimulatedRequest.at(json, "output"));
    }

    private static void reverse(JsonObject parent, String name) {
        List<JsonObject> list = new ArrayList<>(SimulatedRequest.list(parent, name));
        Collections.reverse(list);
        parent.put(name, new JsonArray(list));
    }

    private static JsonObject with(JsonObject json, Stream<JsonObject> parts, Consumer<JsonObject> change) {
        parts.toList().forEach(change);
        return json;
    }
}
