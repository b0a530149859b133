package com.vantage.shipping.api.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestObjectMapperTest {
    private static final ObjectMapper PLAIN = new ObjectMapper();
    private static final ObjectMapper REQUESTS = new RequestObjectMapper(PLAIN).getContext(Body.class);

    record Body(
            @Nullable String text,
            @Nullable List<@Nullable String> texts,
            @Nullable DayOfWeek code,
            @Nullable LocalDate day,
            @Nullable Integer count,
            @Nullable BigDecimal amount,
            @Nullable Boolean flag) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9 Elm Dr",
                "  9 Elm Dr ",
                "\\t9 Elm Dr\\r\\n",
                "\\u00a09 Elm Dr\\u3000",
                "\\ufeff 9 Elm Dr \\u200b "
            })
    void textIsTrimmed(String text) throws JsonProcessingException {
        assertThat(read("text", quoted(text)).text()).isEqualTo("9 Elm Dr");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\\t\\n", "\\u200b", " \\u00a0\\ufeff"})
    void blankTextIsAbsent(String blank) throws JsonProcessingException {
        assertThat(read("text", quoted(blank)).text()).isNull();
        assertThat(read("texts", "[" + quoted(blank) + "]").texts()).containsOnlyNulls();
        assertThat(read("code", quoted(blank)).code()).isNull();
        assertThat(read("day", quoted(blank)).day()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "A\\u200bB, AB",
        "A\\u00adB, AB",
        "A\\ufeffB, AB",
        "\\u202eAB\\u202c, AB",
        "\\u2066AB\\u2069, AB",
        "A\\udb40\\udc42B, AB"
    })
    void invisibleCharactersAreRemoved(String text, String visible) throws JsonProcessingException {
        assertThat(read("text", quoted(text)).text()).isEqualTo(visible);
    }

    @Test
    void joinersAndCharactersBeyondTheBasicPlaneAreKept() throws JsonProcessingException {
        assertThat(read("text", quoted("\u0646\u200c\u0647 👩\u200d👧 𝒜")).text())
                .isEqualTo("\u0646\u200c\u0647 👩\u200d👧 𝒜");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\u0000", "\\b", "\\t", "\\n", "\\r", "\\u000b", "\\f", "\\u001b", "\\u001f", "\\u007f", "\\u0080",
                "\\u0085", "\\u009f", "\\u2028", "\\u2029", "\\ud83d", "\\udce6"
            })
    void controlCharacterIsRejectedWithField(String control) {
        for (String field : List.of("text", "code", "day")) {
            requireRejected(field, quoted("MONDAY" + control + "Y"), "must not contain control characters");
        }
        requireRejected("texts", "[" + quoted("A" + control + "B") + "]", "must not contain control characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\b", "\\u0000", "\\u001c", "\\u007f", "\\u0085", "\\u2028"})
    void controlCharacterAtEdgeIsNotTrimmed(String control) {
        requireRejected("text", quoted(control + "A"), "must not contain control characters");
        requireRejected("code", quoted("MONDAY" + control), "must not contain control characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MONDAY", "monday", " Monday\\n"})
    void codeIsCaseInsensitive(String code) throws JsonProcessingException {
        assertThat(read("code", quoted(code)).code()).isEqualTo(DayOfWeek.MONDAY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "\"0\"", "\"1\"", "\"someday\"", "true", "[]", "{}"})
    void unknownCodeIsRejectedWithKnownOnes(String code) {
        requireRejected("code", code, "must be one of monday, tuesday, wednesday, thursday, friday, saturday, sunday");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"20261124", "[2026, 11, 24]", "\"2026-02-30\"", "\"2026-11-24T00:00:00Z\"", "\"+12026-11-24\""})
    void invalidDateIsRejected(String day) {
        requireRejected("day", day, "must be a date like 2026-11-24");
    }

    @Test
    void dateIsTrimmed() throws JsonProcessingException {
        assertThat(read("day", "\" 2026-11-24 \"").day()).isEqualTo("2026-11-24");
    }

    @Test
    void numberInsteadOfTextIsRejectedWithReason() {
        requireRejected("text", "10001", "must be a string, so that leading zeros are kept");
        requireRejected("text", "1.5", "must be a string, so that leading zeros are kept");
        requireRejected("text", "true", "must be a string");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2500", "2500.0", "2500.00000", "2.5e3"})
    void wholeNumberIsReadByValue(String number) throws JsonProcessingException {
        assertThat(read("count", number).count()).isEqualTo(2500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2500.9", "1e10", "1e999999999", "1e-999999999", "\"2500\"", "\"\"", "true"})
    void nonWholeNumberIsRejected(String number) {
        requireRejected("count", number, "must be a whole number");
    }

    @ParameterizedTest
    @CsvSource({
        "flag, 1",
        "flag, 0",
        "flag, 1.0",
        "flag, '\"true\"'",
        "flag, '\"\"'",
        "amount, '\"32\"'",
        "amount, '\"\"'",
        "amount, true"
    })
    void otherTypesAreRejected(String field, String value) {
        assertThatThrownBy(() -> read(field, value)).isInstanceOf(JsonMappingException.class);
    }

    @Test
    void plainMapperKeepsTextUnchanged() throws JsonProcessingException {
        assertThat(PLAIN.readValue("{\"text\": \" a\\u0085 \"}", Body.class).text())
                .isEqualTo(" a\u0085 ");
    }

    private static void requireRejected(String field, String value, String detail) {
        assertThatThrownBy(() -> read(field, value)).isInstanceOfSatisfying(InvalidValueException.class, refusal -> {
            assertThat(refusal.getOriginalMessage()).startsWith(detail);
            assertThat(refusal.getPath().getFirst().getFieldName()).isEqualTo(field);
        });
    }

    private static Body read(String field, String value) throws JsonProcessingException {
        return REQUESTS.readValue("{\"" + field + "\": " + value + "}", Body.class);
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }
}
