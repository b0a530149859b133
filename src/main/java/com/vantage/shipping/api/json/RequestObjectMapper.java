package com.vantage.shipping.api.json;

import static com.fasterxml.jackson.databind.cfg.CoercionInputShape.Boolean;
import static com.fasterxml.jackson.databind.cfg.CoercionInputShape.EmptyArray;
import static com.fasterxml.jackson.databind.cfg.CoercionInputShape.EmptyString;
import static com.fasterxml.jackson.databind.cfg.CoercionInputShape.Float;
import static com.fasterxml.jackson.databind.cfg.CoercionInputShape.Integer;
import static com.fasterxml.jackson.databind.cfg.CoercionInputShape.String;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import jakarta.inject.Singleton;
import jakarta.ws.rs.ConstrainedTo;
import jakarta.ws.rs.RuntimeType;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.Provider;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Provides the strict {@link ObjectMapper} for request bodies: UTF-8 only, no duplicate names, no coercion of types ({@code
 * "32"} is not a number). {@link RequestDeserializers} reads texts, codes and dates. The service's own JSON, for example in Redis,
 * is read by the plain mapper.
 */
@Provider
@ConstrainedTo(RuntimeType.SERVER)
@Singleton
final class RequestObjectMapper implements ContextResolver<ObjectMapper> {
    /** Generous: valid requests are about six levels deep, and their numbers have up to twelve digits. */
    private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxNestingDepth(32)
            .maxNumberLength(100)
            .maxNameLength(1_000)
            .build();

    private final ObjectMapper json;

    RequestObjectMapper(ObjectMapper base) {
        json = base.copy()
                .registerModule(new SimpleModule("requests")
                        .addDeserializer(String.class, new RequestDeserializers.Text())
                        .addDeserializer(Integer.class, new RequestDeserializers.WholeNumber())
                        .addDeserializer(LocalDate.class, new RequestDeserializers.CalendarDay())
                        .addDeserializer(Instant.class, new RequestDeserializers.PointInTime())
                        .setDeserializerModifier(new Enums()))
                .addHandler(new UnknownFields.Handler())
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                // For the items of batches, which are read as trees first
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
        constrain(json.getFactory());
        rejectCoercions(json);
    }

    @Override
    public ObjectMapper getContext(Class<?> type) {
        return json;
    }

    /** The non-deprecated way is the factory's builder, but this factory is already built. */
    @SuppressWarnings("deprecation")
    private static void constrain(JsonFactory factory) {
        factory.setStreamReadConstraints(CONSTRAINTS);
        // RFC 8259, 8.1: JSON is UTF-8
        factory.disable(JsonFactory.Feature.CHARSET_DETECTION);
    }

    private static void rejectCoercions(ObjectMapper json) {
        reject(json, LogicalType.Float, String, EmptyString, Boolean);
        reject(json, LogicalType.Boolean, String, EmptyString, Integer, Float);
        reject(json, LogicalType.Collection, EmptyString);
        reject(json, LogicalType.POJO, EmptyString, EmptyArray);
    }

    private static void reject(ObjectMapper json, LogicalType target, CoercionInputShape... shapes) {
        for (CoercionInputShape shape : shapes) {
            json.coercionConfigFor(target).setAcceptBlankAsEmpty(false).setCoercion(shape, CoercionAction.Fail);
        }
    }

    private static final class Enums extends BeanDeserializerModifier {
        private static final long serialVersionUID = 1L;

        @Override
        public JsonDeserializer<?> modifyEnumDeserializer(
                DeserializationConfig config,
                JavaType type,
                BeanDescription description,
                JsonDeserializer<?> original) {
            return new RequestDeserializers.Code(type.getRawClass());
        }
    }
}
