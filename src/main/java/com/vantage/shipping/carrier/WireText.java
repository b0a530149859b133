package com.vantage.shipping.carrier;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Strips white space from texts in carriers' JSON. Some gateways convert XML to JSON and leave carriage returns around
 * values as XML character references.
 */
final class WireText {
    private static final Pattern WHITE_SPACE_REFERENCE = Pattern.compile("&#(?:[xX]0*[9aAdD]|0*(?:9|10|13));");

    private WireText() {}

    /** Replaces referenced tabs and line ends by blanks and strips the text. */
    static String clean(String text) {
        return (text.contains("&#") ? WHITE_SPACE_REFERENCE.matcher(text).replaceAll(" ") : text).strip();
    }

    /** Cleans {@code String} fields. */
    static final class Deserializer extends StringDeserializer {
        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = super.deserialize(parser, context);
            return text == null ? null : clean(text);
        }
    }

    /** Cleans the texts of JSON trees. */
    static final class Nodes extends JsonNodeFactory {
        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable TextNode textNode(@Nullable String text) {
            return super.textNode(text == null ? null : clean(text));
        }
    }
}
