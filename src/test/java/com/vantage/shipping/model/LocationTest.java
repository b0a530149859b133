package com.vantage.shipping.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocationTest {

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
        assertThat(new Location(zip, "US", false).isoCountry()).isEqualTo(country);
    }

    @ParameterizedTest
    @CsvSource({"34002, true", "09012, true", "96201, true", "10001, false", "96910, false"})
    void militaryAddressesAreServedByThePostOnly(String zip, boolean postOnly) {
        assertThat(new Location(zip, "US", false).servedByPostOnly()).isEqualTo(postOnly);
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
        assertThat(new Location(postalCode, "CA", false).stateCode()).contains(province);
    }

    @Test
    void statedProvinceWinsAbroadAndIsIgnoredInTheUs() {
        assertThat(new Location("M5V 3L9", "CA", "QC", "Toronto", false).stateCode())
                .contains("QC");
        assertThat(new Location("10001", "US", "CA", "New York", false)).isEqualTo(new Location("10001", "US", false));
    }

    @Test
    void placesWithoutPostalCodesDifferByCity() {
        Location central = new Location(null, "HK", null, "Central", true);

        assertThat(central.isSamePlace(new Location(null, "HK", null, "CENTRAL", true)))
                .isTrue();
        assertThat(central.isSamePlace(new Location(null, "HK", null, "Kowloon", true)))
                .isFalse();
        assertThat(new Location("90210", "US", true).isSamePlace(new Location("90210-1234", "US", true)))
                .isTrue();
        assertThat(new Location("10117", "DE", true).isSamePlace(new Location("10117", "EE", true)))
                .isFalse();
    }

    @Test
    void usPlaceNeedsAZipCode() {
        assertThatThrownBy(() -> new Location(null, "US", "NY", "New York", false))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
