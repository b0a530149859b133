package com.vantage.shipping.fuzz;

import com.vantage.shipping.fuzz.FuzzRequest.Kind;
import com.vantage.shipping.openapi.ApiDocument;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Generates hostile requests: malformed bodies, path traversal, unknown methods. */
final class FuzzAttacks {
    private final ApiDocument document;
    private final FuzzRequests requests;
    private final List<ApiDocument.Place> withBody;

    FuzzAttacks(ApiDocument document, FuzzRequests requests) {
        this.document = document;
        this.requests = requests;
        this.withBody = document.places().stream()
                .filter(place -> requests.schema(place).isPresent())
                .toList();
    }

    Arbitrary<FuzzRequest> all() {
        return Arbitraries.frequencyOf(
                Tuple.of(5, Arbitraries.of(withBody).flatMap(this::bodies)),
                Tuple.of(2, paths()),
                Tuple.of(2, methods()));
    }

    private Arbitrary<FuzzRequest> bodies(ApiDocument.Place place) {
        FuzzRequest request = FuzzRequest.of(Kind.HOSTILE, "", place.method(), FuzzWords.withMissingIds(place.path()));
        JsonObject schema = requests.schema(place).orElseThrow();
        Arbitrary<String> valid = requests.body(place, schema).map(Object::toString);
        Arbitrary<String> invalid =
                Arbitraries.of(noObjects()).filter(text -> !text.equals("{}") || schema.containsKey("required"));
        return Arbitraries.frequencyOf(
                Tuple.of(3, invalid.map(text -> refused(request, "not an object", text))),
                Tuple.of(3, truncated(valid).map(text -> refused(request, "truncated", text))),
                Tuple.of(2, noise().map(bytes -> refused(request, "random bytes", bytes))),
                Tuple.of(2, valid.flatMap(FuzzAttacks::damaged).map(bytes -> tolerated(request, "damaged bytes")
                        .json(bytes))),
                Tuple.of(
                        2,
                        valid.flatMap(text -> Arbitraries.of(encodings(text)))
                                .map(bytes -> refused(request, "another encoding", bytes))),
                Tuple.of(
                        1,
                        valid.flatMap(text -> Arbitraries.of(decorated(text)))
                                .map(text -> refused(request, "not quite JSON", text))),
                Tuple.of(1, valid.flatMap(text -> Arbitraries.of(strange(text))).map(text -> tolerated(
                                request, "strange JSON")
                        .json(text))),
                Tuple.of(1, Arbitraries.of(1, 2, 1_000, 100_000).map(more -> tolerated(request, "too large")
                        .json("{\"note\":\"" + "x".repeat(maxBytes(request) - 11 + more) + "\"}")
                        .allow(413))));
    }

    private static int maxBytes(FuzzRequest request) {
        return (request.path().endsWith("/batch") ? 512 : 64) * 1024;
    }

    private static FuzzRequest tolerated(FuzzRequest request, String description) {
        return request.as(Kind.HOSTILE, description);
    }

    private static FuzzRequest refused(FuzzRequest request, String description, String body) {
        return tolerated(request, description).json(body).allow(400);
    }

    private static FuzzRequest refused(FuzzRequest request, String description, Buffer body) {
        return tolerated(request, description).json(body).allow(400);
    }

    private static List<String> noObjects() {
        return List.of(
                "",
                " ",
                "null",
                "true",
                "7",
                "1e999999999",
                "\"text\"",
                "[]",
                "[{}]",
                "{}",
                "{\"\":\"\"}",
                "nul",
                "{\"origin\"}",
                "<xml/>",
                "origin=10001&destination=90210",
                "[".repeat(30_000),
                "{\"a\":".repeat(10_000),
                "{\"origin\":".repeat(5_000),
                "{\"packages\":[" + "[".repeat(20_000),
                "{\"x\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}",
                "{\"packages\":[" + "{},".repeat(15_000) + "{}]}",
                "{\"packages\":[" + "null,".repeat(10_000) + "null]}",
                "{\"x\":" + "9".repeat(60_000) + "}",
                "{\"deadline_ms\":" + "9".repeat(60_000) + "}");
    }

    private static Arbitrary<String> truncated(Arbitrary<String> valid) {
        return valid.flatMap(
                text -> Arbitraries.integers().between(1, text.length() - 1).map(end -> text.substring(0, end)));
    }

    private static Arbitrary<Buffer> noise() {
        return Arbitraries.bytes()
                .array(byte[].class)
                .ofMinSize(1)
                .ofMaxSize(300)
                .map(Buffer::buffer);
    }

    /** Replaces one byte. */
    private static Arbitrary<Buffer> damaged(String valid) {
        byte[] bytes = valid.getBytes(StandardCharsets.UTF_8);
        return Combinators.combine(Arbitraries.integers().between(0, bytes.length - 1), Arbitraries.bytes())
                .as((place, other) -> Buffer.buffer(bytes).setByte(place, other));
    }

