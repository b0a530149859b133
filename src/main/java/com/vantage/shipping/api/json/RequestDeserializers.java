package com.vantage.shipping.api.json;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Deserializers of the scalar values in requests. They throw {@link InvalidValueException} for invalid values. */
final class RequestDeserializers {
    private RequestDeserializers() {}

    /**
     * Reads a text, trimmed and without invisible characters; null if nothing is left. Rejects control characters and line
     * breaks.
     */
    private static @Nullable String text(JsonParser parser) throws IOException {
        String text = trimmed(visible(parser.getText()));
        OptionalInt control =
                text.codePoints().filter(RequestDeserializers::isControl).findFirst();
        if (control.isPresent()) {
            throw new InvalidValueException(
                    parser,
                    "must not contain control characters, line breaks or unpaired surrogates; found U+%04X"
                            .formatted(control.getAsInt()));
        }
        return text.isEmpty() ? null : text;
    }

    private static String visible(String text) {
        return text.codePoints().noneMatch(RequestDeserializers::isInvisible)
                ? text
                : text.codePoints()
                        .filter(point -> !isInvisible(point))
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    /** Zero-width spaces, byte order marks, soft hyphens and direction marks, but not the joiners that some scripts require. */
    private static boolean isInvisible(int point) {
        return Character.getType(point) == Character.FORMAT && point != 0x200C && point != 0x200D;
    }

    private static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (start < end && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c == '\t' || c == '\n' || c == '\r' || Character.getType(c) == Character.SPACE_SEPARATOR;
    }

    private static boolean isControl(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> false;
        };
    }

    static final class Text extends StdScalarDeserializer<String> {
        private static final long serialVersionUID = 1L;

        Text() {
            super(String.class);
        }

        @Override
        public @Nullable String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (parser.hasToken(JsonToken.VALUE_STRING)) {
                return text(parser);
            }
            boolean isNumber = parser.currentToken().isNumeric();
            throw new InvalidValueException(
                    parser, isNumber ? "must be a string, so that leading zeros are kept" : "must be a string");
        }
    }

    /** Accepts whole numbers by value, such as {@code 2500.0}. */
    static final class WholeNumber extends StdScalarDeserializer<Integer> {
        private static final long serialVersionUID = 1L;

        WholeNumber() {
            super(Integer.class);
        }

        @Override
        public Integer deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (parser.hasToken(JsonToken.VALUE_NUMBER_INT)) {
                return parser.getIntValue();
            }
            if (parser.hasToken(JsonToken.VALUE_NUMBER_FLOAT)) {
                try {
                    return parser.getDecimalValue().intValueExact();
                } catch (ArithmeticException notWhole) {
                    // rejected below
                }
            }
            throw new InvalidValueException(parser, "must be a whole number");
        }
    }

    /** Accepts RFC 3339 full dates only; Jackson's own deserializer accepts numbers, arrays and timestamps too. */
    static final class CalendarDay extends StdScalarDeserializer<LocalDate> {
        private static final long serialVersionUID = 1L;
        private static final Pattern FORM = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

        CalendarDay() {
            super(LocalDate.class);
        }

        @Override
        public @Nullable LocalDate deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (parser.hasToken(JsonToken.VALUE_STRING)) {
                String text = text(parser);
                try {
                    if (text == null || FORM.matcher(text).matches()) {
                        return text == null ? null : LocalDate.parse(text);
                    }
                } catch (DateTimeParseException noSuchDay) {
                    // rejected below
                }
            }
            throw new InvalidValueException(parser, "must be a date like 2026-11-24");
        }
    }

    /** Accepts RFC 3339 times only; Jackson's own deserializer accepts numbers too. */
    static final class PointInTime extends StdScalarDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
        private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

        PointInTime() {
            super(Instant.class);
        }

        @Override
        public @Nullable Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (parser.hasToken(JsonToken.VALUE_STRING)) {
                String text = text(parser);
                try {
                    return text == null
                            ? null
                            : storable(OffsetDateTime.parse(text).toInstant());
                } catch (DateTimeException noSuchTime) {
                    // rejected below
                }
            }
            throw new InvalidValueException(parser, "must be a time like 2026-11-24T11:08:32Z");
        }

        /** Four digits for the year, as in RFC 3339. */
        private static Instant storable(Instant time) {
            if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
                throw new DateTimeException("year out of range");
            }
            return time;
        }
    }

    /** Reads enum constants case-insensitively, by their {@link JsonProperty} name, else by their name in lower case. */
    static final class Code extends StdScalarDeserializer<Object> {
        private static final long serialVersionUID = 1L;

        private final transient Map<String, Object> constants;
        private final String expectation;

        Code(Class<?> type) {
            super(type);
            constants = Arrays.stream(type.getEnumConstants())
                    .collect(toMap(
                            constant -> lowerCase(name(type, constant)),
                            constant -> constant,
                            (first, second) -> first,
                            LinkedHashMap::new));
            expectation = Arrays.stream(type.getEnumConstants())
                    .map(constant -> name(type, constant))
                    .collect(joining(", ", "must be one of ", ""));
        }

        @Override
        public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (parser.hasToken(JsonToken.VALUE_STRING)) {
                String text = text(parser);
                Object constant = text == null ? null : constants.get(lowerCase(text));
                if (text == null || constant != null) {
                    return constant;
                }
            }
            throw new InvalidValueException(parser, expectation);
        }

        private static String name(Class<?> type, Object constant) {
            String name = ((Enum<?>) constant).name();
            try {
                JsonProperty written = type.getField(name).getAnnotation(JsonProperty.class);
                return written == null ? lowerCase(name) : written.value();
            } catch (NoSuchFieldException e) {
                throw new IllegalStateException("every constant is a field of its enum", e);
            }
        }

        private static String lowerCase(String text) {
            return text.toLowerCase(Locale.ROOT);
        }
    }
}
