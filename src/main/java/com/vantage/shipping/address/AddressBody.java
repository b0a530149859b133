package com.vantage.shipping.address;

import com.vantage.shipping.api.json.InputNormalizer;
import com.vantage.shipping.model.PostalAddress;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An address without a person, in requests and responses. {@link #toString} prints nothing personal. */
@Schema(name = "PostalAddress", description = "An address without a person")
record AddressBody(
        @Schema(description = "Street and house number", pattern = InputNormalizer.ANY_TEXT, examples = "9 Elm Drive")
        @NotNull
        @Size(max = 100)
        String street1,

        @Schema(description = "Apartment, suite or floor", examples = "Apt 2") @Size(max = 100) @Nullable
        String street2,

        @Schema(description = "The city's name", pattern = InputNormalizer.ANY_TEXT, examples = "Beverly Hills")
        @NotNull
        @Size(max = 60)
        String city,

        @Schema(
                description = "The code of a state, territory, freely associated state or military region",
                pattern = InputNormalizer.ANY_STATE,
                examples = "CA")
        @NotNull
        @Pattern(regexp = InputNormalizer.STATE, message = InputNormalizer.NOT_A_STATE)
        String state,

        @Schema(description = "5 or 9 digits", pattern = InputNormalizer.ANY_ZIP, examples = "90210")
        @NotNull
        @Pattern(regexp = InputNormalizer.ZIP, message = InputNormalizer.NOT_A_ZIP)
        String zip,

        @Schema(pattern = InputNormalizer.ANY_COUNTRY, examples = "US")
        @NotNull
        @Pattern(regexp = InputNormalizer.COUNTRY, message = InputNormalizer.NOT_A_COUNTRY)
        String country) {

    AddressBody {
        state = InputNormalizer.ofCode(state);
        zip = InputNormalizer.ofZip(zip);
        country = InputNormalizer.ofCode(country);
    }

    static AddressBody of(PostalAddress address) {
        return new AddressBody(
                address.street1(),
                address.street2(),
                address.city(),
                address.state(),
                address.zip(),
                address.country());
    }

    PostalAddress toAddress() {
        return new PostalAddress(street1, street2, city, state, zip, country);
    }

    @Override
    public String toString() {
        return "AddressBody[" + state + "]";
    }
}
