package com.vantage.shipping.api.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputNormalizerTest {

    @ParameterizedTest
    @CsvSource({"10001, 10001", "10001-1234, 10001-1234", "100011234, 10001-1234", "10001 1234, 10001-1234"})
    void zipHasFiveDigitsOrNineWithDash(String input, String normal) {
        assertThat(InputNormalizer.ofZip(input)).isEqualTo(normal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000", "100011", "10001-12", "10001  1234", "1000112345", "A0001", "１０００１"})
    void invalidZipStaysUnchanged(String input) {
        assertThat(InputNormalizer.ofZip(input)).isEqualTo(input);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3105550100",
                "310-555-0100",
                "(310) 555-0100",
                "310.555.0100",
                "310 555 0100",
                "310/555-0100",
                "13105550100",
                "1-310-555-0100",
                "+1 (310) 555-0100",
                "(+1) 310 555 0100",
                "+13105550100",
                "001 310 555 0100",
                "011 1 310 555 0100",
                "tel:+1-310-555-0100",
                "310-555-0100 x12",
                "310-555-0100x12",
                "(310) 555-0100, ext. 12",
                "310-555-0100 Extension 12",
                "310-555-0100 #12",
                "tel:+1-310-555-0100;ext=12"
            })
    void phoneIsReducedToTenDigits(String input) {
        assertThat(InputNormalizer.ofPhone(input, "US")).isEqualTo("3105550100");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "555-0100",
                "x12",
                "none",
                "1-800-FLOWERS",
                "+44 20 7946 0958",
                "+33 1 23 45 67 89",
                "+4479460958",
                "23105550100",
                "310-555-0100 212-555-0100"
            })
    void nonUsPhoneStaysUnchanged(String input) {
        assertThat(InputNormalizer.ofPhone(input, "US")).isEqualTo(input);
    }

    @ParameterizedTest
    @CsvSource({"+44 20 7946 0958, +442079460958", "(416) 555-0100 x12, 4165550100", "n/a, ''"})
    void foreignPhoneIsReducedToDigitsAndPlusSign(String input, String normal) {
        assertThat(InputNormalizer.ofPhone(input, "GB")).isEqualTo(normal);
    }

    @ParameterizedTest
    @CsvSource({
        "32, 32",
        "32.0, 32",
        "32.00000, 32",
        "3.2e1, 32",
        "0.32e2, 32",
        "32.5, 32.5",
        "1e3, 1000",
        "35.27396194958041, 35.274",
        "0.30000000000000004, 0.3001",
        "12.00001, 12.0001",
        "0.1e-400, 0.0001",
        "1e-999999999, 0.0001",
        "-1e-999999999, 0",
        "-0.00001, 0"
    })
    void measureIsRoundedUpToFourDecimals(String input, String normal) {
        assertThat(InputNormalizer.ofMeasure(new BigDecimal(input))).isEqualTo(new BigDecimal(normal));
    }

    @ParameterizedTest
    @CsvSource({"48.00000, 48", "1e2, 100", "12.50, 12.5", "0.125, 0.125"})
    void amountHasNoTrailingZeros(String input, String normal) {
        assertThat(InputNormalizer.ofAmount(new BigDecimal(input))).isEqualTo(new BigDecimal(normal));
    }

    @Test
    void hugeMeasureStaysUnchanged() {
        BigDecimal endless = new BigDecimal("1e999999999");

        assertThat(InputNormalizer.ofMeasure(endless)).isEqualTo(endless);
    }

    @Test
    void codeIsUpperCasedAndCut() {
        assertThat(InputNormalizer.ofCode("fedex_Ground")).isEqualTo("FEDEX_GROUND");
        assertThat(InputNormalizer.ofCode("📦".repeat(1_000))).isEqualTo("📦".repeat(65));
    }
}
