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
                   carrier: ups, fedex, usps or all; operation: quote, buy, find, cancel, track, token or all
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

    private static final Duration WORKDAY = Duration.ofHours(12);

    private final List<SimulatedCarrier> carriers;
    private final Ledger ledger;
    private final DemoTokens tokens;
    private final HttpServer server;

    ControlApi(Vertx vertx, List<SimulatedCarrier> carriers, Ledger ledger, DemoTokens tokens) {
        this.carriers = carriers;
        this.ledger = ledger;
        this.tokens = tokens;
        Router router = Router.router(vertx);
        router.get("/").handler(context -> text(context, help()));
        router.get("/faults").handler(context -> json(context, faults()));
        router.put("/faults/:carrier/:operation").handler(context -> guarded(context, this::breakIt));
        router.delete("/faults/:carrier/:operation").handler(context -> guarded(context, this::mendIt));
        router.delete("/faults").handler(context -> guarded(context, this::mendAll));
        router.get("/shapes").handler(context -> json(context, shapes()));
        router.put("/shapes/:carrier/:shape").handler(context -> guarded(context, this::bend));
        router.delete("/shapes/:carrier/:shape").handler(context -> guarded(context, this::straighten));
        router.delete("/shapes").handler(context -> guarded(context, this::straightenAll));
        router.put("/replies/:carrier/:operation")
                .handler(BodyHandler.create(false).setBodyLimit(10_000_000))
                .handler(context -> guarded(context, this::answer));
        router.delete("/replies").handler(context -> guarded(context, this::answerFreely));
        router.get("/received/:carrier").handler(context -> guarded(context, this::received));
        router.delete("/received").handler(context -> guarded(context, this::forget));
        router.get("/connections").handler(context -> json(context, connections()));
        router.get("/ledger").handler(context -> json(context, sold()));
        router.get("/token").handler(context -> guarded(context, this::token));
        router.get("/carriers").handler(this::carrierHealth);
        router.delete("/tokens").handler(context -> guarded(context, this::revoke));
        router.get("/jwks.json")
                .handler(context -> json(context, tokens.keySet().encodePrettily()));
        this.server = vertx.createHttpServer(new HttpServerOptions()).requestHandler(router);
    }

    void start(int port) {
        Futures.on(server.listen(port, LOOPBACK));
    }

    void stop() {
        Futures.on(server.close());
    }

    int port() {
        return server.actualPort();
    }

    private String help() {
        return carriers.stream()
                .map(carrier -> " " + carrier.code() + " is " + carrier.url())
                .collect(Collectors.joining(",", HELP, "\n"));
    }

    private void breakIt(RoutingContext context) {
        Duration time = Duration.ofSeconds(Long.parseLong(query(context, "seconds", "5")));
        Fault fault = Fault.of(query(context, "fault", ""));
        each(context, (carrier, operation) -> carrier.fail(operation, fault, time));
        json(context, faults());
    }

    private void mendIt(RoutingContext context) {
        each(context, SimulatedCarrier::heal);
        json(context, faults());
    }

    private void mendAll(RoutingContext context) {
        carriers.forEach(SimulatedCarrier::heal);
        json(context, faults());
    }

    private void each(RoutingContext context, BiConsumer<SimulatedCarrier, Operation> change) {
        String operation = String.valueOf(context.pathParam("operation"));
        List<Operation> operations = operation.equals("all")
                ? Arrays.stream(Operation.values())
                        .filter(each -> each != Operation.TOKEN)
                        .toList()
                : List.of(Operation.of(operation));
        named(context).forEach(carrier -> operations.forEach(each -> change.accept(carrier, each)));
    }

    private List<SimulatedCarrier> named(RoutingContext context) {
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
            JsonObject broken = new JsonObject();
            carrier.faults().forEach((operation, fault) -> broken.put(operation.word(), new JsonObject(fault)));
            json.put(carrier.code(), broken);
        }
        return json.encodePrettily();
    }

    private void bend(RoutingContext context) {
        String shape = String.valueOf(context.pathParam("shape"));
        named(context).forEach(carrier -> carrier.shapes().switchOn(shape));
        json(context, shapes());
    }

    private void straighten(RoutingContext context) {
        String shape = String.valueOf(context.pathParam("shape"));
        named(context).forEach(carrier -> carrier.shapes().switchOff(shape));
        json(context, shapes());
    }

    private void straightenAll(RoutingContext context) {
        carriers.forEach(carrier -> carrier.shapes().switchOff("all"));
        json(context, shapes());
    }

    private String shapes() {
        JsonObject json = new JsonObject();
        for (SimulatedCarrier carrier : carriers) {
            JsonArray known = new JsonArray();
            carrier.shapes()
                    .known()
                    .forEach(shape -> known.add(new JsonObject()
                            .put("shape", shape.name())
                            .put("operation", shape.operation().word())
                            .put("meaning", shape.meaning())
                            .put("on", carrier.shapes().isOn(shape))));
            json.put(carrier.code(), known);
        }
        return json.encodePrettily();
    }

    private void answer(RoutingContext context) {
        String body = context.body().asString();
        String mediaType = context.request().getHeader("Content-Type");
        SimulatedResponse reply = new SimulatedResponse(
                Integer.parseInt(query(context, "status", "200")),
                mediaType == null ? "application/json" : mediaType,
                body == null ? "" : body,
                headers(context));
        String about = query(context, "about", "");
        each(context, (carrier, operation) -> carrier.answer(operation, about, reply));
        json(context, "{}");
    }

    private void answerFreely(RoutingContext context) {
        carriers.forEach(SimulatedCarrier::answerFreely);
        json(context, "{}");
    }

    private void received(RoutingContext context) {
        JsonArray requests = new JsonArray();
        named(context).forEach(carrier -> carrier.received().forEach(request -> requests.add(request.toJson())));
        json(context, requests.encodePrettily());
    }

    private String connections() {
        JsonObject open = new JsonObject();
        carriers.forEach(carrier -> open.put(carrier.code(), carrier.openConnections()));
        return open.encodePrettily();
    }

    private void forget(RoutingContext context) {
        carriers.forEach(SimulatedCarrier::forget);
        json(context, "{}");
    }

    private void revoke(RoutingContext context) {
        carriers.forEach(SimulatedCarrier::revokeTokens);
        json(context, "{}");
    }

    private String sold() {
        JsonArray sales = new JsonArray();
        ledger.sales()
                .forEach(sale -> sales.add(new JsonObject()
                        .put("carrier", sale.carrier())
                        .put("shipment", sale.shipment())
                        .put("tracking_number", sale.trackingNumber())
                        .put("reference", sale.reference())
                        .put("service", sale.service())
                        .put("cancelled", ledger.cancelledAt(sale).isPresent())
                        .put("at", sale.at().toString())));
        return sales.encodePrettily();
    }

    private void carrierHealth(RoutingContext context) {
        String token = tokens.token("operator", "operator", "shipping:ops", WORKDAY);
        context.redirect(SandboxMain.serviceUrl() + "/api/v2/carriers#token=" + token)
                .onFailure(gone -> {});
    }

    private void token(RoutingContext context) {
        text(
                context,
                tokens.token(
                        query(context, "client", "demo"),
                        query(context, "sub", "demo"),
                        query(context, "scope", DemoTokens.ALL_SCOPES),
                        Duration.ofSeconds(
                                Long.parseLong(query(context, "seconds", Long.toString(WORKDAY.toSeconds()))))));
    }

    private static Map<String, String> headers(RoutingContext context) {
        return context.queryParam("header").stream()
                .map(header -> header.split(":", 2))
                .collect(Collectors.toMap(header -> header[0], header -> header[1]));
    }

    private static String query(RoutingContext context, String name, String otherwise) {
        @Nullable String value = context.request().getParam(name);
        return value == null ? otherwise : value;
    }

    private static void guarded(RoutingContext context, Consumer<RoutingContext> action) {
        try {
            action.accept(context);
        } catch (IllegalArgumentException e) {
            context.response()
                    .setStatusCode(400)
                    .putHeader("Content-Type", "text/plain; charset=utf-8")
                    .end(e.getMessage() + "\n")
                    .onFailure(gone -> {});
        }
    }

    private static void json(RoutingContext context, String body) {
        send(context, "application/json", body + "\n");
    }

    private static void text(RoutingContext context, String body) {
        send(context, "text/plain; charset=utf-8", body);
    }

    private static void send(RoutingContext context, String mediaType, String body) {
        context.response().putHeader("Content-Type", mediaType).end(body).onFailure(gone -> {});
    }
}
