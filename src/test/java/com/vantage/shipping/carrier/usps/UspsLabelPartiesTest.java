package com.vantage.shipping.carrier.usps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.model.Address;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.PurchaseReference;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.Weight;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UspsLabelPartiesTest {
    private static final String LONG_STREET = "12345 North Martin Luther King Junior Boulevard Apartment 1207";
    private static final String FIFTY = "Abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwx";

    @ParameterizedTest
    @CsvSource({
        "9 Elm Dr, , 9 Elm Dr, ",
        "9 Elm Dr, Apt 2, 9 Elm Dr, Apt 2",
        LONG_STREET + ", , 12345 North Martin Luther King Junior Boulevard, Apartment 1207",
        LONG_STREET + ", Rear, 12345 North Martin Luther King Junior Boulevard, Apartment 1207 Rear",
        "12 Rue de l'Église, , 12 Rue de l'Eglise, "
    })
    void streetIsSentInFull(String street1, @Nullable String street2, String street, @Nullable String secondary) {
        UspsShippingMapper.Address written = written(address("Jane Doe", null, street1, street2, "Beverly Hills"));

        assertThat(written.streetAddress()).isEqualTo(street);
        assertThat(written.secondaryAddress()).isEqualTo(secondary);
    }

    @ParameterizedTest
    @CsvSource({
        "Jane Doe, , Jane, Doe, ",
        "Mary Jane Doe, Acme, Mary Jane, Doe, Acme",
        "Cher, , , , Cher",
        "Cher, Acme, Attn, Cher, Acme",
        ", Acme, , , Acme",
        "  Jane   Doe  , '  ', Jane, Doe, ",
        "J. Doe 😀, , J., Doe, ",
        FIFTY + " Bo Doe, , " + FIFTY + ", Bo Doe, "
    })
    void personAndCompanyAreBothSent(
            @Nullable String name,
            @Nullable String company,
            @Nullable String first,
            @Nullable String last,
            @Nullable String firm) {
        UspsShippingMapper.Address written = written(address(name, company, "9 Elm Dr", null, "Malibu"));

        assertThat(written.firstName()).isEqualTo(first);
        assertThat(written.lastName()).isEqualTo(last);
        assertThat(written.firm()).isEqualTo(firm);
    }

    @Test
    void tooLongFieldIsRefusedWithPointer() {
        String word51 = FIFTY + "a";

        assertRefused(address(word51, null, "9 Elm Dr", null, "Malibu"), "/destination/name has 51 characters");
        assertRefused(
                address("Jo " + word51 + "b", null, "9 Elm Dr", null, "Malibu"), "/destination/name does not fit");
        assertRefused(address(null, word51, "9 Elm Dr", null, "Malibu"), "/destination/company has 51 characters");
        assertRefused(address("Jo", null, FIFTY, word51, "Malibu"), "/destination/street1 does not fit");
        assertRefused(
                address("Jo", null, "9 Elm Dr", null, "Llanfairpwllgwyngyllgogerychwyrn"),
                "/destination/city has 32 characters; USPS prints at most 28");
    }

    @Test
    void senderIsValidatedToo() {
        Address good = address("Jane Doe", null, "9 Elm Dr", null, "Malibu");
        Address bad = address("Jane Doe", null, FIFTY, FIFTY + " " + FIFTY, "Malibu");

        assertThatThrownBy(() -> UspsLabelParties.of(order(bad, good)))
                .isInstanceOf(CarrierDeclinedException.class)
                .hasMessageStartingWith("/origin/street1 does not fit on the label; USPS prints at most 2 lines of 50");
    }

    private static void assertRefused(Address to, String reason) {
        assertThatThrownBy(() -> written(to))
                .isInstanceOfSatisfying(CarrierDeclinedException.class, no -> assertThat(no.refusal())
                        .isEqualTo(Refusal.INVALID_ADDRESS))
                .hasMessageStartingWith(reason);
    }

    private static UspsShippingMapper.Address written(Address to) {
        return UspsLabelParties.of(order(address("Jane Doe", null, "9 Elm Dr", null, "Malibu"), to))
                .to();
    }

    private static Address address(
            @Nullable String name, @Nullable String company, String street1, @Nullable String street2, String city) {
        return new Address(
                name, company, null, null, street1, street2, city, "CA", new RateAddress("90265", "US", true));
    }

    private static PurchaseOrder order(Address from, Address to) {
        return new PurchaseOrder(
                new PurchaseReference("ORDER-981"),
                "PRIORITY_MAIL",
                null,
                from,
                to,
                List.of(new Parcel(Weight.ofOunces(40), Dimensions.ofInches(10, 8, 6))),
                LocalDate.parse("2026-12-01"),
                LabelFormat.PDF);
    }
}
