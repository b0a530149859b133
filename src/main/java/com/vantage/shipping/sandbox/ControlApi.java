package com.vantage.shipping.sandbox;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The sandbox's control API: faults, received requests, sold labels, tokens and their key. */
final class ControlApi {
    private static final String HELP = """
            The sandbox of shipping-service

            GET    /faults                       lists the current faults
            PUT    /faults/{carrier}/{operation}?fault=hang|slow|throttle|break|reset|cut|garble&seconds=5
                                                 sets a fault; seconds is for slow and throttle
            DELETE /faults/{carrier}/{operation} removes the fault
            DELETE /faults                       removes all faults
                   carrier: ups, fedex, usps or all; operation: quote, validate, buy, find, cancel, track, token
                   or all
            GET    /shapes                       lists each carrier's reply variants, and which are on
            PUT    /shapes/{carrier}/{shape}     switches a variant on; shape may be all
            DELETE /shapes/{carrier}/{shape}     switches a variant off
            DELETE /shapes                       switches all variants off
            PUT    /replies/{carrier}/{operation}?status=200&header=name:value
                                                 replies with this body, Content-Type and headers;
                                                 with &about=… only to requests whose path or body contains it
            DELETE /replies                      removes all such replies
            GET    /received/{carrier}           lists received requests with their simulated delays
            DELETE /received                     clears that list
            GET    /connections                  counts open connections to each carrier
            GET    /ledger                       lists the labels sold
            DELETE /tokens                       revokes all tokens of the carriers
            GET    /token?scope=…&client=…&sub=… creates an access token
            GET    /carriers                     opens the carrier health page with an operator's token
            GET    /jwks.json                    the public key of tokens

            Each carrier is a WireMock server, with WireMock's admin API (https://wiremock.org/docs/standalone/admin-api-reference/):
            GET    {carrier}/__admin/mappings    its stubs, including faults and replies
            POST   {carrier}/__admin/mappings    adds a stub, which precedes the carrier's own
            POST   {carrier}/__admin/mappings/reset
                                                 removes faults, replies and added stubs
                   {carrier}:""";

    /** Loopback only, as it grants tokens to anybody. */
    private static final String LOOPBACK = "127.0.0.1";

    private static final Duration TOKEN_LIFETIME = Duration.ofHours(12);

    private final List<SimulatedCarrier> carriers;
    private final SoldLabels soldLabels;
    private final DemoTokens tokens;
    private final HttpServer server;

    ControlApi(Vertx vertx, List<SimulatedCarrier> carriers, SoldLabels soldLabels, DemoTokens tokens) {
        this.carriers = carriers;
        this.soldLabels = soldLabels;
        this.tokens = tokens;
        Router router = Router.router(vertx);
        router.get("/").handler(context -> text(context, help()));
        router.get("/faults").handler(context -> json(context, faults()));
        router.put("/faults/:carrier/:operation").handler(context -> handle(context, this::setFault));
        router.delete("/faults/:carrier/:operation").handler(context -> handle(context, this::removeFault));
        router.delete("/faults").handler(context -> handle(context, this::removeFaults));
        router.get("/shapes").handler(context -> json(context, variants()));
        router.put("/shapes/:carrier/:shape").handler(context -> handle(context, this::enableVariant));
        router.delete("/shapes/:carrier/:shape").handler(context -> handle(context, this::disableVariant));
        router.delete("/shapes").handler(context -> handle(context, this::disableVariants));
        router.put("/replies/:carrier/:operation")
                .handler(BodyHandler.create(false).setBodyLimit(10_000_000))
                .handler(context -> handle(context, this::setReply));
        router.delete("/replies").handler(context -> handle(context, this::removeReplies));
        router.get("/received/:carrier").handler(context -> handle(context, this::received));
        router.delete("/received").handler(context -> handle(context, this::forgetRequests));
        router.get("/connections").handler(context -> json(context, connections()));
        router.get("/ledger").handler(context -> json(context, soldLabelsJson()));
        router.get("/token").handler(context -> handle(context, this::token));
        router.get("/carriers").handler(this::carrierHealth);
        router.delete("/tokens").handler(context -> handle(context, this::revokeTokens));
        router.get("/jwks.json")
                .handler(context -> json(context, tokens.keySet().encodePrettily()));
        this.server = vertx.createHttpServer(new HttpServerOptions()).requestHandler(router);
    }

    void start(int port) {
        Futures.await(server.listen(port, LOOPBACK));
    }

    void stop() {
        Futures.await(server.close());
    }

    int port() {
        return server.actualPort();
    }

    private String help() {
        return carriers.stream()
                .map(carrier -> " " + carrier.code() + " is " + carrier.url())
                .collect(Collectors.joining(",", HELP, "\n"));
    }

    private void setFault(RoutingContext context) {
        Duration duration = Duration.ofSeconds(Long.parseLong(query(context, "seconds", "5")));
        Fault fault = Fault.of(query(context, "fault", ""));
        forEachOperation(context, (carrier, operation) -> carrier.fail(operation, fault, duration));
        json(context, faults());
    }

    private void removeFault(RoutingContext context) {
        forEachOperation(context, SimulatedCarrier::heal);
        json(context, faults());
    }

    private void removeFaults(RoutingContext context) {
        carriers.forEach(SimulatedCarrier::heal);
        json(context, faults());
    }

    private void forEachOperation(RoutingContext context, BiConsumer<SimulatedCarrier, Operation> change) {
        String operation = String.valueOf(context.pathParam("operation"));
        List<Operation> operations = operation.equals("all")
                ? Arrays.stream(Operation.values())
                        .filter(each -> each != Operation.TOKEN)
                        .toList()
                : List.of(Operation.of(operation));
        carriers(context).forEach(carrier -> operations.forEach(each -> change.accept(carrier, each)));
    }

