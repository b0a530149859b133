package com.vantage.shipping.telemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** An OpenTelemetry collector for tests: OTLP over HTTP, in protobuf. */
public final class Collector implements AutoCloseable {
    private static final HexFormat HEX = HexFormat.of();

    private final HttpServer server;
    private final List<byte[]> bodies = new CopyOnWriteArrayList<>();
    private final List<ResourceSpans> received = new CopyOnWriteArrayList<>();

    /** A span, with ids in hex as in {@code traceparent}. */
    record Told(String trace, String id, String parent, Span span) {
        String name() {
            return span.getName();
        }

        Map<String, String> attributes() {
            return of(span.getAttributesList());
        }

        String attribute(String name) {
            return attributes().getOrDefault(name, "");
        }

        boolean isOf(Span.SpanKind kind) {
            return span.getKind() == kind;
        }

        /** Ids of the linked traces. */
        List<String> linked() {
            return span.getLinksList().stream()
                    .map(link -> HEX.formatHex(link.getTraceId().toByteArray()))
                    .toList();
        }
    }

    private Collector(HttpServer server) {
        this.server = server;
    }

    public static Collector start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            Collector collector = new Collector(server);
            server.createContext("/v1/traces", collector::take);
            server.start();
            return collector;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Told> spans() {
        return received.stream()
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .flatMap(scope -> scope.getSpansList().stream())
                .map(Collector::told)
                .toList();
    }

    /** Attributes of the resource. */
    Map<String, String> resource() {
        return of(received.getFirst().getResource().getAttributesList());
    }

    /** All request bodies as text: protobuf contains strings unencoded. */
    Stream<String> everything() {
        return bodies.stream().map(body -> new String(body, StandardCharsets.UTF_8));
    }

    int requests() {
        return bodies.size();
    }

    private void take(HttpExchange exchange) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        exchange.getRequestBody().transferTo(body);
        bodies.add(body.toByteArray());
        received.addAll(ExportTraceServiceRequest.parseFrom(body.toByteArray()).getResourceSpansList());
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private static Told told(Span span) {
        return new Told(
                HEX.formatHex(span.getTraceId().toByteArray()),
                HEX.formatHex(span.getSpanId().toByteArray()),
                HEX.formatHex(span.getParentSpanId().toByteArray()),
                span);
    }

    private static Map<String, String> of(List<KeyValue> attributes) {
        Map<String, String> named = new TreeMap<>();
        attributes.forEach(attribute -> named.put(
                attribute.getKey(),
                switch (attribute.getValue().getValueCase()) {
                    case STRING_VALUE -> attribute.getValue().getStringValue();
                    case INT_VALUE -> Long.toString(attribute.getValue().getIntValue());
                    case BOOL_VALUE -> Boolean.toString(attribute.getValue().getBoolValue());
                    default -> attribute.getValue().toString();
                }));
        return named;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
