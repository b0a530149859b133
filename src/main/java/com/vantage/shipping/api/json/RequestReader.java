package com.vantage.shipping.api.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads a part of a request body as if it were a body of its own. */
@Singleton
public final class RequestReader {
    private final RequestObjectMapper mapper;

    RequestReader(RequestObjectMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * Reads a part with the rules and errors of a body. Pointers in errors are relative to the part.
     *
     * @return absent if the part is {@code null}
     */
    public <T> @Nullable T read(JsonNode part, Class<T> type) throws IOException {
        ObjectMapper json = mapper.getContext(type);
        byte[] bytes = json.writeValueAsBytes(part);
        return type.cast(UnknownFields.check(() -> json.readValue(bytes, type)));
    }
}
