package com.vantage.shipping.support;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Client of the sandbox's control API over HTTP, as tests may run in another class loader or process. */
public final class SandboxClient {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String url;

    public SandboxClient(String url) {
        this.url = url;
    }

    /** @param fault as in the control API: {@code hang}, or {@code throttle&seconds=7} */
    public void injectFault(String carrier, String operation, String fault) {
        send("PUT", "/faults/" + carrier + "/" + operation + "?fault=" + fault);
    }

    /** Sets a fixed reply for all requests. */
    public void stubReply(String carrier, String operation, int status, String mediaType, String body) {
        stubReply(carrier, operation, status, Map.of(), mediaType, body);
    }

    /** The same, with headers. */
    public void stubReply(
            String carrier, String operation, int status, Map<String, String> headers, String mediaType, String body) {
        String query = headers.entrySet().stream()
                .map(header -> "&header=" + encoded(header.getKey() + ":" + header.getValue()))
                .collect(Collectors.joining());
        send("PUT", "/replies/" + carrier + "/" + operation + "?status=" + status + query, mediaType, body);
    }

    /** The same, for requests whose path or body contains this text. */
    public void stubReply(
            String carrier, String operation, String matching, int status, String mediaType, String body) {
        send(
                "PUT",
                "/replies/" + carrier + "/" + operation + "?status=" + status + "&about=" + matching,
                mediaType,
                body);
    }

    /** Switches on a variant of the carrier's replies, or {@code all}. */
    public void varyReplies(String carrier, String variant) {
        send("PUT", "/shapes/" + carrier + "/" + variant);
    }

    /** The carrier's reply variants: {@code shape}, {@code operation}, {@code meaning}, {@code on}. */
    public List<JsonObject> replyVariants(String carrier) {
        return new JsonObject(send("GET", "/shapes"))
                .getJsonArray(carrier).stream().map(JsonObject.class::cast).toList();
    }

    /** Removes all faults. */
    public void clearFaults() {
        send("DELETE", "/faults");
        send("DELETE", "/shapes");
        send("DELETE", "/replies");
    }

    /** Switches off all reply variants. */
    public void restoreReplies() {
        send("DELETE", "/shapes");
    }

    public void clearRecords() {
        send("DELETE", "/received");
    }

    /** Revokes all tokens of all carriers. */
    public void revokeTokens() {
        send("DELETE", "/tokens");
    }

    public List<JsonObject> received(String carrier) {
        return new JsonArray(send("GET", "/received/" + carrier))
                .stream().map(JsonObject.class::cast).toList();
    }

    public List<JsonObject> received(String carrier, String operation) {
        return received(carrier).stream()
                .filter(request -> request.getString("operation").equals(operation))
                .toList();
    }

    public int count(String carrier, String operation) {
        return received(carrier, operation).size();
    }

    /** Number of open TCP connections to the carrier. */
    public int connections(String carrier) {
        return new JsonObject(send("GET", "/connections")).getInteger(carrier);
    }

    /** Labels sold with this reference. */
    public List<JsonObject> sold(String reference) {
        return new JsonArray(send("GET", "/ledger"))
                .stream()
                        .map(JsonObject.class::cast)
                        .filter(sale -> sale.getString("reference").equals(reference))
                        .toList();
    }

    public String token(String client, String subject, String scopes) {
        return send("GET", "/token?client=" + client + "&sub=" + subject + "&scope=" + encoded(scopes));
    }

    public String token(String scopes) {
        return token("shop", "shop", scopes);
    }

    /** A token that expired an hour ago. */
    public String expiredToken() {
        return send("GET", "/token?seconds=-3600");
    }

    private String send(String method, String path) {
        return send(method, path, "text/plain", "");
    }

    private String send(String method, String path, String mediaType, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", mediaType)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            var response = HTTP.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(method + " " + path + ": " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
