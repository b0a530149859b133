package com.vantage.shipping.carrier.usps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.CarrierUnavailableException;
import com.vantage.shipping.model.AddressCheck;
import com.vantage.shipping.model.AddressCheck.Deliverability;
import com.vantage.shipping.model.UsAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UspsAddressValidationMapperTest {
    @Test
    void requestHasZipInTwoParts() {
        assertThat(UspsAddressValidationMapper.toRequest(
                        new UsAddress("1600 Oak Street", "Ste 4", "Washington", "DC", "20500-0005", "US")))
                .isEqualTo(new UspsAddressValidationMapper.Request(
                        "1600 Oak Street", "Ste 4", "Washington", "DC", "20500", "0005"));
    }

    @Test
    void foreignAddressIsDeclined() {
        assertThatThrownBy(() -> UspsAddressValidationMapper.toRequest(
                        new UsAddress("1 King Street", null, "Toronto", "ON", "M5H 1A1", "CA")))
                .isInstanceOf(CarrierDeclinedException.class);
    }

    @Test
    void confirmedDeliveryPointIsDeliverable() {
        assertThat(check("confirmed"))
                .isEqualTo(new AddressCheck(
                        Deliverability.DELIVERABLE,
                        new UsAddress("1600 OAK ST NW", "STE 4", "WASHINGTON", "DC", "20500-0005", "US"),
                        false,
                        List.of(),
                        List.of()));
    }

    @Test
    void missingApartmentIsAmbiguous() {
        assertThat(check("apartment-missing"))
                .isEqualTo(AddressCheck.without(
                        Deliverability.AMBIGUOUS, "USPS: the apartment or suite number is missing"));
    }

    @Test
    void unconfirmedAddressIsUndeliverable() {
        AddressCheck check = check("not-confirmed");

        assertThat(check.deliverability()).isEqualTo(Deliverability.UNDELIVERABLE);
        assertThat(check.messages())
                .containsExactly(
                        "USPS: the address is vacant", "USPS: no delivery to the street address, only to a PO box");
    }

    @Test
    void exactMatchWithoutConfirmationIsDeliverable() {
        assertThat(check("match-only").deliverability()).isEqualTo(Deliverability.DELIVERABLE);
    }

    @ParameterizedTest
    @CsvSource({"not-found,UNDELIVERABLE", "several,AMBIGUOUS", "no-city,UNDELIVERABLE"})
    void missingAddressIsAVerdict(String situation, Deliverability deliverability) {
        RuntimeException failure =
                UspsErrorMapper.read(404, null, Recorded.text("error-address-" + situation + ".json"));

        assertThat(UspsAddressValidationMapper.isVerdict(failure)).isTrue();
        assertThat(UspsAddressValidationMapper.toCheck(failure).deliverability())
                .isEqualTo(deliverability);
    }

    @ParameterizedTest
    @CsvSource({"404", "400"})
    void refusalWithoutReasonIsNoVerdict(int status) {
        assertThat(UspsAddressValidationMapper.isVerdict(UspsErrorMapper.read(status, null, "<html>Not Found</html>")))
                .isFalse();
    }

    @Test
    void replyWithoutAddressIsUnreadable() {
        UspsAddressValidationMapper.Response empty =
                new UspsAddressValidationMapper.Response(null, null, List.of(), List.of(), null);

        assertThatThrownBy(empty::requireAnswer).isInstanceOf(CarrierUnavailableException.class);
    }

    private static AddressCheck check(String situation) {
        return UspsAddressValidationMapper.toCheck(
                Recorded.reply(UspsAddressValidationMapper.Response.class, "address-" + situation + ".json"));
    }
}
