package com.vantage.shipping.carrier;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A request that a simulated carrier received. */
record SentRequest(String method, String path, Map<String, String> query, Map<String, String> headers, String body) {
    static final String FORM = "application/x-www-form-urlencoded";

    private static final ObjectMapper JSON = JsonMapper.builder()
            // As doubles, 0.1 is not a multiple of 0.01.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

    static SentRequest of(JsonObject received) {
        Map<String, String> headers = new LinkedHashMap<>();
        received.getJsonObject("headers").forEach(header -> headers.put(header.getKey(), (String) header.getValue()));
        return new SentRequest(
                received.getString("method"),
                received.getString("path"),
                pairs(received.getString("query")),
                headers,
                received.getString("body"));
    }

    SentRequest withQuery(Map<String, String> other) {
        return new SentRequest(method, path, other, headers, body);
    }

    SentRequest withHeaders(Map<String, String> others) {
        return new SentRequest(method, path, query, others, body);
    }

    SentRequest withBody(String other) {
        return new SentRequest(method, path, query, headers, other);
    }

    /** A specification's path as a regular expression, with a group for each parameter. */
    static Pattern form(String path) {
        return Pattern.compile(PARAMETER.splitAsStream(path).map(Pattern::quote).collect(Collectors.joining("([^/]+)"))
                + (path.endsWith("}") ? "([^/]+)" : ""));
    }

    /** A query parameter or header as JSON of the schema's type, if it can be parsed. */
    static JsonNode typed(String text, JsonNode schema) {
        return switch (schema.path("type").asText()) {
            case "integer", "number" -> text.matches("-?\\d+(\\.\\d+)?") ? parse(text) : TextNode.valueOf(text);
            case "boolean" ->
                text.matches("true|false") ? BooleanNode.valueOf(text.equals("true")) : TextNode.valueOf(text);
            default -> TextNode.valueOf(text);
        };
    }

    /** Path parameters by name, for a path that this request matches. */
    Map<String, String> pathParameters(String declared) {
        Matcher values = form(declared).matcher(path);
        Map<String, String> parameters = new LinkedHashMap<>();
        if (values.matches()) {
            Matcher names = PARAMETER.matcher(declared);
            for (int group = 1; names.find(); group++) {
                parameters.put(names.group(1), values.group(group));
            }
        }
        return parameters;
    }

    String mediaType() {
        return headers.getOrDefault("content-type", "none")
                .replaceFirst(";.*", "")
                .strip();
    }

    JsonNode content() {
        if (!mediaType().equals(FORM)) {
            return parse(body);
        }
        ObjectNode form = JSON.createObjectNode();
        pairs(body).forEach(form::put);
        return form;
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("the request's body is not JSON: " + text, e);
        }
    }

    private static Map<String, String> pairs(String encoded) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : encoded.split("&", -1)) {
            int middle = pair.indexOf('=');
            if (middle > 0) {
                pairs.put(decoded(pair.substring(0, middle)), decoded(pair.substring(middle + 1)));
            }
        }
        return pairs;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
