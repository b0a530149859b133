package com.vantage.shipping.address;

import com.vantage.shipping.api.json.CrossFieldValidation;
import com.vantage.shipping.api.json.InputNormalizer;
import com.vantage.shipping.api.json.PlaceFields;
import com.vantage.shipping.model.UsAddress;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An address without a person, in requests and responses. {@link #toString} prints nothing personal. */
@CrossFieldValidation
@Schema(name = "PostalAddress", description = "A US address without a person")
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
        String state,

        @Schema(description = "5 or 9 digits", pattern = InputNormalizer.ANY_ZIP, examples = "90210")
        String zip,

        @Schema(description = PlaceFields.COUNTRY_DESCRIPTION, pattern = InputNormalizer.ANY_COUNTRY, examples = "US")
        @NotNull
        String country)
        implements CrossFieldValidation.Checked {

    AddressBody {
        PlaceFields place = new PlaceFields(zip, country, state, city);
        state = place.state();
        zip = place.zip();
        country = country == null ? null : place.country();
    }

    @Override
    public Map<String, String> errors() {
        PlaceFields place = new PlaceFields(zip, country, state, city);
        Map<String, String> errors = place.addressErrors();
        place.validationError().ifPresent(error -> errors.put("country", error));
        return errors;
    }

    static AddressBody of(UsAddress address) {
        return new AddressBody(
                address.street1(),
                address.street2(),
                address.city(),
                address.state(),
                address.zip(),
                address.country());
    }

    UsAddress toAddress() {
        return new UsAddress(street1, street2, city, state, zip, country);
    }

    @Override
    public String toString() {
        return "AddressBody[" + state + "]";
    }
}
