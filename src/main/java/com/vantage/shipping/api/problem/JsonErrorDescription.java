package com.vantage.shipping.api.problem;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.vantage.shipping.api.json.InvalidValueException;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Describes what is wrong with a body that is not JSON or has the wrong structure. */
final class JsonErrorDescription {
    private static final Map<Class<?>, String> EXPECTATIONS = Map.of(
            BigDecimal.class, "must be a number",
            Boolean.class, "must be true or false");

    private JsonErrorDescription() {}

    static ProblemException problem(JsonProcessingException unreadable) {
        JsonProcessingException reason = reason(unreadable);
        String pointer = pointer(unreadable);
        return switch (reason) {
            case InputCoercionException tooLarge -> at(pointer, "is out of range");
            case StreamConstraintsException limitExceeded -> at(pointer, "has too many digits or is nested too deeply");
            case StreamReadException syntaxError
            when isDuplicateField(syntaxError) -> at(duplicatePointer(syntaxError), "appears twice");
            case StreamReadException syntaxError ->
                ProblemType.INVALID_REQUEST.withDetail("the body is not valid JSON" + location(syntaxError));
            case InvalidValueException invalid -> at(pointer, invalid.getOriginalMessage());
            case JsonMappingException mapping -> at(pointer, expectation(mapping));
            default -> at("", "cannot be read");
        };
    }

    /** Unwraps syntax errors, which Jackson often reports as a mapping error of the field around them. */
    private static JsonProcessingException reason(JsonProcessingException unreadable) {
        return unreadable.getCause() instanceof JsonProcessingException deeper ? reason(deeper) : unreadable;
    }

    private static ProblemException at(String pointer, String detail) {
        return pointer.isEmpty()
                ? ProblemType.INVALID_REQUEST.withDetail("the body " + detail)
                : ProblemType.INVALID_REQUEST.at(pointer, detail);
    }

    private static boolean isDuplicateField(StreamReadException syntaxError) {
        return String.valueOf(syntaxError.getOriginalMessage()).startsWith("Duplicate field");
    }

    private static String duplicatePointer(StreamReadException syntaxError) {
        JsonParser parser = syntaxError.getProcessor();
        return parser == null ? "" : parser.getParsingContext().pathAsPointer().toString();
    }

    private static String location(StreamReadException syntaxError) {
        JsonLocation place = syntaxError.getLocation();
        return place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
    }

    /** The JSON pointer; empty for the whole body. */
    private static String pointer(JsonProcessingException unreadable) {
        return unreadable instanceof JsonMappingException mapping
                ? mapping.getPath().stream().map(step -> "/" + name(step)).collect(Collectors.joining())
                : "";
    }

    private static String name(JsonMappingException.Reference step) {
        return step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName();
    }

    private static String expectation(JsonMappingException mapping) {
        if (mapping.getPath().isEmpty()) {
            return "must be a single JSON object";
        }
        return expectation(mapping instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null);
    }

    private static String expectation(@Nullable Class<?> targetType) {
        if (targetType == null) {
            return "has the wrong type";
        }
        if (Collection.class.isAssignableFrom(targetType)) {
            return "must be an array";
        }
        return EXPECTATIONS.getOrDefault(
                targetType, targetType.isRecord() ? "must be an object" : "has the wrong type");
    }
}
