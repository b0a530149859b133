package com.vantage.shipping.carrier;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.module.blackbird.BlackbirdModule;
import org.jspecify.annotations.Nullable;

/** Lenient reading of carriers' JSON, and writing without absent fields. */
public final class WireJson {
    private static final JsonMapper TREE = lenient().build();

    private WireJson() {}

    /** A builder of a lenient mapper with lowerCamelCase names, which may be changed. */
    public static JsonMapper.Builder lenient() {
        return JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.LOWER_CAMEL_CASE)
                // Carriers send a list of one as its element,
                .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
                // and an empty string in place of an absent object.
                .enable(DeserializationFeature.ACCEPT_EMPTY_STRING_AS_NULL_OBJECT)
                .annotationIntrospector(new UnknownFieldsSkipper())
                .addHandler(new MistypedFieldHandler())
                .addModule(new BlackbirdModule())
                .addModule(new SimpleModule().addDeserializer(String.class, new WireText.Deserializer()))
                .nodeFactory(new WireText.Nodes())
                // By default any number but 0 is true.
                .withCoercionConfig(
                        LogicalType.Boolean,
                        change -> change.setCoercion(CoercionInputShape.Integer, CoercionAction.AsNull))
                .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, null));
    }

    /** Parses a body as a tree; an empty object if it is not JSON. */
    public static JsonNode tree(@Nullable String body) {
        try {
            JsonNode root = body == null ? null : TREE.readTree(body);
            return root == null ? TREE.createObjectNode() : root;
        } catch (JsonProcessingException e) {
            return TREE.createObjectNode();
        }
    }

    /**
     * Skips unknown fields while an object is read. Without this, Jackson buffers them until it has created the record, to ignore
     * them then.
     */
    private static final class UnknownFieldsSkipper extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public JsonIgnoreProperties.Value findPropertyIgnoralByName(MapperConfig<?> config, Annotated type) {
            return super.findPropertyIgnoralByName(config, type).withIgnoreUnknown();
        }
    }
}
