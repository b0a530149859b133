package com.vantage.shipping.carrier.ups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.model.AddressCheck;
import com.vantage.shipping.model.AddressCheck.Deliverability;
import com.vantage.shipping.model.UsAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpsAddressValidationMapperTest {
    @Test
    void requestHasZipInTwoParts() {
        assertThat(Recorded.JSON
                        .valueToTree(UpsAddressValidationMapper.toRequest(new UsAddress(
                                "26601 Aliso Creek Road", "Ste D", "Aliso Viejo", "CA", "92656-1521", "US")))
                        .toString())
                .isEqualTo(
                        "{\"XAVRequest\":{\"AddressKeyFormat\":{\"AddressLine\":[\"26601 Aliso Creek Road\",\"Ste D\"],"
                                + "\"PoliticalDivision2\":\"Aliso Viejo\",\"PoliticalDivision1\":\"CA\","
                                + "\"PostcodePrimaryLow\":\"92656\",\"PostcodeExtendedLow\":\"1521\",\"CountryCode\":\"US\"}}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AA", "AE", "AP", "VI", "GU", "AS", "MP", "FM", "MH", "PW"})
    void placesOutsideCoverageAreDeclined(String state) {
        assertThatThrownBy(() -> UpsAddressValidationMapper.toRequest(
                        new UsAddress("PSC 3 Box 10", null, "APO", state, "09012", "US")))
                .isInstanceOf(CarrierDeclinedException.class)
                .hasMessage("UPS validates addresses in the US and Puerto Rico only");
    }

    @Test
    void validAddressHasStandardForm() {
        assertThat(check("valid"))
                .isEqualTo(new AddressCheck(
                        Deliverability.DELIVERABLE,
                        new UsAddress("26601 ALISO CREEK RD", "STE D", "ALISO VIEJO", "CA", "92656-2882", "US"),
                        false,
                        List.of(),
                        List.of()));
    }

    @Test
    void candidateMayBeAnObject() {
        AddressCheck check = check("valid-as-object");

        assertThat(check.standardized())
                .isEqualTo(new UsAddress("9 ELM DR", null, "BEVERLY HILLS", "CA", "90210-3311", "US"));
        assertThat(check.residential()).isTrue();
    }

    @Test
    void ambiguousAddressHasReadableCandidatesOnly() {
        AddressCheck check = check("ambiguous");

        assertThat(check.deliverability()).isEqualTo(Deliverability.AMBIGUOUS);
        assertThat(check.standardized()).isNull();
        assertThat(check.residential()).isNull();
        assertThat(check.candidates())
                .containsExactly(new UsAddress("100-198 MAIN ST", null, "ROSWELL", "GA", "30076-1521", "US"));
    }

    @Test
    void addressWithoutCandidatesIsUndeliverable() {
        assertThat(check("none")).isEqualTo(AddressCheck.without(Deliverability.UNDELIVERABLE));
    }

    @Test
    void replyWithoutVerdictIsUnreadable() {
        assertThatThrownBy(() -> check("without-verdict")).hasMessage("no indicator");
    }

    private static AddressCheck check(String situation) {
        return UpsAddressValidationMapper.toCheck(
                Recorded.reply("address-" + situation, UpsAddressValidationMapper.Response.class));
    }
}