    private static List<Buffer> encodings(String valid) {
        String german = valid.replaceFirst("\\{", "{\"note\":\"Stra\u00dfe\",");
        return List.of(
                Buffer.buffer(valid.getBytes(StandardCharsets.UTF_16)),
                Buffer.buffer(valid.getBytes(StandardCharsets.UTF_16LE)),
                Buffer.buffer(valid.getBytes(StandardCharsets.UTF_16BE)),
                Buffer.buffer(valid.getBytes(StandardCharsets.UTF_32BE)),
                Buffer.buffer(german.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static List<String> decorated(String valid) {
        return Stream.of(
                        valid + "{}",
                        valid + "]",
                        valid + " x",
                        "/* */" + valid,
                        valid.replace("\"", "'"),
                        valid.replace(":", "="),
                        valid.replaceFirst("}$", ",}"),
                        valid.replaceFirst("\"(\\w+)\":", "$1:"),
                        valid.replaceFirst("\\{", "{\"a\":NaN,"),
                        valid.replaceFirst("\\{", "{\"a\":01,"),
                        valid.replaceFirst("\\{", "{\"a\":1,\"a\":2,"),
                        valid.replaceFirst("\\{", "{\"a\":\"line\nbreak\","))
                // An object without fields has nothing to replace
                .filter(text -> !text.equals(valid))
                .toList();
    }

    /** Valid JSON with unusual unknown fields, which a quote accepts. */
    private static List<String> strange(String valid) {
        return List.of(
                valid.replaceFirst("\\{", "{\"__proto__\":{\"admin\":true},"),
                valid.replaceFirst("\\{", "{\"@class\":\"java.lang.ProcessBuilder\","),
                valid.replaceFirst("\\{", "{\"a\\u0000b\":null,"),
                valid.replaceFirst("\\{", "{\"" + "k".repeat(30_000) + "\":1,"),
                valid.replaceFirst("\\{", "{" + manyFields() + ","),
                valid.replaceFirst("\\{", "{\"note\":\"\\ud800\","),
                "\ufeff" + valid,
                valid + "\n\t ".repeat(2_000));
    }

    private static String manyFields() {
        return IntStream.range(0, 3_000).mapToObj(i -> "\"f" + i + "\":0").collect(Collectors.joining(","));
    }

    private Arbitrary<FuzzRequest> paths() {
        Arbitrary<String> known = Arbitraries.of(document.places()).map(ApiDocument.Place::path);
        Arbitrary<String> tricked = known.flatMap(path -> Arbitraries.of(
                path + "/",
                path + "//",
                "/" + path,
                path.replace("/", "//"),
                path + "/..",
                path + "/../create",
                "/x/.." + path,
                path.replace("/shipments", "/./shipments"),
                path.replace("/shipments", "/%2e%2e/v2/shipments"),
                path.replace("/", "%2f"),
                path.replace("/", "\\"),
                path.replace("shipments", "SHIPMENTS"),
                path.replace("shipments", "%73hipments"),
                path + "%00",
                path + ";jsessionid=1",
                path + ";" + "x".repeat(500),
                path + "%",
                path + "%zz",
                path + "?%zz",
                path + "?limit=%",
                path + "?limit=1&limit=2",
                path + "?" + "a&".repeat(1_500),
                path + "?=&&==",
                path + "?" + "\u00ff".repeat(3),
                path + "#fragment",
                path + ".json",
                path + "/" + "a/".repeat(500)));
        Arbitrary<String> elsewhere = Arbitraries.of(
                "/",
                "//",
                "/%",
                "/..",
                "/../../etc/passwd",
                "/q/health",
                "/q/metrics",
                "/q/dev",
                "/api/v2/openapi?format=%00",
                "/api/v2/docs/..%2f..%2f",
                "/api/v2/docs/%2e%2e/openapi",
                "/.git/config",
                "/api/v1/shipments",
                "/api/v2",
                "/favicon.ico");
        return Combinators.combine(
                        Arbitraries.frequencyOf(Tuple.of(4, tricked), Tuple.of(1, elsewhere)),
                        Arbitraries.of("GET", "POST", "DELETE"))
                .as((path, method) -> FuzzRequest.of(Kind.HOSTILE, "path", method, path));
    }

    private Arbitrary<FuzzRequest> methods() {
        return Combinators.combine(
                        Arbitraries.of(document.places()),
                        Arbitraries.of(
                                "PUT",
                                "PATCH",
                                "DELETE",
                                "HEAD",
                                "OPTIONS",
                                "TRACE",
                                "FOO",
                                "get",
                                "PROPFIND",
                                "M-SEARCH",
                                "X".repeat(200),
                                "GET",
                                "POST"))
                .as((place, method) ->
                        FuzzRequest.of(Kind.HOSTILE, "method", method, FuzzWords.withMissingIds(place.path())));
    }
}
