package com.vantage.shipping.fuzz;

import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A generated request.
 *
 * @param description short description of what is valid or invalid
 * @param target request target: path and query
 * @param allowed expected statuses; any below 500 if empty
 * @param invalidLocation what an error must name: the pointer of a field, or the name of a parameter or header
 */
record FuzzRequest(
        Kind kind,
        String description,
        String method,
        String target,
        Map<String, String> headers,
        @Nullable Buffer body,
        Set<Integer> allowed,
        @Nullable String invalidLocation) {

    enum Kind {
        VALID("valid"),
        NEARLY_VALID("nearly valid"),
        HOSTILE("hostile");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    static FuzzRequest of(Kind kind, String idea, String method, String target) {
        return new FuzzRequest(kind, idea, method, target, Map.of(), null, Set.of(), null);
    }

    FuzzRequest as(Kind other, String otherDescription) {
        return new FuzzRequest(other, otherDescription, method, target, headers, body, Set.of(), null);
    }

    FuzzRequest allow(Integer... statuses) {
        return allow(Set.of(statuses));
    }

    FuzzRequest allow(Set<Integer> statuses) {
        return new FuzzRequest(kind, description, method, target, headers, body, statuses, invalidLocation);
    }

    FuzzRequest invalidAt(@Nullable String place) {
        return new FuzzRequest(kind, description, method, target, headers, body, allowed, place);
    }

    FuzzRequest at(String otherTarget) {
        return new FuzzRequest(kind, description, method, otherTarget, headers, body, allowed, invalidLocation);
    }

    FuzzRequest by(String otherMethod) {
        return new FuzzRequest(kind, description, otherMethod, target, headers, body, allowed, invalidLocation);
    }

    FuzzRequest with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new FuzzRequest(kind, description, method, target, more, body, allowed, invalidLocation);
    }

    FuzzRequest json(String text) {
        return json(Buffer.buffer(text));
    }

    FuzzRequest json(Buffer bytes) {
        return new FuzzRequest(kind, description, method, target, headers, bytes, allowed, invalidLocation)
                .with("Content-Type", headers.getOrDefault("Content-Type", "application/json"));
    }

    /** The path without query and matrix parameters. */
    String path() {
        return target.replaceFirst("[?;].*", "");
    }

    /** Whether the request addresses the operation at its path: no path traversal and a valid method. */
    boolean isPlain() {
        return method.matches("[A-Z]+") && !target.contains("/..");
    }

    /** A curl command that repeats the request, with the token in {@code $TOKEN}. */
    String curl(String url) {
        String told = headers.entrySet().stream()
                .map(header -> " -H " + quoted(header.getKey() + ": " + header.getValue()))
                .collect(Collectors.joining());
        return "curl -i --path-as-is -X " + quoted(method) + " " + quoted(url + target)
                + " -H \"Authorization: Bearer $TOKEN\"" + told + data();
    }

    private String data() {
        Buffer bytes = body;
        if (bytes == null) {
            return "";
        }
        String text = bytes.toString();
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7f)
                ? " --data-raw " + quoted(text)
                : " --data-binary @<(echo " + HexFormat.of().formatHex(bytes.getBytes()) + " | xxd -r -p)";
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
