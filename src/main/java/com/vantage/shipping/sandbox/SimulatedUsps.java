package com.vantage.shipping.sandbox;

import static com.vantage.shipping.sandbox.UspsErrorReplies.refusal;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Simulated USPS APIs v3: tokens, addresses, shipping options, international prices, payments, labels, SCAN forms, pickups and tracking. Prices
 * are in {@link UspsTariff} and {@link UspsInternationalTariff}, Web Tools in {@link SimulatedWebTools}.
 */
final class SimulatedUsps extends SimulatedCarrier {
    private static final double POUNDS_LIMIT = 70;
    private static final int MAILING_DAYS = 30;

    /** Countries to which the post does not go. */
    private static final Set<String> UNSERVED = Set.of("KP", "SY");

    private final CarrierAccount account;
    private final SoldLabels soldLabels;
    private final ParcelJourney journey;
    private final Clock clock;

    SimulatedUsps(CarrierAccount account, SoldLabels soldLabels, ParcelJourney journey) {
        this(account, soldLabels, journey, Clock.systemUTC());
    }

    /** @param clock for USPS's current date; ledger and journey have their own clocks */
    SimulatedUsps(CarrierAccount account, SoldLabels soldLabels, ParcelJourney journey, Clock clock) {
        super("usps");
        this.account = account;
        this.clock = clock;
        this.soldLabels = soldLabels;
        this.journey = journey;
        UspsScanForms scanForms = new UspsScanForms(soldLabels);
        UspsLabels labels = new UspsLabels(soldLabels, journey, scanForms, clock);
        addReply("authorize-payment", this::authorizePayment);
        addReply("options", this::options);
        addReply("international-rates", this::internationalRates);
        addReply("validate", SimulatedUsps::validate);
        addReply("sell", labels::sell);
        addReply("sell-international", labels::sellInternational);
        addReply("reprint", labels::reprint);
        addReply("cancel", labels::cancel);
        addReply("scan-form", scanForms::create);
        UspsPickups pickups = new UspsPickups(clock);
        addReply("schedule-pickup", pickups::schedule);
        addReply("read-pickup", pickups::read);
        addReply("cancel-pickup", pickups::cancel);
        addReply("track", this::track);
        UspsReplyVariants.ALL.forEach(this::addVariant);
        new SimulatedWebTools(account, soldLabels, journey).openAt(this);
    }

    private SimulatedResponse authorizePayment(SimulatedRequest request) {
        List<JsonObject> roles = SimulatedRequest.list(request.json(), "roles");
        Optional<JsonObject> payer = role(roles, "PAYER");
        if (payer.isEmpty()) {
            return refusal("160228", "roles", "PAYER is required");
        }
        if (role(roles, "LABEL_OWNER").isEmpty()) {
            return refusal("160229", "roles", "LABEL_OWNER is required");
        }
        for (String wanted : List.of("CRID", "MID", "manifestMID")) {
            if (roles.stream().anyMatch(role -> role.getString(wanted, "").isBlank())) {
                return refusal("160218", "roles", "requires " + wanted);
            }
        }
        if (!"EPS".equals(payer.get().getString("accountType"))
                || !account.number().equals(payer.get().getString("accountNumber"))) {
            return refusal("100001", "roles", "Could not find an EPS Account with that number.");
        }
        return SimulatedResponse.ok(request.json().put("paymentAuthorizationToken", newPaymentToken()));
    }

    private static Optional<JsonObject> role(List<JsonObject> roles, String name) {
        return roles.stream()
                .filter(role -> name.equals(role.getString("roleName")))
                .findFirst();
    }

    private SimulatedResponse options(SimulatedRequest request) {
        JsonObject body = request.json();
        if (SimulatedRequest.at(body, "packageDescription").getDouble("weight") > POUNDS_LIMIT) {
            return refusal("030004", "packageDescription.weight", "Package weight does not qualify for this product.");
        }
        if (body.getString("destinationZIPCode").startsWith("000")) {
            return refusal("160244", "destinationZIPCode", "ZIP Code is not valid");
        }
        LocalDate mailed =
                LocalDate.parse(SimulatedRequest.at(body, "packageDescription").getString("mailingDate"));
        LocalDate today = UspsLabels.today(clock);
        if (mailed.isBefore(today) || mailed.isAfter(today.plusDays(MAILING_DAYS))) {
            return refusal("030003", "packageDescription.mailingDate", "The provided mailing date is not supported.");
        }
        return SimulatedResponse.ok(UspsTariff.options(body));
    }

    private SimulatedResponse internationalRates(SimulatedRequest request) {
        JsonObject body = request.json();
        if (body.getDouble("weight") > POUNDS_LIMIT) {
            return refusal("030009", "weight", "The weight exceeds the maximum for the destination country.");
        }
        if (UNSERVED.contains(body.getString("destinationCountryCode"))) {
            return refusal(
                    "030013", "destinationCountryCode", "No country group was found for the destination country.");
        }
        return SimulatedResponse.ok(UspsInternationalTariff.rates(body));
    }

    private static SimulatedResponse validate(SimulatedRequest request) {
        String secondary = request.query("secondaryAddress").orElse("");
        StreetDirectory.Entry found = StreetDirectory.find(
                request.query("streetAddress").orElse("") + " " + secondary,
                request.query("city").orElse(""),
                request.query("state").orElse(""),
                request.query("ZIPCode").orElse(""));
        return switch (found.match()) {
            case NONE -> notFound("There is no match for the address requested.");
            case SEVERAL -> notFound("More than one address was found matching the requested address.");
            case EXACT -> SimulatedResponse.ok(standardized(found, "Y"));
            case APARTMENT_MISSING -> SimulatedResponse.ok(standardized(found, "D"));
        };
    }

    private static JsonObject standardized(StreetDirectory.Entry found, String confirmation) {
        return new JsonObject()
                .put(
                        "address",
                        new JsonObject()
                                .put("streetAddress", found.street())
                                .put("city", found.city())
                                .put("state", found.state())
                                .put("ZIPCode", found.zip())
                                .put("ZIPPlus4", found.plus4()))
                .put(
                        "additionalInfo",
                        new JsonObject()
                                .put("deliveryPoint", "01")
                                .put("carrierRoute", "C012")
                                .put("DPVConfirmation", confirmation)
                                .put("DPVCMRA", "N")
                                .put("business", found.residential() ? "N" : "Y")
                                .put("centralDeliveryPoint", "N")
                                .put("vacant", "N"))
                .put("corrections", new JsonArray())
                .put("matches", new JsonArray().add(new JsonObject().put("code", "31")));
    }

    /** The Addresses API has no codes. */
    private static SimulatedResponse notFound(String message) {
        return SimulatedResponse.json(
                404,
                new JsonObject()
                        .put("apiVersion", "v3")
                        .put(
                                "error",
                                new JsonObject()
                                        .put("code", "404")
                                        .put("message", message)
                                        .put("errors", new JsonArray())));
    }

    private SimulatedResponse track(SimulatedRequest request) {
        return soldLabels
                .byTrackingNumber(code(), request.pathParam("number"))
                .map(sale -> SimulatedResponse.ok(UspsTrackingScans.tracking(sale, journey)))
                .orElseGet(() -> refusal(
                        "150002",
                        "trackingNumber",
                        "7: The tracking number may be incorrect or the status update is not yet available. "
                                + "Please verify your tracking number and try again later. -"));
    }
}
