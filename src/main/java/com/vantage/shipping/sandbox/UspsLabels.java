package com.vantage.shipping.sandbox;

import static com.vantage.shipping.sandbox.UspsErrorReplies.error;
import static com.vantage.shipping.sandbox.UspsErrorReplies.refusal;

import com.vantage.shipping.sandbox.SoldLabels.Place;
import com.vantage.shipping.sandbox.SoldLabels.Sale;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Labels of the simulated USPS: sold once per key, reprinted up to three times, and cancelled. */
final class UspsLabels {
    static final String JSON_LABELS = "application/vnd.usps.labels+json";
    private static final String USPS = "usps";
    /** American Samoa, where each date ends last: until then parcels can be mailed. */
    private static final ZoneId LAST_TIME_ZONE = ZoneId.of("Pacific/Pago_Pago");

    private static final int MAILING_DAYS = 45;
    private static final int REPRINTS = 3;
    private static final int PRINTED_ITEMS = 5;
    private static final Set<String> MILITARY = Set.of("AA", "AE", "AP");
    private static final SimulatedResponse NO_PRICE =
            refusal("030002", "packageDescription", "Could not find working sku from SSF ingredients");

    private final SoldLabels soldLabels;
    private final ParcelJourney journey;
    private final UspsScanForms scanForms;
    private final Clock clock;
    private final AtomicLong numbers =
            new AtomicLong(ThreadLocalRandom.current().nextLong(10_000_000, 80_000_000));
    private final AtomicLong disputes = new AtomicLong(103_789);
    private final Map<String, Sold> labelsByKey = new ConcurrentHashMap<>();
    private final Set<Sale> disputed = ConcurrentHashMap.newKeySet();

    /** @param lines of the label */
    private record Sold(
            String requestBody,
            Sale sale,
            LocalDate mailingDate,
            JsonObject metadata,
            List<String> lines,
            String image,
            AtomicInteger reprints) {}

    UspsLabels(SoldLabels soldLabels, ParcelJourney journey, UspsScanForms scanForms, Clock clock) {
        this.soldLabels = soldLabels;
        this.journey = journey;
        this.scanForms = scanForms;
        this.clock = clock;
    }

    static LocalDate today(Clock clock) {
        return LocalDate.ofInstant(clock.instant(), LAST_TIME_ZONE);
    }

    SimulatedResponse sell(SimulatedRequest request) {
        if (UspsTariff.offer(request.json()).isEmpty()) {
            return NO_PRICE;
        }
        JsonObject to = SimulatedRequest.at(request.json(), "toAddress");
        boolean complete = to.containsKey("facilityId") && to.containsKey("email") && to.containsKey("phone");
        if (to.getBoolean("holdForPickup", false) && !complete) {
            return refusal("160127", "toAddress", "facilityId, email and phone are required for Hold for Pickup");
        }
        if (!request.json().containsKey("customsForm") && isMilitary(request.json())) {
            return refusal("160120", "toAddress", "Military ZIP Code requires a customs form");
        }
        return sell(request, 200, () -> domestic(request.json(), request.text()));
    }

    SimulatedResponse sellInternational(SimulatedRequest request) {
        if (UspsInternationalTariff.rate(request.json()).isEmpty()) {
            return NO_PRICE;
        }
        if (!request.json().containsKey("customsForm")) {
            return refusal("160133", "customsForm", "must not be null");
        }
        return sell(request, 201, () -> international(request.json(), request.text()));
    }

    private SimulatedResponse sell(SimulatedRequest request, int status, Supplier<Sold> sale) {
        String key = request.header("X-Idempotency-Key")
                .orElseGet(() -> UUID.randomUUID().toString());
        JsonObject body = request.json();
        if (body.containsKey("customsForm")
                && !SimulatedRequest.at(body, "fromAddress").containsKey("firm")) {
            return refusal("160023", "firm", "firm is required in From Address for labels with customs form.");
        }
        if (!isMailingDate(mailingDate(request.json()))) {
            return refusal(
                    "160001",
                    "packageDescription.mailingDate",
                    "cannot be in the past or more than " + MAILING_DAYS + " days in the future");
        }
        Sold sold = labelsByKey.computeIfAbsent(key, unknown -> sale.get());
        if (!sold.requestBody().equals(request.text())) {
            return error(400, "The idempotency key was used for another label");
        }
        return acceptsJson(request)
                ? labels(status, sold.metadata().copy().put("labelImage", sold.image()))
                : UspsMultipartReply.of(sold.metadata(), sold.image());
    }

