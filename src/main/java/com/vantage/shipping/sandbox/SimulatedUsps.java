package com.vantage.shipping.sandbox;

import com.vantage.shipping.sandbox.Journey.Station;
import com.vantage.shipping.sandbox.Journey.Stop;
import com.vantage.shipping.sandbox.Ledger.Place;
import com.vantage.shipping.sandbox.Ledger.Sale;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** USPS's APIs v3: tokens, shipping options, payments, labels and tracking. Prices are {@link UspsTariff}'s business. */
final class SimulatedUsps extends SimulatedCarrier {
    private static final double POUNDS_LIMIT = 70;
    private static final String JSON_LABELS = "application/vnd.usps.labels+json";
    private static final String BOUNDARY = "----usps-label-5f2a";

    /** Where its clocks hang, whatever the place: enough to see that local time and instant are told apart. */
    private static final ZoneOffset LOCAL = ZoneOffset.ofHours(-5);

    private final Account account;
    private final Ledger ledger;
    private final Journey journey;
    private final AtomicLong numbers =
            new AtomicLong(ThreadLocalRandom.current().nextLong(10_000_000, 80_000_000));
    private final Set<String> paymentTokens = ConcurrentHashMap.newKeySet();
    private final Map<String, Sold> byIdempotencyKey = new ConcurrentHashMap<>();

    private record Sold(String request, JsonObject metadata, String image) {}

    SimulatedUsps(Vertx vertx, Timing timing, Account account, Ledger ledger, Journey journey) {
        super("usps", vertx, timing);
        this.account = account;
        this.ledger = ledger;
        this.journey = journey;
        onOpen(Operation.TOKEN, HttpMethod.POST, "/oauth2/v3/token", this::token);
        on(Operation.TOKEN, HttpMethod.POST, "/payments/v3/payment-authorization", this::authorizePayment);
        on(Operation.QUOTE, HttpMethod.POST, "/shipments/v3/options/search", SimulatedUsps::options);
        on(Operation.BUY, HttpMethod.POST, "/labels/v3/label", this::label);
        on(Operation.TRACK, HttpMethod.GET, "/tracking/v3/tracking/:number", this::track);
    }

    @Override
    public void revokeTokens() {
        super.revokeTokens();
        paymentTokens.clear();
    }

    @Override
    Replied unauthorized() {
        return error(401, "Unauthorized").with("WWW-Authenticate", "Bearer realm=\"https://apis.usps.com\"");
    }

    @Override
    Replied throttled() {
        return error(
                429,
                "Exceeded quota limit for the API product. Please try again later.",
                new JsonObject().put("title", "Too Many Requests."));
    }

    @Override
    Replied broken() {
        return error(500, "Internal Server Error");
    }

    private Replied token(Asked asked) {
        JsonObject body = asked.json();
        if (!account.clientId().equals(body.getString("client_id"))
                || !account.clientSecret().equals(body.getString("client_secret"))
                || !"client_credentials".equals(body.getString("grant_type"))) {
            return Replied.json(
                    401,
                    new JsonObject()
                            .put("error", "invalid_client")
                            .put("error_description", "The client credentials are invalid or unauthorized")
                            .put("error_uri", "https://datatracker.ietf.org/doc/html/rfc6749#section-5.2"));
        }
        return Replied.ok(new JsonObject()
                .put("access_token", newToken())
                .put("token_type", "Bearer")
                .put("issued_at", Long.toString(Instant.now().toEpochMilli()))
                .put("expires_in", Long.toString(tokenLife().toSeconds()))
                .put("status", "approved")
                .put("scope", "addresses prices service-standards shipments tracking labels payments")
                .put("issuer", "https://keyc.usps.com/realms/USPS")
                .put("client_id", account.clientId())
                .put("application_name", "sandbox")
                .put("api_products", "[Public Access I, Labels, Payments, Tracking]"));
    }

