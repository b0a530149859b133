package com.vantage.shipping.telemetry;

import io.quarkiverse.loggingjson.JsonGenerator;
import io.quarkiverse.loggingjson.JsonProvider;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.jboss.logmanager.ExtLogRecord;
import org.jspecify.annotations.Nullable;

/** Adds the ids of request, trace and span to each JSON log line. */
@Singleton
final class LogCorrelationFields implements JsonProvider {
    /** Keys in the MDC, set by the framework. */
    static final String TRACE = "traceId";

    private static final String SPAN = "spanId";
    private static final String REQUEST = "request_id";

    @Override
    public void writeTo(JsonGenerator json, ExtLogRecord line) throws IOException {
        if (isOfRequest(line)) {
            return; // it has them itself, because the MDC is cleared by then
        }
        write(json, "request_id", line.getMdc(REQUEST));
        write(json, "trace_id", line.getMdc(TRACE));
        write(json, "span_id", line.getMdc(SPAN));
    }

    private static boolean isOfRequest(ExtLogRecord line) {
        Object[] parameters = line.getParameters();
        return parameters != null && parameters.length == 1 && parameters[0] instanceof RequestLogEntry;
    }

    private static void write(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }
}
