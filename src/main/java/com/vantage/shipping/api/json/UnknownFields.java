package com.vantage.shipping.api.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import jakarta.inject.Singleton;
import jakarta.ws.rs.ConstrainedTo;
import jakarta.ws.rs.RuntimeType;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rejects unknown fields in request bodies, so that a misspelt option cannot buy something else. A body type that is
 * {@link IgnoresUnknownFields} gets a list of them instead.
 */
@Provider
@ConstrainedTo(RuntimeType.SERVER)
@Singleton
public final class UnknownFields implements ReaderInterceptor {
    /** Bounds the response; a body may have thousands of unknown fields. */
    private static final int MAX_REPORTED = 20;

    /** Unknown fields, by JSON pointer, of the body that this thread reads. */
    private static final ScopedValue<Map<String, UnknownField>> UNKNOWN = ScopedValue.newInstance();

    /** @param object deserializer of the enclosing object, which knows the valid fields */
    private record UnknownField(String name, JsonDeserializer<?> object) {
        String detail() {
            Collection<Object> known = object.getKnownPropertyNames();
            List<String> names = known == null
                    ? List.of()
                    : known.stream().map(Objects::toString).toList();
            return "is not a known field; " + NameSuggestion.hint(name, names);
        }
    }

    /** A body type that tolerates unknown fields; the response must list them. */
    public interface IgnoresUnknownFields<T> {
        /**
         * Returns a copy of this body with the list of its ignored fields.
         *
         * @param pointers JSON pointers (RFC 6901), at most {@value UnknownFields#MAX_REPORTED}
         */
        T withIgnored(List<String> pointers);
    }

    @Override
    public @Nullable Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        return check(context::proceed);
    }

    /** Reads a body with this deserialization, and rejects or lists its unknown fields. */
    static @Nullable Object check(ScopedValue.CallableOp<@Nullable Object, IOException> deserialization)
            throws IOException {
        Map<String, UnknownField> unknown = new LinkedHashMap<>();
        Object body = ScopedValue.where(UNKNOWN, unknown).call(deserialization);
        if (unknown.isEmpty()) {
            return body;
        }
        if (body instanceof IgnoresUnknownFields<?> tolerant) {
            return tolerant.withIgnored(List.copyOf(unknown.keySet()));
        }
        SortedMap<String, String> details = new TreeMap<>();
        unknown.forEach((pointer, field) -> details.put(pointer, field.detail()));
        throw new UnknownFieldsException(details);
    }

    /** Records the unknown fields that Jackson reports. */
    static final class Handler extends DeserializationProblemHandler {
        @Override
        public boolean handleUnknownProperty(
                DeserializationContext context,
                JsonParser parser,
                JsonDeserializer<?> deserializer,
                Object target,
                String name)
                throws IOException {
            Map<String, UnknownField> unknown = UNKNOWN.get();
            if (unknown.size() < MAX_REPORTED) {
                unknown.put(pointer(context, parser, name), new UnknownField(name, deserializer));
            }
            parser.skipChildren();
            return true;
        }

        private static String pointer(DeserializationContext context, JsonParser parser, String name) {
            JsonStreamContext object = parser == context.getParser() ? direct(parser) : buffered(context.getParser());
            return object.pathAsPointer() + "/" + name.replace("~", "~0").replace("/", "~1");
        }

        /** The context of the object that contains the field; the parser is at the field's value. */
        private static JsonStreamContext direct(JsonParser parser) {
            JsonStreamContext at = parser.getParsingContext();
            return (parser.currentToken().isStructStart() ? at.getParent() : at).getParent();
        }

        /**
         * The same for a field that Jackson has buffered until it can construct the enclosing record, at its end or within it.
         * The buffer's parser does not know the location.
         */
        private static JsonStreamContext buffered(JsonParser source) {
            JsonStreamContext at = source.getParsingContext();
            return source.hasToken(JsonToken.END_OBJECT) ? at : at.getParent();
        }
    }
}
