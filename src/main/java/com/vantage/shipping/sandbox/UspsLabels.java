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

/** Labels of the simulated USPS: sold once per key, reprinted up to three times, and cancelled. */
final class UspsLabels {
    static final String JSON_LABELS = "application/vnd.usps.labels+json";
    private static final String USPS = "usps";
    /** American Samoa, where each date ends last: until then parcels can be mailed. */
    private static final ZoneId LAST_TIME_ZONE = ZoneId.of("Pacific/Pago_Pago");

    private static final int MAILING_DAYS = 45;
    private static final int REPRINTS = 3;

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
        String body = request.text();
        String key = request.header("X-Idempotency-Key")
                .orElseGet(() -> UUID.randomUUID().toString());
        if (UspsTariff.offer(request.json()).isEmpty()) {
            return refusal("030002", "packageDescription", "Could not find working sku from SSF ingredients");
        }
        if (!isMailingDate(mailingDate(request.json()))) {
            return refusal(
                    "160001",
                    "packageDescription.mailingDate",
                    "cannot be in the past or more than " + MAILING_DAYS + " days in the future");
        }
        Sold sold = labelsByKey.computeIfAbsent(key, unknown -> sell(request.json(), body));
        if (!sold.requestBody().equals(body)) {
            return error(400, "The idempotency key was used for another label");
        }
        return acceptsJson(request)
                ? labels(sold.metadata().copy().put("labelImage", sold.image()))
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
                ? labels(new JsonObject()
                        .put("labelMetadata", sold.metadata())
                        .put("labelImage", image)
                        .put("reprintInfo", info))
                : UspsMultipartReply.of(sold.metadata(), image);
    }

    private Sold sell(JsonObject request, String body) {
        UspsTariff.RateOption offer = UspsTariff.offer(request).orElseThrow();
        JsonObject piece = SimulatedRequest.at(request, "packageDescription");
        Place from = place(SimulatedRequest.at(request, "fromAddress"));
        Place to = place(SimulatedRequest.at(request, "toAddress"));
        String number = "94001000000000" + numbers.incrementAndGet();
        String reference = SimulatedRequest.at(piece, "customerReference").getString("referenceNumber", "");
        Sale sale = soldLabels.sell(USPS, number, number, reference, offer.mailClass(), from, to);
        List<String> lines = lines(offer, from, to, number);
        return new Sold(
                body,
                sale,
                mailingDate(request),
                metadata(request, offer, sale),
                lines,
                image(request, lines),
                new AtomicInteger());
    }

    private static JsonObject metadata(JsonObject request, UspsTariff.RateOption offer, Sale sale) {
        JsonObject piece = SimulatedRequest.at(request, "packageDescription");
        return new JsonObject()
                .put("labelAddress", request.getJsonObject("toAddress"))
                .put("routingInformation", "420" + sale.to().zip())
                .put("trackingNumber", sale.trackingNumber())
                .put("constructCode", "C03")
                .put("SKU", offer.sku())
                .put("postage", offer.price())
                .put("extraServices", new JsonArray())
                .put("zone", offer.zone())
                .put("mailingDate", piece.getString("mailingDate"))
                .put("commitment", offer.commitment())
                .put("weightUOM", "lb")
                .put("weight", piece.getValue("weight"))
                .put("fees", offer.fees());
    }

    private static List<String> lines(UspsTariff.RateOption offer, Place from, Place to, String number) {
        return List.of(
                "USPS " + offer.productName(),
                "From: " + from.city() + ", " + from.state() + " " + from.zip(),
                "To: " + to.city() + ", " + to.state() + " " + to.zip(),
                number);
    }

    private static String image(JsonObject request, List<String> lines) {
        return switch (SimulatedRequest.at(request, "imageInfo").getString("imageType", "PDF")) {
            case "ZPL203DPI" -> SampleLabels.zpl(lines);
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

    private static SimulatedResponse labels(JsonObject body) {
        return new SimulatedResponse(200, JSON_LABELS, body.encode(), Map.of());
    }

    private static Place place(JsonObject address) {
        return new Place(address.getString("city"), address.getString("state"), address.getString("ZIPCode"));
    }
}
