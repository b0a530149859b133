package com.vantage.shipping.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vantage.shipping.carrier.Outcome.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelTextConverterTest {
    private static final LabelTextConverter TEXT = new LabelTextConverter("UPS");

    @ParameterizedTest
    @CsvSource({
        "Łódź, Lodz",
        "Große Straße, Grosse Strasse",
        "Ñandú Ærø, Nandu AEro",
        "Jose\u0301, Jose",
        "O’Brien – North, O'Brien - North",
        "Иван, Ivan",
        "½ Elm, 1/2 Elm",
        "№ 5, No 5",
        "𝐀nna, Anna"
    })
    void lettersAreTransliterated(String text, String printed) {
        assertThat(TEXT.line("/destination/name", text, 35)).isEqualTo(printed);
    }

    @Test
    void emojiAreDropped() {
        assertThat(TEXT.line("/destination/name", "Jane 😀❤️ Doe", 35)).isEqualTo("Jane Doe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"王小明", "Jane 東京", "😀", "Apt\b 7"})
    void untransliterableLettersAreRefused(String text) {
        assertThatThrownBy(() -> TEXT.line("/destination/name", text, 35))
                .isInstanceOfSatisfying(CarrierDeclinedException.class, declined -> assertThat(declined.refusal())
                        .isEqualTo(Refusal.INVALID_ADDRESS))
                .hasMessageStartingWith("/destination/name has characters that UPS cannot print");
    }

    @Test
    void tooLongLineIsRefusedWithLimit() {
        assertThatThrownBy(() -> TEXT.line("/destination/city", "a".repeat(31), 30))
                .hasMessage("/destination/city has 31 characters; UPS prints at most 30");
    }

    @Test
    void eachTextStartsItsOwnLine() {
        assertThat(TEXT.lines("/destination/street1", 3, 35, "9 Elm Dr", null, "Apt 2"))
                .containsExactly("9 Elm Dr", "Apt 2");
    }

    @Test
    void textsAreJoinedWhenLinesAreScarce() {
        assertThat(TEXT.lines(
                        "/destination/street1",
                        3,
                        35,
                        "Building 14 Northgate Industrial Park, 12345 South Martin Luther King Blvd",
                        "Suite 400"))
                .containsExactly(
                        "Building 14 Northgate Industrial", "Park, 12345 South Martin Luther", "King Blvd Suite 400");
    }

    @Test
    void tooLongTextsAreRefused() {
        assertThatThrownBy(() -> TEXT.lines("/destination/street1", 2, 35, "word ".repeat(20)))
                .hasMessage(
                        "/destination/street1 does not fit on the label; UPS prints at most 2 lines of 35 characters");
    }
}
