package com.vantage.shipping.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireJsonTest {
    private final JsonMapper json = WireJson.lenient().build();

    record Reply(
            @Nullable String name,
            @Nullable BigDecimal price,
            @Nullable Part part,
            @Nullable List<Part> parts) {}

    record Question(@Nullable Boolean yes) {}

    record Part(@Nullable String word, @Nullable Integer number) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"price\":{\"amount\":1},\"name\":\"n\"}",
                "{\"price\":[[1]],\"name\":\"n\"}",
                "{\"price\":\"free\",\"name\":\"n\"}",
                "{\"price\":true,\"name\":\"n\"}",
                "{\"part\":7,\"name\":\"n\"}",
                "{\"part\":\"text\",\"name\":\"n\"}",
                "{\"part\":[],\"name\":\"n\"}",
                "{\"part\":{\"number\":\"many\"},\"name\":\"n\"}",
                "{\"parts\":\"none\",\"name\":\"n\"}",
                "{\"parts\":[1,\"x\",[],{\"word\":{}}],\"name\":\"n\"}",
                "{\"unknown\":{\"deep\":[1]},\"name\":\"n\"}"
            })
    void fieldOfAnotherTypeIsAbsent(String body) throws JsonProcessingException {
        Reply reply = json.readValue(body, Reply.class);

        assertThat(reply.name()).isEqualTo("n");
        assertThat(reply.price()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, false", "'\"true\"', true", "1,", "-1,", "0,", "'\"yes\"',", "[],", "{},"})
    void numbersAreNoBooleans(String value, @Nullable Boolean meaning) throws JsonProcessingException {
        assertThat(json.readValue("{\"yes\":" + value + "}", Question.class).yes())
                .isEqualTo(meaning);
    }

    @ParameterizedTest
    @ValueSource(strings = {"&#xD;", "&#x0d;&#XA;", "&#13;&#10;&#9;", " \\r\\n", " &#xD; "})
    void surroundingWhiteSpaceIsStripped(String space) throws JsonProcessingException {
        Reply reply = json.readValue("""
                {"name":"%1$sn%1$s","price":"%1$s12.50%1$s","part":{"word":"%1$sw","number":"%1$s7"}}""".formatted(space), Reply.class);

        assertThat(reply).isEqualTo(new Reply("n", new BigDecimal("12.50"), new Part("w", 7), null));
        assertThat(WireJson.tree("{\"name\":\"%1$sn%1$s\"}".formatted(space))
                        .path("name")
                        .asText())
                .isEqualTo("n");
    }

    @Test
    void whiteSpaceReferenceInsideTextIsBlank() throws JsonProcessingException {
        assertThat(json.readValue("{\"name\":\"Out&#xD;for &amp; &#xDA;\"}", Reply.class)
                        .name())
                .isEqualTo("Out for &amp; &#xDA;");
    }

    @Test
    void singleValueIsReadAsList() throws JsonProcessingException {
        assertThat(json.readValue("{\"parts\":{\"word\":\"w\"}}", Reply.class).parts())
                .containsExactly(new Part("w", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html/>", "{\"name\":\"n\"", "{\"name\":", "nothing"})
    void invalidJsonIsAnError(String body) {
        assertThatThrownBy(() -> json.readValue(body, Reply.class)).isInstanceOf(JsonProcessingException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "7", "\"text\"", "null"})
    void answerOfAnotherTypeIsNull(String body) throws JsonProcessingException {
        assertThat(json.readValue(body, Reply.class)).isNull();
    }
}
