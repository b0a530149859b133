package com.vantage.shipping.shipment;

import com.vantage.shipping.model.Address;
import com.vantage.shipping.model.RateAddress;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An address of a shipment in the API and in the database. {@link #toString} prints nothing personal. */
@Schema(
        name = "ShipmentAddress",
        description = "The address of the purchase, normalized. See `origin` and `destination` for who may read it")
record AddressView(
        @Schema(description = "The person's name", examples = "Jane Doe") @Nullable
        String name,

        @Schema(description = "The company's name", examples = "Vantage") @Nullable
        String company,

        @Schema(
                description = "Ten digits in the US; elsewhere digits, with a plus sign before the country code",
                examples = "3105550100")
        @Nullable
        String phone,

        @Schema(description = "E-mail address", format = "email", examples = "jane@example.com") @Nullable
        String email,

        @Schema(description = "Street and number", examples = "9 Elm Dr")
        String street1,

        @Schema(description = "Apartment, floor or unit", examples = "Apt 2") @Nullable
        String street2,

        @Schema(description = "City", examples = "Beverly Hills")
        String city,

        @Schema(description = "Code of the state, territory or province", examples = "CA") @Nullable
        String state,

        @Schema(description = "Postal code; in the US 5 digits, or 9 with a dash", examples = "90210") @Nullable
        String zip,

        @Schema(description = "ISO 3166 alpha-2 code; US for its territories too", examples = "US")
        String country,

        @Schema(description = "Whether it is a residential address")
        boolean residential) {

    static AddressView of(Address address) {
        RateAddress location = address.location();
        return new AddressView(
                address.name(),
                address.company(),
                address.phone(),
                address.email(),
                address.street1(),
                address.street2(),
                address.city(),
                address.state(),
                location.zip(),
                location.country(),
                location.residential());
    }

    Address toAddress() {
        return new Address(
                name,
                company,
                phone,
                email,
                street1,
                street2,
                city,
                state,
                new RateAddress(zip, country, state, city, residential));
    }

    AddressView withoutContact() {
        return new AddressView(name, company, null, null, street1, street2, city, state, zip, country, residential);
    }

    @Override
    public String toString() {
        return "AddressView[" + state + " " + country + "]";
    }
}