    SimulatedResponse reprint(SimulatedRequest request) {
        Sold sold = request.header("X-Idempotency-Key").map(labelsByKey::get).orElse(null);
        if (sold == null) {
            return refusal("160185", "trackingNumber", "Order not found");
        }
        return reprintRefusal(sold).orElseGet(() -> reprintReply(request, sold));
    }

    SimulatedResponse cancel(SimulatedRequest request) {
        Optional<Sale> found = soldLabels.byTrackingNumber(USPS, request.pathParam("number"));
        if (found.isEmpty()) {
            return refusal("160185", "trackingNumber", "Order not found");
        }
        Sale sale = found.get();
        if (soldLabels.cancelledAt(sale).isPresent()) {
            return refusal("160186", "trackingNumber", "Order already canceled");
        }
        if (scanForms.isLinked(sale)) {
            return refusal("160174", "trackingNumber", "Labels associated with a scan form cannot be canceled");
        }
        JsonObject reply = new JsonObject().put("trackingNumber", sale.trackingNumber());
        boolean billed = journey.isPickedUp(sale);
        soldLabels.cancel(sale);
        if (!billed) {
            return SimulatedResponse.ok(reply.put("status", "CANCELED"));
        }
        disputed.add(sale);
        return SimulatedResponse.ok(
                reply.put("status", "DISPUTED").put("disputeId", Long.toString(disputes.incrementAndGet())));
    }

    private Optional<SimulatedResponse> reprintRefusal(Sold sold) {
        if (disputed.contains(sold.sale())) {
            return Optional.of(refusal("160380", "trackingNumber", "Disputed labels are unavailable for reprint"));
        }
        if (soldLabels.cancelledAt(sold.sale()).isPresent()) {
            return Optional.of(refusal("160379", "trackingNumber", "Canceled labels are unavailable for reprint"));
        }
        if (sold.mailingDate().isBefore(today(clock))) {
            return Optional.of(
                    refusal("160381", "trackingNumber", "Labels past their mailingDate are unavailable for reprint"));
        }
        if (sold.reprints().get() >= REPRINTS) {
            return Optional.of(refusal(
                    "160382",
                    "reprintInfo.reprintCount",
                    "This label has reached the reprint limit of " + REPRINTS + " reprints"));
        }
        return Optional.empty();
    }

    private static SimulatedResponse reprintReply(SimulatedRequest request, Sold sold) {
        String image = image(request.json(), sold.lines());
        JsonObject info = new JsonObject()
                .put("reprintNumber", sold.reprints().incrementAndGet())
                .put("reprintLimit", REPRINTS);
        return acceptsJson(request)
                ? labels(
                        200,
                        new JsonObject()
                                .put("labelMetadata", sold.metadata())
                                .put("labelImage", image)
                                .put("reprintInfo", info))
                : UspsMultipartReply.of(sold.metadata(), image);
    }

    private Sold domestic(JsonObject request, String body) {
        UspsTariff.RateOption offer = UspsTariff.offer(request).orElseThrow();
        Sale sale = sell(request, offer.mailClass(), "94001000000000" + numbers.incrementAndGet());
        return sold(request, body, sale, offer.productName(), metadata(request, offer, sale));
    }

    private Sold international(JsonObject request, String body) {
        UspsInternationalTariff.Rate rate =
                UspsInternationalTariff.rate(request).orElseThrow();
        Sale sale = sell(request, rate.mailClass(), "LH0" + numbers.incrementAndGet() + "US");
        return sold(request, body, sale, rate.productName(), metadata(request, rate, sale));
    }

    private Sale sell(JsonObject request, String mailClass, String number) {
        JsonObject piece = SimulatedRequest.at(request, "packageDescription");
        return soldLabels.sell(
                USPS,
                number,
                number,
                SimulatedRequest.at(piece, "customerReference").getString("referenceNumber", ""),
                mailClass,
                place(SimulatedRequest.at(request, "fromAddress")),
                place(SimulatedRequest.at(request, "toAddress")));
    }

    private static Sold sold(JsonObject request, String body, Sale sale, String product, JsonObject metadata) {
        List<String> lines = lines(product, sale, request);
        return new Sold(body, sale, mailingDate(request), metadata, lines, image(request, lines), new AtomicInteger());
    }

