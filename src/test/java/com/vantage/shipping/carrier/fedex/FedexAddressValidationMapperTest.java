package com.vantage.shipping.carrier.fedex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.model.AddressCheck;
import com.vantage.shipping.model.AddressCheck.Deliverability;
import com.vantage.shipping.model.UsAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class FedexAddressValidationMapperTest {
    @Test
    void requestHasOneAddress() {
        assertThat(Recorded.JSON
                        .valueToTree(FedexAddressValidationMapper.toRequest(
                                new UsAddress("7372 Elm Ridge", "Apt 286", "Irving", "TX", "75063", "US")))
                        .toString())
                .isEqualTo("{\"addressesToValidate\":[{\"address\":{\"streetLines\":[\"7372 Elm Ridge\",\"Apt 286\"],"
                        + "\"city\":\"Irving\",\"stateOrProvinceCode\":\"TX\",\"postalCode\":\"75063\","
                        + "\"countryCode\":\"US\"}}]}");
    }

    @Test
    void militaryAddressIsDeclined() {
        assertThatThrownBy(() -> FedexAddressValidationMapper.toRequest(
                        new UsAddress("PSC 3 Box 10", null, "APO", "AE", "09012", "US")))
                .isInstanceOf(CarrierDeclinedException.class);
    }

    @Test
    void deliveryPointIsDeliverable() {
        assertThat(check("resolved"))
                .isEqualTo(new AddressCheck(
                        Deliverability.DELIVERABLE,
                        new UsAddress("7372 ELM RIDGE BLVD", "APT 286", "IRVING", "TX", "75063-8659", "US"),
                        true,
                        List.of(),
                        List.of()));
    }

    @Test
    void missingSuiteIsAmbiguousWithoutCorrection() {
        assertThat(check("suite-missing"))
                .isEqualTo(new AddressCheck(
                        Deliverability.AMBIGUOUS,
                        null,
                        false,
                        List.of(),
                        List.of("FedEx: the apartment or suite number is missing")));
    }

    @Test
    void unresolvedAddressIsUnknown() {
        assertThat(check("unresolved")).isEqualTo(AddressCheck.without(Deliverability.UNKNOWN));
    }

    @Test
    void replyWithoutAddressIsDeclinedWithItsAlert() {
        assertThatThrownBy(() -> check("nothing"))
                .isInstanceOf(CarrierDeclinedException.class)
                .hasMessage("The country is not supported.");
    }

    private static AddressCheck check(String situation) {
        return FedexAddressValidationMapper.toCheck(
                Recorded.reply("address-" + situation, FedexAddressValidationMapper.Response.class));
    }
}
