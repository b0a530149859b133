package com.vantage.shipping.telemetry;

import io.quarkiverse.loggingjson.JsonGenerator;
import io.quarkiverse.loggingjson.JsonProvider;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.jboss.logmanager.ExtLogRecord;
import org.jspecify.annotations.Nullable;

/** Says in each line of JSON which request, and which trace, it belongs to. */
@Singleton
final class ContextFields implements JsonProvider {
    /** As the framework calls them. */
    static final String TRACE = "traceId";

    private static final String SPAN = "spanId";
    private static final String REQUEST = "request_id";

    @Override
    public void writeTo(JsonGenerator json, ExtLogRecord line) throws IOException {
        if (isOfRequest(line)) {
            return; // which tells them itself: at its end they are gone
        }
        write(json, "request_id", line.getMdc(REQUEST));
        write(json, "trace_id", line.getMdc(TRACE));
        write(json, "span_id", line.getMdc(SPAN));
    }

    private static boolean isOfRequest(ExtLogRecord line) {
        Object[] parameters = line.getParameters();
        return parameters != null && parameters.length == 1 && parameters[0] instanceof RequestLine;
    }

    private static void write(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }
}
