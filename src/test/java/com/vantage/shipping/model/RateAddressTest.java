package com.vantage.shipping.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateAddressTest {

    @ParameterizedTest
    @CsvSource({
        "10001, US",
        "96813, US",
        "09012, US",
        "00901, PR",
        "00801, VI",
        "96910, GU",
        "96950, MP",
        "96799, AS",
        "96941, FM",
        "96960, MH",
        "96940, PW"
    })
    void territoriesHaveIsoCodesOfTheirOwn(String zip, String country) {
        assertThat(new RateAddress(zip, "US", false).isoCountry()).isEqualTo(country);
    }

    @ParameterizedTest
    @CsvSource({"34002, true", "09012, true", "96201, true", "10001, false", "96910, false"})
    void militaryAddressesAreServedByThePostOnly(String zip, boolean postOnly) {
        assertThat(new RateAddress(zip, "US", false).servedByPostOnly()).isEqualTo(postOnly);
    }

    @ParameterizedTest
    @CsvSource({
        "A1C 5M2, NL",
        "B3H 4R2, NS",
        "C1A 7N8, PE",
        "E2L 4L5, NB",
        "H2Y 1C6, QC",
        "M5V 3L9, ON",
        "R3C 4A5, MB",
        "S4P 3Y2, SK",
        "T2P 2M5, AB",
        "V6B 1A1, BC",
        "X0A 0H0, NU",
        "X1A 2N2, NT",
        "Y1A 1A1, YT"
    })
    void canadianProvinceFollowsFromPostalCode(String postalCode, String province) {
        assertThat(new RateAddress(postalCode, "CA", false).stateCode()).contains(province);
    }

    @Test
    void statedProvinceWinsAbroadAndIsIgnoredInTheUs() {
        assertThat(new RateAddress("M5V 3L9", "CA", "QC", "Toronto", false).stateCode())
                .contains("QC");
        assertThat(new RateAddress("10001", "US", "CA", "New York", false))
                .isEqualTo(new RateAddress("10001", "US", false));
    }

    @Test
    void placesWithoutPostalCodesDifferByCity() {
        RateAddress central = new RateAddress(null, "HK", null, "Central", true);

        assertThat(central.isSamePlace(new RateAddress(null, "HK", null, "CENTRAL", true)))
                .isTrue();
        assertThat(central.isSamePlace(new RateAddress(null, "HK", null, "Kowloon", true)))
                .isFalse();
        assertThat(new RateAddress("90210", "US", true).isSamePlace(new RateAddress("90210-1234", "US", true)))
                .isTrue();
        assertThat(new RateAddress("10117", "DE", true).isSamePlace(new RateAddress("10117", "EE", true)))
                .isFalse();
    }

    @Test
    void usPlaceNeedsAZipCode() {
        assertThatThrownBy(() -> new RateAddress(null, "US", "NY", "New York", false))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