    private Replied authorizePayment(Asked asked) {
        List<JsonObject> roles = Asked.list(asked.json(), "roles");
        Optional<JsonObject> payer = role(roles, "PAYER");
        if (payer.isEmpty()) {
            return refused("160228", "roles", "PAYER is required");
        }
        if (role(roles, "LABEL_OWNER").isEmpty()) {
            return refused("160229", "roles", "LABEL_OWNER is required");
        }
        for (String wanted : List.of("CRID", "MID", "manifestMID")) {
            if (roles.stream().anyMatch(role -> role.getString(wanted, "").isBlank())) {
                return refused("160218", "roles", "requires " + wanted);
            }
        }
        if (!"EPS".equals(payer.get().getString("accountType"))
                || !account.number().equals(payer.get().getString("accountNumber"))) {
            return refused("100001", "roles", "Could not find an EPS Account with that number.");
        }
        String granted = UUID.randomUUID().toString();
        paymentTokens.add(granted);
        return Replied.ok(asked.json().copy().put("paymentAuthorizationToken", granted));
    }

    private static Optional<JsonObject> role(List<JsonObject> roles, String name) {
        return roles.stream()
                .filter(role -> name.equals(role.getString("roleName")))
                .findFirst();
    }

    private static Replied options(Asked asked) {
        JsonObject body = asked.json();
        if (Asked.at(body, "packageDescription").getDouble("weight") > POUNDS_LIMIT) {
            return refused("030004", "packageDescription.weight", "Package weight does not qualify for this product.");
        }
        if (body.getString("destinationZIPCode").startsWith("000")) {
            return refused("160244", "destinationZIPCode", "ZIP Code is not valid");
        }
        return Replied.ok(UspsTariff.options(body));
    }

    private Replied label(Asked asked) {
        if (asked.header("X-Payment-Authorization-Token")
                .filter(paymentTokens::contains)
                .isEmpty()) {
            return unauthorized();
        }
        String body = asked.text();
        String key = asked.header("X-Idempotency-Key")
                .orElseGet(() -> UUID.randomUUID().toString());
        if (UspsTariff.offer(asked.json()).isEmpty()) {
            return refused("030002", "packageDescription", "Could not find working sku from SSF ingredients");
        }
        Sold sold = byIdempotencyKey.computeIfAbsent(key, unknown -> sell(asked.json(), body));
        if (!sold.request().equals(body)) {
            return error(400, "The idempotency key was used for another label");
        }
        boolean oneObject = asked.header("Accept")
                .filter(wanted -> wanted.contains(JSON_LABELS))
                .isPresent();
        return oneObject
                ? new Replied(
                        200,
                        JSON_LABELS,
                        sold.metadata().copy().put("labelImage", sold.image()).encode(),
                        Map.of())
                : new Replied(200, "multipart/form-data; boundary=" + BOUNDARY, multipart(sold), Map.of());
    }

    private Sold sell(JsonObject asked, String body) {
        UspsTariff.Offer offer = UspsTariff.offer(asked).orElseThrow();
        JsonObject piece = Asked.at(asked, "packageDescription");
        Place from = place(Asked.at(asked, "fromAddress"));
        Place to = place(Asked.at(asked, "toAddress"));
        String number = "94001000000000" + numbers.incrementAndGet();
        String reference = Asked.at(piece, "customerReference").getString("referenceNumber", "");
        ledger.sell(code(), number, number, reference, offer.mailClass(), from, to);
        JsonObject metadata = new JsonObject()
                .put("labelAddress", asked.getJsonObject("toAddress"))
                .put("routingInformation", "420" + to.zip())
                .put("trackingNumber", number)
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
        return new Sold(body, metadata, image(asked, offer, from, to, number));
    }

    private static String image(JsonObject asked, UspsTariff.Offer offer, Place from, Place to, String number) {
        List<String> lines = List.of(
                "USPS " + offer.productName(),
                "From: " + from.city() + ", " + from.state() + " " + from.zip(),
                "To: " + to.city() + ", " + to.state() + " " + to.zip(),
                number);
        return switch (Asked.at(asked, "imageInfo").getString("imageType", "PDF")) {
            case "ZPL203DPI" -> LabelArt.zpl(lines);
            case "PNG" -> LabelArt.png(lines);
            default -> LabelArt.pdf(lines);
        };
    }

    /** The encodings that it names are not true, as the real one's are not. */
    private static String multipart(Sold sold) {
        return String.join(
                "\r\n",
                "--" + BOUNDARY,
                "Content-Disposition: form-data; name=\"labelMetadata\"",
                "Content-Type: application/json",
                "",
                sold.metadata().encode(),
                "--" + BOUNDARY,
                "Content-Disposition: attachment; filename=\"label-image.pdf\"",
                "Content-Type: application/octet-stream",
                "Content-Encoding: gzip",
                "Content-Transfer-Encoding: binary",
                "",
                sold.image(),
                "--" + BOUNDARY + "--",
                "");
    }

