package com.vantage.shipping.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostalCodeFormatsTest {

    @ParameterizedTest
    @CsvSource({
        "CA, m5v3l9, M5V 3L9",
        "CA, M5V-3L9, M5V 3L9",
        "GB, sw1a1aa, SW1A 1AA",
        "GB, M1 1AE, M1 1AE",
        "GB, ec1a1bb, EC1A 1BB",
        "NL, 1012jS, 1012 JS",
        "JP, 1000001, 100-0001",
        "BR, 01310100, 01310-100",
        "PL, 00 001, 00-001",
        "PT, 1000001, 1000-001",
        "SE, 11455, 114 55",
        "DE, 10117, 10117",
        "AT, 1010, 1010",
        "IL, 9100001, 9100001",
        "IL, 91000, 91000",
        "IE, d02 af30, D02 AF30",
        "AE, 00000, 00000"
    })
    void codeIsNormalized(String country, String text, String normal) {
        assertThat(PostalCodeFormats.normalize(text, country)).contains(normal);
        assertThat(PostalCodeFormats.normalize(normal, country)).contains(normal);
    }

    @ParameterizedTest
    @CsvSource({
        "CA, 90210",
        "CA, M5V 3L",
        "GB, SW1A 1A",
        "DE, 1011",
        "AT, 10117",
        "JP, 100-000",
        "AE, A",
        "IE, D02/AF30"
    })
    void codeOfAnotherFormIsInvalid(String country, String text) {
        assertThat(PostalCodeFormats.normalize(text, country)).isEmpty();
    }

    @Test
    void codeIsRequiredWhereEveryAddressHasOne() {
        assertThat(PostalCodeFormats.isRequired("CA")).isTrue();
        assertThat(PostalCodeFormats.isRequired("HK")).isFalse();
        assertThat(PostalCodeFormats.isRequired("IE")).isFalse();
        assertThat(PostalCodeFormats.example("CA")).contains("A1A 1A1");
        assertThat(PostalCodeFormats.example("HK")).isEmpty();
    }
}
