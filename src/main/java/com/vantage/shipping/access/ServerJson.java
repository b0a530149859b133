package com.vantage.shipping.access;

import static com.fasterxml.jackson.databind.cfg.CoercionInputShape.Boolean;
import static com.fasterxml.jackson.databind.cfg.CoercionInputShape.EmptyArray;
import static com.fasterxml.jackson.databind.cfg.CoercionInputShape.EmptyString;
import static com.fasterxml.jackson.databind.cfg.CoercionInputShape.Float;
import static com.fasterxml.jackson.databind.cfg.CoercionInputShape.Integer;
import static com.fasterxml.jackson.databind.cfg.CoercionInputShape.String;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/** Our own JSON: snake_case, UTF-8, types are meant ({@code "32"} is no number), and nothing stands there twice. */
@Singleton
final class ServerJson implements ObjectMapperCustomizer {
    /** What we read is some six deep, and no number in it has more than a dozen digits. */
    private static final StreamReadConstraints BOUNDS = StreamReadConstraints.builder()
            .maxNestingDepth(32)
            .maxNumberLength(100)
            .maxNameLength(1_000)
            .build();

    /** After the libraries' own, whose dates it replaces. */
    @Override
    public int priority() {
        return MINIMUM_PRIORITY;
    }

    @Override
    public void customize(ObjectMapper json) {
        json.setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
        json.registerModule(new SimpleModule()
                .addDeserializer(String.class, new ReadableText())
                .addDeserializer(LocalDate.class, new CalendarDay()));
        json.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
        json.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        bound(json.getFactory());
        meanTypes(json);
    }

    /** Only a factory's builder is not deprecated, and this one is built already. */
    @SuppressWarnings("deprecation")
    private static void bound(JsonFactory factory) {
        factory.setStreamReadConstraints(BOUNDS);
        // RFC 8259, 8.1: JSON is UTF-8
        factory.disable(JsonFactory.Feature.CHARSET_DETECTION);
    }

    private static void meanTypes(ObjectMapper json) {
        refuse(json, LogicalType.Integer, String, EmptyString, Float, Boolean);
        refuse(json, LogicalType.Float, String, EmptyString, Boolean);
        refuse(json, LogicalType.Boolean, String, EmptyString, Integer, Float);
        refuse(json, LogicalType.Textual, Integer, Float, Boolean);
        refuse(json, LogicalType.Enum, Integer, EmptyString);
        refuse(json, LogicalType.Collection, EmptyString);
        refuse(json, LogicalType.POJO, EmptyString, EmptyArray);
    }

    private static void refuse(ObjectMapper json, LogicalType wanted, CoercionInputShape... shapes) {
        for (CoercionInputShape shape : shapes) {
            json.coercionConfigFor(wanted).setAcceptBlankAsEmpty(false).setCoercion(shape, CoercionAction.Fail);
        }
    }

    /** Refuses what is no text to a database or a printer: NUL, and half a character. */
    private static final class ReadableText extends StdScalarDeserializer<String> {
        private static final long serialVersionUID = 1L;

        ReadableText() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = StringDeserializer.instance.deserialize(parser, context);
            if (text.codePoints().anyMatch(ReadableText::isNoCharacter)) {
                throw context.weirdStringException("…", String.class, "holds NUL or half a character");
            }
            return text;
        }

        private static boolean isNoCharacter(int point) {
            return point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
        }
    }

    /** A day as RFC 3339 writes it, and in no other way: the library's own takes numbers, lists and times too. */
    private static final class CalendarDay extends StdScalarDeserializer<LocalDate> {
        private static final long serialVersionUID = 1L;
        private static final Pattern FORM = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

        CalendarDay() {
            super(LocalDate.class);
        }

        @Override
        public LocalDate deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                return (LocalDate) context.handleUnexpectedToken(LocalDate.class, parser);
            }
            String text = parser.getText();
            try {
                if (FORM.matcher(text).matches()) {
                    return LocalDate.parse(text);
                }
            } catch (DateTimeParseException noSuchDay) {
                // refused like any other text
            }
            throw context.weirdStringException(text, LocalDate.class, "is no day");
        }
    }
}
