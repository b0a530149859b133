package com.vantage.shipping.telemetry;

import io.quarkiverse.loggingjson.JsonGenerator;
import io.quarkiverse.loggingjson.providers.StructuredArgument;
import java.io.IOException;
import java.time.Duration;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A request in the request log: fields in JSON logs, a short text otherwise. Contains no caller-supplied text except for
 * the request id and the client name.
 *
 * @param route the path template; null if the path matches none
 * @param shipment the shipment id in the path
 * @param status 499 if the client disconnected before the response
 * @param bytesIn size of the request body
 * @param bytesOut size of the response body as sent
 * @param client the client of the token; null if no token was verified
 * @param problem the type of the problem, if the response is one
 * @param cache the header {@code X-Cache} of tracking
 * @param source the header {@code Data-Source} of reads
 * @param carriers outcomes by carrier code
 * @param trace null if there is none
 */
record RequestLogEntry(
        String method,
        @Nullable String route,
        @Nullable String shipment,
        int status,
        Duration duration,
        long bytesIn,
        long bytesOut,
        @Nullable String client,
        @Nullable String problem,
        @Nullable String cache,
        @Nullable String source,
        SortedMap<String, String> carriers,
        String requestId,
        @Nullable String trace)
        implements StructuredArgument {

    @Override
    public void writeTo(JsonGenerator json) throws IOException {
        text(json, "request_id", requestId);
        text(json, "trace_id", trace);
        text(json, "client", client);
        text(json, "method", method);
        text(json, "route", route);
        text(json, "shipment_id", shipment);
        json.writeNumberField("status", status);
        json.writeNumberField("duration_ms", duration.toMillis());
        json.writeNumberField("bytes_in", bytesIn);
        json.writeNumberField("bytes_out", bytesOut);
        text(json, "problem", problem);
        text(json, "cache", cache);
        text(json, "data_source", source);
        if (!carriers.isEmpty()) {
            json.writeObjectFieldStart("carriers");
            for (var carrier : carriers.entrySet()) {
                json.writeStringField(carrier.getKey(), carrier.getValue());
            }
            json.writeEndObject();
        }
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder()
                .append(method)
                .append(' ')
                .append(route == null ? "(no route)" : route)
                .append(' ')
                .append(status)
                .append(" in ")
                .append(duration.toMillis())
                .append(" ms");
        append(text, "problem", problem);
        append(text, "cache", cache);
        append(text, "data source", source);
        carriers.forEach((carrier, outcome) -> append(text, carrier, outcome));
        return text.toString();
    }

    private static void append(StringBuilder text, String name, @Nullable String value) {
        if (value != null) {
            text.append(", ").append(name).append(' ').append(value);
        }
    }
}
