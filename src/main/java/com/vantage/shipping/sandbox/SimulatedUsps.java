package com.vantage.shipping.sandbox;

import static com.vantage.shipping.sandbox.UspsReplies.error;
import static com.vantage.shipping.sandbox.UspsReplies.refused;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * USPS's APIs v3: tokens, shipping options, payments, labels and tracking. Prices are {@link UspsTariff}'s business, Web
 * Tools {@link SimulatedWebTools}'s.
 */
final class SimulatedUsps extends SimulatedCarrier {
    private static final double POUNDS_LIMIT = 70;
    private static final int MAILING_DAYS = 30;

    private final Account account;
    private final Ledger ledger;
    private final Journey journey;
    private final Clock clock;
    private final UspsLabels labels;
    private final Set<String> paymentTokens = ConcurrentHashMap.newKeySet();

    SimulatedUsps(Vertx vertx, Timing timing, Account account, Ledger ledger, Journey journey) {
        this(vertx, timing, account, ledger, journey, Clock.systemUTC());
    }

    /** @param clock tells which day it is for USPS; what it sold and what travels has the clocks of these */
    SimulatedUsps(Vertx vertx, Timing timing, Account account, Ledger ledger, Journey journey, Clock clock) {
        super("usps", vertx, timing);
        this.account = account;
        this.clock = clock;
        this.labels = new UspsLabels(ledger, journey, clock);
        this.ledger = ledger;
        this.journey = journey;
        onOpen(Operation.TOKEN, HttpMethod.POST, "/oauth2/v3/token", this::token);
        on(Operation.TOKEN, HttpMethod.POST, "/payments/v3/payment-authorization", this::authorizePayment);
        on(Operation.QUOTE, HttpMethod.POST, "/shipments/v3/options/search", this::options);
        on(Operation.BUY, HttpMethod.POST, "/labels/v3/label", paid(labels::sell));
        on(Operation.FIND, HttpMethod.POST, "/labels/v3/label-reprint", paid(labels::reprint));
        on(Operation.CANCEL, HttpMethod.DELETE, "/labels/v3/label/:number", paid(labels::cancel));
        on(Operation.TRACK, HttpMethod.GET, "/tracking/v3/tracking/:number", this::track);
        UspsShapes.ALL.forEach(this::knows);
        new SimulatedWebTools(account, ledger, journey).openAt(this);
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

    private Replied options(Asked asked) {
        JsonObject body = asked.json();
        if (Asked.at(body, "packageDescription").getDouble("weight") > POUNDS_LIMIT) {
            return refused("030004", "packageDescription.weight", "Package weight does not qualify for this product.");
        }
        if (body.getString("destinationZIPCode").startsWith("000")) {
            return refused("160244", "destinationZIPCode", "ZIP Code is not valid");
        }
        LocalDate mailed = LocalDate.parse(Asked.at(body, "packageDescription").getString("mailingDate"));
        LocalDate today = UspsLabels.today(clock);
        if (mailed.isBefore(today) || mailed.isAfter(today.plusDays(MAILING_DAYS))) {
            return refused("030003", "packageDescription.mailingDate", "The provided mailing date is not supported.");
        }
        return Replied.ok(UspsTariff.options(body));
    }

    /** Label calls show a second token. */
    private Function<Asked, Replied> paid(Function<Asked, Replied> answer) {
        return asked -> asked.header("X-Payment-Authorization-Token")
                        .filter(paymentTokens::contains)
                        .isPresent()
                ? answer.apply(asked)
                : unauthorized();
    }

    private Replied track(Asked asked) {
        return ledger.byTrackingNumber(code(), asked.pathParam("number"))
                .map(sale -> Replied.ok(UspsScans.tracking(sale, journey)))
                .orElseGet(() -> refused(
                        "150002",
                        "trackingNumber",
                        "7: The tracking number may be incorrect or the status update is not yet available. "
                                + "Please verify your tracking number and try again later. -"));
    }
}