    private List<SimulatedCarrier> carriers(RoutingContext context) {
        String name = String.valueOf(context.pathParam("carrier"));
        List<SimulatedCarrier> found = carriers.stream()
                .filter(carrier -> name.equals("all") || carrier.code().equals(name))
                .toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException("unknown carrier " + name + "; expected ups, fedex, usps or all");
        }
        return found;
    }

    private String faults() {
        JsonObject json = new JsonObject();
        for (SimulatedCarrier carrier : carriers) {
            JsonObject carrierFaults = new JsonObject();
            carrier.faults().forEach((operation, fault) -> carrierFaults.put(operation.code(), new JsonObject(fault)));
            json.put(carrier.code(), carrierFaults);
        }
        return json.encodePrettily();
    }

    private void enableVariant(RoutingContext context) {
        String variant = String.valueOf(context.pathParam("shape"));
        carriers(context).forEach(carrier -> carrier.variants().enable(variant));
        json(context, variants());
    }

    private void disableVariant(RoutingContext context) {
        String variant = String.valueOf(context.pathParam("shape"));
        carriers(context).forEach(carrier -> carrier.variants().disable(variant));
        json(context, variants());
    }

    private void disableVariants(RoutingContext context) {
        carriers.forEach(carrier -> carrier.variants().disable("all"));
        json(context, variants());
    }

    private String variants() {
        JsonObject json = new JsonObject();
        for (SimulatedCarrier carrier : carriers) {
            JsonArray variants = new JsonArray();
            carrier.variants()
                    .all()
                    .forEach(variant -> variants.add(new JsonObject()
                            .put("shape", variant.name())
                            .put("operation", variant.operation().code())
                            .put("meaning", variant.description())
                            .put("on", carrier.variants().isEnabled(variant))));
            json.put(carrier.code(), variants);
        }
        return json.encodePrettily();
    }

    private void setReply(RoutingContext context) {
        String body = context.body().asString();
        String contentType = context.request().getHeader("Content-Type");
        SimulatedResponse reply = new SimulatedResponse(
                Integer.parseInt(query(context, "status", "200")),
                contentType == null ? "application/json" : contentType,
                body == null ? "" : body,
                headers(context));
        String matching = query(context, "about", "");
        forEachOperation(context, (carrier, operation) -> carrier.setReply(operation, matching, reply));
        json(context, "{}");
    }

    private void removeReplies(RoutingContext context) {
        carriers.forEach(SimulatedCarrier::removeReplies);
        json(context, "{}");
    }

    private void received(RoutingContext context) {
        JsonArray requests = new JsonArray();
        carriers(context).forEach(carrier -> carrier.received().forEach(request -> requests.add(request.toJson())));
        json(context, requests.encodePrettily());
    }

    private String connections() {
        JsonObject open = new JsonObject();
        carriers.forEach(carrier -> open.put(carrier.code(), carrier.openConnections()));
        return open.encodePrettily();
    }

    private void forgetRequests(RoutingContext context) {
        carriers.forEach(SimulatedCarrier::forgetRequests);
        json(context, "{}");
    }

    private void revokeTokens(RoutingContext context) {
        carriers.forEach(SimulatedCarrier::revokeTokens);
        json(context, "{}");
    }

    private String soldLabelsJson() {
        JsonArray sales = new JsonArray();
        soldLabels
                .sales()
                .forEach(sale -> sales.add(new JsonObject()
                        .put("carrier", sale.carrier())
                        .put("shipment", sale.shipment())
                        .put("tracking_number", sale.trackingNumber())
                        .put("reference", sale.reference())
                        .put("service", sale.service())
                        .put("cancelled", soldLabels.cancelledAt(sale).isPresent())
                        .put("at", sale.at().toString())));
        return sales.encodePrettily();
    }

    private void carrierHealth(RoutingContext context) {
        String token = tokens.token("operator", "operator", "shipping:ops", TOKEN_LIFETIME);
        context.redirect(SandboxMain.serviceUrl() + "/api/v2/carriers#token=" + token)
                .onFailure(closed -> {});
    }

    private void token(RoutingContext context) {
        text(
                context,
                tokens.token(
                        query(context, "client", "demo"),
                        query(context, "sub", "demo"),
                        query(context, "scope", DemoTokens.ALL_SCOPES),
                        Duration.ofSeconds(
                                Long.parseLong(query(context, "seconds", Long.toString(TOKEN_LIFETIME.toSeconds()))))));
    }

    private static Map<String, String> headers(RoutingContext context) {
        return context.queryParam("header").stream()
                .map(header -> header.split(":", 2))
                .collect(Collectors.toMap(header -> header[0], header -> header[1]));
    }

    private static String query(RoutingContext context, String name, String defaultValue) {
        @Nullable String value = context.request().getParam(name);
        return value == null ? defaultValue : value;
    }

    private static void handle(RoutingContext context, Consumer<RoutingContext> action) {
        try {
            action.accept(context);
        } catch (IllegalArgumentException e) {
            context.response()
                    .setStatusCode(400)
                    .putHeader("Content-Type", "text/plain; charset=utf-8")
                    .end(e.getMessage() + "\n")
                    .onFailure(closed -> {});
        }
    }

    private static void json(RoutingContext context, String body) {
        send(context, "application/json", body + "\n");
    }

    private static void text(RoutingContext context, String body) {
        send(context, "text/plain; charset=utf-8", body);
    }

    private static void send(RoutingContext context, String contentType, String body) {
        context.response().putHeader("Content-Type", contentType).end(body).onFailure(closed -> {});
    }
}