    private static JsonObject metadata(JsonObject request, UspsInternationalTariff.Rate rate, Sale sale) {
        JsonObject piece = SimulatedRequest.at(request, "packageDescription");
        JsonObject metadata = new JsonObject()
                .put("labelAddress", request.getJsonObject("toAddress"))
                .put("internationalTrackingNumber", sale.trackingNumber())
                .put("constructCode", "I01")
                .put("SKU", "I" + rate.productName().charAt(0) + "XX0XXXXB01020")
                .put("postage", rate.price())
                .put("extraServices", new JsonArray())
                .put("internationalPriceGroup", "01")
                .put("weightUOM", "lb")
                .put("weight", piece.getValue("weight"))
                .put("dimensionalWeight", "0.0")
                .put("mailingDate", piece.getString("mailingDate"))
                .put("fees", new JsonArray());
        return piece.getBoolean("prepayDutiesTaxesFees", false)
                ? metadata.put("prepaidDutiesTaxesFees", UspsInternationalTariff.prepaidCost(request))
                : metadata;
    }

    private static boolean isMilitary(JsonObject request) {
        return Stream.of("fromAddress", "toAddress")
                .map(party -> SimulatedRequest.at(request, party).getString("state"))
                .anyMatch(MILITARY::contains);
    }

    private static JsonObject metadata(JsonObject request, UspsTariff.RateOption offer, Sale sale) {
        JsonObject piece = SimulatedRequest.at(request, "packageDescription");
        double value = SimulatedRequest.at(piece, "packageOptions").getDouble("packageValue", 0.0);
        JsonArray extras = UspsTariff.extraServices(offer.mailClass(), piece, value);
        extras.forEach(extra -> ((JsonObject) extra).remove("extraService"));
        return new JsonObject()
                .put("labelAddress", request.getJsonObject("toAddress"))
                .put("routingInformation", "420" + sale.to().zip())
                .put("trackingNumber", sale.trackingNumber())
                .put("constructCode", "C03")
                .put("SKU", offer.sku())
                .put("postage", offer.price())
                .put("extraServices", extras)
                .put("zone", offer.zone())
                .put("mailingDate", piece.getString("mailingDate"))
                .put("commitment", offer.commitment())
                .put("weightUOM", "lb")
                .put("weight", piece.getValue("weight"))
                .put("fees", offer.fees());
    }

    /** Those of a customs form are part of the label. */
    private static List<String> lines(String product, Sale sale, JsonObject request) {
        JsonObject form = SimulatedRequest.at(request, "customsForm");
        return Stream.of(
                        Stream.of(
                                "USPS " + product,
                                "From: " + sale.from().line(),
                                "To: " + sale.to().line()),
                        form.isEmpty() ? Stream.<String>of() : Stream.of("CUSTOMS " + form.getString("AESITN", "")),
                        SimulatedRequest.list(form, "contents").stream()
                                .limit(PRINTED_ITEMS)
                                .map(item -> item.getInteger("itemQuantity") + " " + item.getString("itemDescription")),
                        Stream.of(sale.trackingNumber()))
                .flatMap(part -> part)
                .toList();
    }

    private static String image(JsonObject request, List<String> lines) {
        return switch (SimulatedRequest.at(request, "imageInfo").getString("imageType", "PDF")) {
            case "ZPL203DPI", "ZPL300DPI" -> SampleLabels.zpl(lines);
            case "PNG" -> SampleLabels.png(lines);
            default -> SampleLabels.pdf(lines);
        };
    }

    private boolean isMailingDate(LocalDate day) {
        LocalDate today = today(clock);
        return !day.isBefore(today) && !day.isAfter(today.plusDays(MAILING_DAYS));
    }

    private static LocalDate mailingDate(JsonObject request) {
        return LocalDate.parse(
                SimulatedRequest.at(request, "packageDescription").getString("mailingDate"));
    }

    private static boolean acceptsJson(SimulatedRequest request) {
        return request.header("Accept")
                .filter(wanted -> wanted.contains(JSON_LABELS))
                .isPresent();
    }

    private static SimulatedResponse labels(int status, JsonObject body) {
        return new SimulatedResponse(status, JSON_LABELS, body.encode(), Map.of());
    }

    private static Place place(JsonObject address) {
        return new Place(
                address.getString("city"),
                address.getString("state", address.getString("province", "")),
                address.getString("ZIPCode", address.getString("postalCode", "")));
    }
}
