package com.vantage.shipping.shipment;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.vantage.shipping.api.json.BoundedList;
import com.vantage.shipping.api.json.CrossFieldValidation;
import com.vantage.shipping.api.json.CustomsBody;
import com.vantage.shipping.api.json.InputNormalizer;
import com.vantage.shipping.api.json.OptionsBody;
import com.vantage.shipping.api.json.ParcelBody;
import com.vantage.shipping.api.json.PlaceFields;
import com.vantage.shipping.model.Address;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.ratestore.QuoteStore;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Request body of a purchase: by quote, or by carrier, service and packages. Values are normalized ({@link InputNormalizer})
 * and defaults filled in, so that equal records are the same purchase.
 */
@CrossFieldValidation
@Schema(
        description =
                "Buy by quote_id, or by carrier, service_code and packages. Unknown fields are rejected at every level, "
                        + "so that a misspelt option is not ignored")
record CreateShipmentRequest(
        @Schema(description = "Id of a quote that is less than " + QuoteStore.TTL_MINUTES + " minutes old")
        @Size(max = 64)
        @Nullable
        String quoteId,

        @Schema(
                description = "The carrier's name, in any case",
                pattern = InputNormalizer.ANY_CARRIER,
                examples = "FedEx")
        @Nullable
        String carrier,

        @Schema(description = "The carrier's code of the service, in any case", examples = "FEDEX_GROUND")
        @Size(max = 64)
        @Nullable
        String serviceCode,

        @Schema(examples = "ORD-55120") @Size(max = 64) @Nullable
        String orderId,

        @Schema(description = "The customer who may track it: the sub of their token", examples = "cus_81")
        @Size(max = 128)
        @Nullable
        String customerId,

        @Schema(
                description = "Ship date, a local date at the origin from today to 60 days ahead. "
                        + "Default: the quote's ship date unless it has passed; else today or the next day that is neither "
                        + "a Sunday nor a federal holiday. With another date than the quote's, rate may differ from "
                        + "quoted_rate")
        @Nullable
        LocalDate shipDate,

        @Schema(defaultValue = "PDF") @Nullable Format labelFormat,

        @Schema(
                description =
                        "Whether the carriers are asked about `destination` first, as by `validateAddresses`. If it is "
                                + "`undeliverable`, or `ambiguous` with `candidates`, nothing is bought. If no carrier "
                                + "answers, or it is not in the US, the label is bought all the same",
                defaultValue = "false")
        @Nullable
        Boolean validateAddress,

        @Schema(description = "The sender") @NotNull @Valid Party origin,

        @Schema(description = "The recipient") @NotNull @Valid
        Party destination,

        @Size(min = 1, max = ParcelBody.MAX_PACKAGES, message = "must have {min} to {max} entries") @Nullable
        List<@NotNull @Valid ParcelBody> packages,

        @Schema(
                description =
                        "Required across a customs border, unless the quote has it; ignored where the carrier needs none. In a "
                                + "purchase by quote, goods cannot replace documents or the reverse")
        @Nullable
        @Valid
        CustomsBody customs,

        @Schema(
                description =
                        "With a quote, its options apply: those stated here must be the quote's, except `label_size` and "
                                + "`label_dpi`")
        @Nullable
        @Valid
        OptionsBody options)
        implements CrossFieldValidation.Checked {

    private static final String WITHOUT_QUOTE = "is required without quote_id";

    CreateShipmentRequest {
        carrier = InputNormalizer.ofCode(carrier);
        serviceCode = InputNormalizer.ofCode(serviceCode);
        labelFormat = labelFormat == null ? Format.PDF : labelFormat;
        // Not false, so that the hash of requests without it stays the same
        validateAddress = Boolean.TRUE.equals(validateAddress) ? validateAddress : null;
        packages = BoundedList.truncate(packages, ParcelBody.MAX_PACKAGES);
        // With a quote, a stated default can contradict it
        options = options == null || quoteId != null ? options : options.withoutDefaults();
    }

    @Schema(name = "LabelFormat", description = "The format of a label")
    enum Format {
        @JsonProperty("PDF")
        PDF,
        @JsonProperty("PNG")
        PNG,
        @JsonProperty("ZPL")
        ZPL
    }

    /** A name or a company is required. {@link #toString} prints nothing personal. */
    @Schema(description = "A person or company with its address. A name or a company is required")
    @CrossFieldValidation
    record Party(
            @Schema(description = "The person's name", examples = "Jane Doe") @Size(max = 100) @Nullable
            String name,

            @Schema(description = "The company's name", examples = "Vantage") @Size(max = 100) @Nullable
            String company,

            @Schema(
                    description =
                            "In any usual notation; in the US with or without the country code, elsewhere with it. An extension is "
                                    + "dropped: not every carrier takes one",
                    pattern = InputNormalizer.ANY_PHONE,
                    examples = {"3105550100", "+1 (310) 555-0100"})
            @Nullable
            String phone,

            @Schema(description = "For the carrier's notifications", format = "email", examples = "jane@example.com")
            @Email
            @Size(max = 254)
            @Nullable
            String email,

            @Schema(description = "Street and house number", pattern = InputNormalizer.ANY_TEXT, examples = "9 Elm Dr")
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
                    description =
                            "Required in the US and Canada: the code of a state, of the District of Columbia, of a territory or "
                                    + "freely associated state (AS, FM, GU, MH, MP, PR, PW, VI), of a military region (AA, AE, "
                                    + "AP), or of a Canadian province or territory",
                    examples = "CA")
            @Size(max = 30)
            @Nullable
            String state,

            @Schema(description = PlaceFields.ZIP_DESCRIPTION, pattern = InputNormalizer.ANY_ZIP, examples = "90210")
            @Nullable
            String zip,

            @Schema(
                    description = PlaceFields.COUNTRY_DESCRIPTION,
                    pattern = InputNormalizer.ANY_COUNTRY,
                    defaultValue = "US",
                    examples = "US")
            @Nullable
            String country,

            @Schema(defaultValue = "true") @Nullable Boolean residential)
            implements CrossFieldValidation.Checked {
        private static final Pattern US_PHONE = Pattern.compile("\\d{10}");
        private static final Pattern PHONE = Pattern.compile("\\+?\\d{6,15}");

        Party {
            PlaceFields place = new PlaceFields(zip, country, state, city);
            zip = place.zip();
            country = place.country();
            state = place.state();
            phone = InputNormalizer.ofPhone(phone, country);
            residential = residential == null || residential;
        }

        @Override
        public Map<String, String> errors() {
            Map<String, String> errors = place().addressErrors();
            if (name == null && company == null) {
                errors.put("name", "or company is required");
            }
            if (phone != null
                    && "US".equals(country)
                    && !US_PHONE.matcher(phone).matches()) {
                errors.put("phone", "must be a US phone number with ten digits, such as (310) 555-0100");
            } else if (phone != null && !PHONE.matcher(phone).matches()) {
                errors.put("phone", "must be a phone number with 6 to 15 digits, such as +44 20 7946 0958");
            }
            return errors;
        }

        PlaceFields place() {
            return new PlaceFields(zip, country, state, city);
        }

        Address toAddress() {
            return new Address(
                    name, company, phone, email, street1, street2, city, state, place().toRateAddress(residential));
        }

        @Override
        public String toString() {
            return "Party[" + state + " " + country + "]";
        }
    }

    @Override
    public Map<String, String> errors() {
        Map<String, String> errors = new HashMap<>();
        if (quoteId == null && carrier == null) {
            errors.put("carrier", WITHOUT_QUOTE);
        }
        if (quoteId == null && serviceCode == null) {
            errors.put("serviceCode", WITHOUT_QUOTE);
        }
        if (quoteId == null && packages == null) {
            errors.put("packages", WITHOUT_QUOTE);
        }
        if (origin != null) {
            origin.place().originError().ifPresent(error -> errors.put("origin.country", error));
        }
        return errors;
    }

    LabelFormat format() {
        return labelFormat == null ? LabelFormat.PDF : LabelFormat.valueOf(labelFormat.name());
    }
}
