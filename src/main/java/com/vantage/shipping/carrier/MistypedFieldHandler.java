package com.vantage.shipping.carrier;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Treats fields of an unexpected type as absent, so that one changed field does not make the whole answer unreadable.
 * Text that is not JSON remains an error.
 */
final class MistypedFieldHandler extends DeserializationProblemHandler {
    @Override
    public @Nullable Object handleUnexpectedToken(
            DeserializationContext context, JavaType targetType, JsonToken token, JsonParser parser, String problem)
            throws IOException {
        if (targetType.isPrimitive()) {
            return NOT_HANDLED;
        }
        parser.skipChildren();
        return null;
    }

    /** Retries the conversion without surrounding white space. */
    @Override
    public @Nullable Object handleWeirdStringValue(
            DeserializationContext context, Class<?> targetType, String value, String problem) throws IOException {
        String text = WireText.clean(value);
        if (!text.equals(value)) {
            return context.readTreeAsValue(TextNode.valueOf(text), targetType);
        }
        return targetType.isPrimitive() ? NOT_HANDLED : null;
    }

    @Override
    public @Nullable Object handleWeirdNumberValue(
            DeserializationContext context, Class<?> targetType, Number value, String problem) {
        return targetType.isPrimitive() ? NOT_HANDLED : null;
    }

    /** Handles a number or a text in place of an object. */
    @Override
    public @Nullable Object handleMissingInstantiator(
            DeserializationContext context,
            Class<?> targetType,
            @Nullable ValueInstantiator instantiator,
            JsonParser parser,
            String problem)
            throws IOException {
        parser.skipChildren();
        return null;
    }
}
