package com.vantage.shipping.address;

import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.model.AddressValidationResult.Change;
import com.vantage.shipping.model.UsAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressChangesTest {
    private static final UsAddress STANDARD =
            new UsAddress("9 N ELM DR", "APT 2", "SAN JOSE", "CA", "95112-3311", "US");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9 N ELM DR|APT 2|SAN JOSE|95112-3311",
                "9 North Elm Drive|Apartment 2|San José|95112",
                "9 n. elm dr., apt. 2||san jose|95112-0001"
            })
    void otherNotationIsNoChange(String street1, String street2, String city, String zip) {
        assertThat(AddressChanges.between(new UsAddress(street1, street2, city, "CA", zip, "US"), STANDARD))
                .isEmpty();
    }

    @Test
    void eachChangedPartIsListed() {
        UsAddress sent = new UsAddress("9 N Elm Ct", "Apt 2", "Santa Jose", "NV", "95113", "US");

        assertThat(AddressChanges.between(sent, STANDARD))
                .containsExactly(
                        new Change("street1", "9 N Elm Ct", "9 N ELM DR"),
                        new Change("city", "Santa Jose", "SAN JOSE"),
                        new Change("state", "NV", "CA"),
                        new Change("zip", "95113", "95112-3311"));
    }

    @Test
    void addedApartmentHasNoFormerValue() {
        assertThat(AddressChanges.between(new UsAddress("9 N Elm Dr", null, "San Jose", "CA", "95112", "US"), STANDARD))
                .containsExactly(new Change("street2", null, "APT 2"));
    }
}
