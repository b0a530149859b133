package com.vantage.shipping.fuzz;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Raw requests that violate HTTP or are excessively long. */
final class FuzzWires {
    private static final String PATH = "/api/v2/shipments/rate-quote";

    private final String token;
    private final List<Wire> wires = new ArrayList<>();

    /**
     * @param isComplete whether the bytes resemble a request, so that a response is expected; else the connection is half-closed
     */
    record Wire(String description, Buffer bytes, boolean isComplete) {
        String printf(int port) {
            return "printf '%b' '" + escaped() + "' | nc -N 127.0.0.1 " + port;
        }

        private String escaped() {
            StringBuilder text = new StringBuilder();
            for (byte b : bytes.getBytes()) {
                text.append(b >= ' ' && b < 0x7f && b != '\'' && b != '\\' ? (char) b + "" : "\\x%02x".formatted(b));
            }
            return text.toString();
        }
    }

    FuzzWires(String token) {
        this.token = token;
    }

    List<Wire> all() {
        requestLines();
        headers();
        bodies();
        otherProtocols();
        return List.copyOf(wires);
    }

    private void requestLines() {
        http("a space in the path", "GET /api/v2/ship ments HTTP/1.1", "");
        http("NUL in the path", "GET /api/v2/ship\u0000ments HTTP/1.1", "");
        http("raw bytes in the path", "GET /api/v2/shipments/\u00ff\u00fe HTTP/1.1", "");
        http("bad percent-encoding in the path", "GET /api/v2/shipments/%zz HTTP/1.1", "");
        http("another host in the target", "GET http://127.0.0.2/api/v2/shipments HTTP/1.1", "");
        http("no path", "GET * HTTP/1.1", "");
        http("a path without a slash", "GET api/v2/shipments HTTP/1.1", "");
        http("a long path", "GET /api/v2/shipments/" + "a".repeat(5_000) + " HTTP/1.1", "");
        http("a very long path", "GET /api/v2/shipments/" + "a".repeat(15_000) + " HTTP/1.1", "");
        http("a long query", "GET /api/v2/shipments?cursor=" + "a".repeat(6_000) + " HTTP/1.1", "");
        http("a method of bytes", "G\u0001T /api/v2/shipments HTTP/1.1", "");
        http("HTTP/1.0", "GET /api/v2/shipments HTTP/1.0", "");
        http("CONNECT", "CONNECT 127.0.0.1:22 HTTP/1.1", "");
    }

    private void headers() {
        http("no host", "GET /api/v2/shipments HTTP/1.1", "");
        get("two hosts", "Host: a\r\nHost: b");
        get("an invalid host", "Host: a b%%%\u0001");
        get("NUL in a header", "X-Request-ID: a\u0000b");
        get("a header without a name", ": value");
        get("a header without a colon", "nonsense");
        get("a space before the colon", "X-Request-ID : a");
        get("a folded header", "X-Request-ID: a\r\n b");
        get("many headers", "X-A: b\r\n".repeat(1_500) + "X-B: c");
        get("a long header", "X-A: " + "b".repeat(10_000));
        get("headers that are too long", "X-A: " + "b".repeat(20_000));
        get("headers that are far too long", "X-A: " + "b".repeat(60_000));
        get("an unknown expectation", "Expect: a-miracle");
        get(
                "a websocket",
                "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAA");
        get("a range", "Range: bytes=0-0,5-");
        get("two tokens", "Authorization: Bearer a.b.c");
    }

    private void bodies() {
        post("a negative length", "Content-Length: -1", "{}");
        post("a length that is not a number", "Content-Length: abc", "{}");
        post("a length beyond numbers", "Content-Length: 99999999999999999999", "{}");
        post("a large length alone", "Content-Length: 1000000", "");
        post("two lengths", "Content-Length: 2\r\nContent-Length: 3", "{}");
        post("a length and chunks", "Content-Length: 2\r\nTransfer-Encoding: chunked", "2\r\n{}\r\n0\r\n\r\n");
        post("an unknown transfer encoding", "Transfer-Encoding: bogus", "{}");
        post("chunks", "Transfer-Encoding: chunked", "2\r\n{}\r\n0\r\n\r\n");
        post("many small chunks", "Transfer-Encoding: chunked", "1\r\n \r\n".repeat(3_000) + "0\r\n\r\n");
        post(
                "chunks that are too large",
                "Transfer-Encoding: chunked",
                ("1000\r\n" + " ".repeat(4096) + "\r\n").repeat(20) + "0\r\n\r\n");
    }

    private void otherProtocols() {
        wires.add(new Wire("nothing", Buffer.buffer(), false));
        wires.add(new Wire("an empty line", bytes("\r\n\r\n"), false));
        wires.add(new Wire("half a request line", bytes("GET /api"), false));
        wires.add(new Wire("half a header", bytes("GET /api/v2/shipments HTTP/1.1\r\nHost: a\r\nX-"), false));
        wires.add(new Wire(
                "chunks without a length",
                bytes("POST " + PATH + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n"),
                false));
        wires.add(new Wire(
                "less than announced",
                bytes("POST " + PATH + " HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{\"origin\":"),
                false));
        wires.add(new Wire(
                "TLS", Buffer.buffer(new byte[] {0x16, 0x03, 0x01, 0x00, 0x05, 0x01, 0x00, 0x00, 0x01, 0x03}), false));
        wires.add(new Wire("HTTP/2", bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\u0000\u0000\u0000\u0000\u0000"), false));
        wires.add(new Wire("HTTP/0.9", bytes("GET /api/v2/shipments\r\n\r\n"), false));
        wires.add(new Wire("HTTP/7.3", bytes("GET /api/v2/shipments HTTP/7.3\r\nHost: a\r\n\r\n"), false));
        wires.add(new Wire("a mail", bytes("EHLO example.com\r\n\r\n"), false));
    }

    private void get(String description, String header) {
        http(description, "GET /api/v2/shipments HTTP/1.1", "Host: localhost\r\n" + header + "\r\n");
    }

    private void http(String description, String line, String headers) {
        wires.add(new Wire(
                description,
                bytes(line + "\r\nAuthorization: Bearer " + token + "\r\nConnection: close\r\n" + headers + "\r\n"),
                true));
    }

    private void post(String description, String header, String body) {
        wires.add(new Wire(
                description,
                bytes("POST " + PATH + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                        + "\r\nContent-Type: application/json\r\nConnection: close\r\n" + header + "\r\n\r\n" + body),
                true));
    }

    private static Buffer bytes(String text) {
        return Buffer.buffer(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