    private static Place place(JsonObject address) {
        return new Place(address.getString("city"), address.getString("state"), address.getString("ZIPCode"));
    }

    private Replied track(Asked asked) {
        return ledger.byTrackingNumber(code(), asked.pathParam("number"))
                .map(sale -> Replied.ok(tracking(sale)))
                .orElseGet(() -> refused(
                        "150002",
                        "trackingNumber",
                        "7: The tracking number may be incorrect or the status update is not yet available. "
                                + "Please verify your tracking number and try again later. -"));
    }

    private JsonObject tracking(Sale sale) {
        List<Stop> stops = new ArrayList<>(journey.soFar(sale)).reversed();
        JsonArray events = new JsonArray();
        stops.forEach(stop -> events.add(event(stop)));
        Station now = stops.getFirst().station();
        return new JsonObject()
                .put("trackingNumber", sale.trackingNumber())
                .put("mailClass", "USPS Ground Advantage<SUP>&#153;</SUP>")
                .put("status", words(now))
                .put("statusCategory", category(now))
                .put("originCity", sale.from().city())
                .put("originState", sale.from().state())
                .put("originZIP", sale.from().zip())
                .put("destinationCity", sale.to().city())
                .put("destinationState", sale.to().state())
                .put("destinationZIP", sale.to().zip())
                .put("expectedDeliveryTimeStamp", local(journey.arrival(sale)) + "Z")
                .put("emailEnabled", "true")
                .put("services", "USPS Tracking<SUP>&#174;</SUP>")
                .put("trackingEvents", events);
    }

    private static JsonObject event(Stop stop) {
        JsonObject event = new JsonObject()
                .put("eventType", words(stop.station()))
                .put("eventCode", code(stop.station()))
                .put("eventTimestamp", local(stop.at()) + "Z")
                .put("GMTTimestamp", DateTimeFormatter.ISO_INSTANT.format(stop.at()))
                .put("GMTOffset", LOCAL.getId())
                .put("eventCity", stop.place().city())
                .put("eventState", stop.place().state())
                .put("eventZIP", stop.place().zip())
                .putNull("eventCountry")
                .putNull("firm")
                .putNull("name")
                .put("authorizedAgent", "false");
        return event;
    }

    private static LocalDateTime local(Instant at) {
        return LocalDateTime.ofInstant(at.truncatedTo(ChronoUnit.SECONDS), LOCAL);
    }

    /** USPS does not tell that a label was taken back. */
    private static String code(Station station) {
        return switch (station) {
            case LABEL_CREATED, CANCELLED -> "GX";
            case PICKED_UP -> "03";
            case DEPARTED -> "EF";
            case ARRIVED -> "07";
            case OUT_FOR_DELIVERY -> "OF";
            case DELIVERED -> "01";
        };
    }

    private static String category(Station station) {
        return switch (station) {
            case LABEL_CREATED, CANCELLED -> "Pre-Shipment";
            case PICKED_UP -> "Accepted";
            case DEPARTED, ARRIVED -> "In Transit";
            case OUT_FOR_DELIVERY -> "Out for Delivery";
            case DELIVERED -> "Delivered";
        };
    }

    private static String words(Station station) {
        return switch (station) {
            case LABEL_CREATED, CANCELLED -> "Shipping Label Created, USPS Awaiting Item";
            case PICKED_UP -> "USPS picked up item";
            case DEPARTED -> "Departed USPS Facility";
            case ARRIVED -> "Arrived at Post Office";
            case OUT_FOR_DELIVERY -> "Out for Delivery";
            case DELIVERED -> "Delivered, In/At Mailbox";
        };
    }

    private static Replied refused(String code, String parameter, String sentence) {
        return error(
                400,
                sentence,
                new JsonObject()
                        .put("status", "400")
                        .put("code", code)
                        .put("title", sentence)
                        .put("detail", sentence)
                        .put("source", new JsonObject().put("parameter", parameter)));
    }

    private static Replied error(int status, String message, JsonObject... errors) {
        JsonObject error =
                new JsonObject().put("code", Integer.toString(status)).put("message", message);
        if (errors.length > 0) {
            error.put("errors", new JsonArray(List.of(errors)));
        }
        return Replied.json(status, new JsonObject().put("apiVersion", "v3").put("error", error));
    }
}
