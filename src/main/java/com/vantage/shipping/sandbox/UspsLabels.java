package com.vantage.shipping.sandbox;

import static com.vantage.shipping.sandbox.UspsReplies.error;
import static com.vantage.shipping.sandbox.UspsReplies.refused;

import com.vantage.shipping.sandbox.Ledger.Place;
import com.vantage.shipping.sandbox.Ledger.Sale;
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
    private static final ZoneId LAST = ZoneId.of("Pacific/Pago_Pago");

    private static final int MAILING_DAYS = 45;
    private static final int REPRINTS = 3;

    private final Ledger ledger;
    private final ParcelJourney journey;
    private final Clock clock;
    private final AtomicLong numbers =
            new AtomicLong(ThreadLocalRandom.current().nextLong(10_000_000, 80_000_000));
    private final AtomicLong disputes = new AtomicLong(103_789);
    private final Map<String, Sold> byIdempotencyKey = new ConcurrentHashMap<>();
    private final Set<Sale> disputed = ConcurrentHashMap.newKeySet();

    /** @param lines of the label */
    private record Sold(
            String request,
            Sale sale,
            LocalDate mailed,
            JsonObject metadata,
            List<String> lines,
            String image,
            AtomicInteger reprints) {}

    UspsLabels(Ledger ledger, ParcelJourney journey, Clock clock) {
        this.ledger = ledger;
        this.journey = journey;
        this.clock = clock;
    }

    static LocalDate today(Clock clock) {
        return LocalDate.ofInstant(clock.instant(), LAST);
    }

    SimulatedResponse sell(SimulatedRequest asked) {
        String body = asked.text();
        String key = asked.header("X-Idempotency-Key")
                .orElseGet(() -> UUID.randomUUID().toString());
        if (UspsTariff.offer(asked.json()).isEmpty()) {
            return refused("030002", "packageDescription", "Could not find working sku from SSF ingredients");
        }
        if (!isMailingDate(mailed(asked.json()))) {
            return refused(
                    "160001",
                    "packageDescription.mailingDate",
                    "cannot be in the past or more than " + MAILING_DAYS + " days in the future");
        }
        Sold sold = byIdempotencyKey.computeIfAbsent(key, unknown -> sell(asked.json(), body));
        if (!sold.request().equals(body)) {
            return error(400, "The idempotency key was used for another label");
        }
        return isOneObject(asked)
                ? labels(sold.metadata().copy().put("labelImage", sold.image()))
                : UspsMultipartReply.of(sold.metadata(), sold.image());
    }

    SimulatedResponse reprint(SimulatedRequest asked) {
        Sold sold = asked.header("X-Idempotency-Key").map(byIdempotencyKey::get).orElse(null);
        if (sold == null) {
            return refused("160185", "trackingNumber", "Order not found");
        }
        return notReprinted(sold).orElseGet(() -> reprinted(asked, sold));
    }

    SimulatedResponse cancel(SimulatedRequest asked) {
        Optional<Sale> found = ledger.byTrackingNumber(USPS, asked.pathParam("number"));
        if (found.isEmpty()) {
            return refused("160185", "trackingNumber", "Order not found");
        }
        Sale sale = found.get();
        if (ledger.cancelledAt(sale).isPresent()) {
            return refused("160186", "trackingNumber", "Order already canceled");
        }
        JsonObject reply = new JsonObject().put("trackingNumber", sale.trackingNumber());
        boolean billed = journey.isPickedUp(sale);
        ledger.cancel(sale);
        if (!billed) {
            return SimulatedResponse.ok(reply.put("status", "CANCELED"));
        }
        disputed.add(sale);
        return SimulatedResponse.ok(
                reply.put("status", "DISPUTED").put("disputeId", Long.toString(disputes.incrementAndGet())));
    }

    private Optional<SimulatedResponse> notReprinted(Sold sold) {
        if (disputed.contains(sold.sale())) {
            return Optional.of(refused("160380", "trackingNumber", "Disputed labels are unavailable for reprint"));
        }
        if (ledger.cancelledAt(sold.sale()).isPresent()) {
            return Optional.of(refused("160379", "trackingNumber", "Canceled labels are unavailable for reprint"));
        }
        if (sold.mailed().isBefore(today(clock))) {
            return Optional.of(
                    refused("160381", "trackingNumber", "Labels past their mailingDate are unavailable for reprint"));
        }
        if (sold.reprints().get() >= REPRINTS) {
            return Optional.of(refused(
                    "160382",
                    "reprintInfo.reprintCount",
                    "This label has reached the reprint limit of " + REPRINTS + " reprints"));
        }
        return Optional.empty();
    }

    private static SimulatedResponse reprinted(SimulatedRequest asked, Sold sold) {
        String image = image(asked.json(), sold.lines());
        JsonObject info = new JsonObject()
                .put("reprintNumber", sold.reprints().incrementAndGet())
                .put("reprintLimit", REPRINTS);
        return isOneObject(asked)
                ? labels(new JsonObject()
                        .put("labelMetadata", sold.metadata())
                        .put("labelImage", image)
                        .put("reprintInfo", info))
                : UspsMultipartReply.of(sold.metadata(), image);
    }

    private Sold sell(JsonObject asked, String body) {
        UspsTariff.Offer offer = UspsTariff.offer(asked).orElseThrow();
        JsonObject piece = SimulatedRequest.at(asked, "packageDescription");
        Place from = place(SimulatedRequest.at(asked, "fromAddress"));
        Place to = place(SimulatedRequest.at(asked, "toAddress"));
        String number = "94001000000000" + numbers.incrementAndGet();
        String reference = SimulatedRequest.at(piece, "customerReference").getString("referenceNumber", "");
        Sale sale = ledger.sell(USPS, number, number, reference, offer.mailClass(), from, to);
        List<String> lines = lines(offer, from, to, number);
        return new Sold(
                body,
                sale,
                mailed(asked),
                metadata(asked, offer, sale),
                lines,
                image(asked, lines),
                new AtomicInteger());
    }

    private static JsonObject metadata(JsonObject asked, UspsTariff.Offer offer, Sale sale) {
        JsonObject piece = SimulatedRequest.at(asked, "packageDescription");
        return new JsonObject()
                .put("labelAddress", asked.getJsonObject("toAddress"))
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

    private static List<String> lines(UspsTariff.Offer offer, Place from, Place to, String number) {
        return List.of(
                "USPS " + offer.productName(),
                "From: " + from.city() + ", " + from.state() + " " + from.zip(),
                "To: " + to.city() + ", " + to.state() + " " + to.zip(),
                number);
    }

    private static String image(JsonObject asked, List<String> lines) {
        return switch (SimulatedRequest.at(asked, "imageInfo").getString("imageType", "PDF")) {
            case "ZPL203DPI" -> SampleLabels.zpl(lines);
            case "PNG" -> SampleLabels.png(lines);
            default -> SampleLabels.pdf(lines);
        };
    }

    private boolean isMailingDate(LocalDate day) {
        LocalDate today = today(clock);
        return !day.isBefore(today) && !day.isAfter(today.plusDays(MAILING_DAYS));
    }

    private static LocalDate mailed(JsonObject asked) {
        return LocalDate.parse(SimulatedRequest.at(asked, "packageDescription").getString("mailingDate"));
    }

    private static boolean isOneObject(SimulatedRequest asked) {
        return asked.header("Accept")
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
