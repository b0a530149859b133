package com.vantage.shipping.quote;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.vantage.shipping.api.json.BoundedList;
import com.vantage.shipping.api.json.CrossFieldValidation;
import com.vantage.shipping.api.json.CustomsBody;
import com.vantage.shipping.api.json.InputNormalizer;
import com.vantage.shipping.api.json.OptionsBody;
import com.vantage.shipping.api.json.ParcelBody;
import com.vantage.shipping.api.json.PlaceFields;
import com.vantage.shipping.api.json.UnknownFields;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.RateRequest;
import com.vantage.shipping.model.ServiceClass;
import com.vantage.shipping.model.ShippingOptions;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The request body of a rate quote.
 *
 * @param ignoredFields JSON pointers of the unknown fields, which are ignored
 */
@CrossFieldValidation
@Schema(
        description =
                "Packages to be sent as one shipment, for which rates are wanted. Unknown fields are ignored, and listed in "
                        + "ignored_fields")
record RateQuoteRequest(
        @Schema(description = "Where the packages are sent from") @NotNull @Valid
        Place origin,

        @Schema(description = "Where the packages are sent to") @NotNull @Valid
        Place destination,

        @NotNull @Size(min = 1, max = ParcelBody.MAX_PACKAGES, message = "must have {min} to {max} entries")
        List<@NotNull @Valid ParcelBody> packages,

        @Schema(description = "The contents, for a shipment across a customs border") @Nullable @Valid
        CustomsBody customs,

        @Nullable @Valid OptionsBody options,

        @Schema(description = "Only these classes of service; all when absent", examples = "[\"ground\", \"express\"]")
        @Size(min = 1, max = RateQuoteRequest.MAX_CLASSES, message = "must have {min} to {max} entries")
        @Nullable
        List<@NotNull ServiceClass> serviceTypes,

        @Schema(
                description = "Call only these carriers, case-insensitive; all when absent",
                examples = "[\"UPS\", \"FedEx\"]")
        @Size(min = 1, max = RateQuoteRequest.MAX_CARRIERS, message = "must have {min} to {max} entries")
        @Nullable
        List<@NotNull String> carriers,

        @Schema(
                description =
                        "Local date at the origin when the packages are handed over, from today to 60 days ahead. "
                                + "When absent, today or the next day that is neither a Sunday nor a federal holiday")
        @Nullable
        LocalDate shipDate,

        @Schema(description = "Time limit for the quote, in milliseconds", defaultValue = "2500")
        @Min(100)
        @Max(10_000)
        @Nullable
        Integer deadlineMs,

        @Schema(description = "The order of the quotes", defaultValue = "price") @Nullable
        Sort sort,

        @JsonIgnore @Schema(hidden = true) @Nullable List<String> ignoredFields)
        implements UnknownFields.IgnoresUnknownFields<RateQuoteRequest>, CrossFieldValidation.Checked {

    private static final int MAX_CLASSES = 3;
    private static final int MAX_CARRIERS = 20;

    RateQuoteRequest {
        packages = BoundedList.truncate(packages, ParcelBody.MAX_PACKAGES);
        serviceTypes = BoundedList.truncate(serviceTypes, MAX_CLASSES);
        List<String> named = BoundedList.truncate(carriers, MAX_CARRIERS);
        carriers = named == null
                ? null
                : named.stream().map(InputNormalizer::ofCode).toList();
    }

    @Schema(description = "price: lowest rate first; speed: fewest transit days first")
    enum Sort {
        @JsonProperty("price")
        PRICE,
        @JsonProperty("speed")
        SPEED
    }

    @Schema(description = "A place in any country")
    @CrossFieldValidation
    record Place(
            @Schema(description = PlaceFields.ZIP_DESCRIPTION, pattern = InputNormalizer.ANY_ZIP, examples = "10001")
            @Nullable
            String zip,

            @Schema(
                    description = PlaceFields.COUNTRY_DESCRIPTION,
                    pattern = InputNormalizer.ANY_COUNTRY,
                    defaultValue = "US",
                    examples = "US")
            @Nullable
            String country,

            @Schema(
                    description =
                            "Code of the state or province. Not needed in the US and Canada, where the postal code determines it",
                    examples = "NY")
            @Size(max = 30)
            @Nullable
            String state,

            @Schema(description = "Required without `zip`", examples = "New York") @Size(max = 60) @Nullable
            String city,

            @Schema(
                    description =
                            "Whether the address is residential. Carriers charge more for residential addresses: send false for businesses",
                    defaultValue = "true")
            @Nullable
            Boolean residential)
            implements CrossFieldValidation.Checked {

        @Override
        public Map<String, String> errors() {
            return fields().errors();
        }

        private PlaceFields fields() {
            return new PlaceFields(zip, country, state, city);
        }

        RateAddress toRateAddress() {
            return fields().toRateAddress(residential);
        }
    }

    @Override
    public Map<String, String> errors() {
        return origin == null
                ? Map.of()
                : origin.fields()
                        .originError()
                        .map(error -> Map.of("origin.country", error))
                        .orElse(Map.of());
    }

    @Override
    public RateQuoteRequest withIgnored(List<String> pointers) {
        return new RateQuoteRequest(
                origin,
                destination,
                packages,
                customs,
                options,
                serviceTypes,
                carriers,
                shipDate,
                deadlineMs,
                sort,
                pointers);
    }

    /** @param defaultShipDate used if the request has none */
    RateRequest toRateRequest(LocalDate defaultShipDate) {
        return new RateRequest(
                origin.toRateAddress(),
                destination.toRateAddress(),
                packages.stream().map(ParcelBody::toParcel).toList(),
                serviceTypes == null ? EnumSet.allOf(ServiceClass.class) : Set.copyOf(serviceTypes),
                shipDate == null ? defaultShipDate : shipDate,
                customs == null ? null : customs.toCustoms(),
                options == null ? ShippingOptions.NONE : options.toOptions());
    }

    Optional<Duration> deadline() {
        return Optional.ofNullable(deadlineMs).map(Duration::ofMillis);
    }
}
