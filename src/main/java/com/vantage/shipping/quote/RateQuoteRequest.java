package com.vantage.shipping.quote;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.vantage.shipping.api.json.BoundedList;
import com.vantage.shipping.api.json.InputNormalizer;
import com.vantage.shipping.api.json.ParcelBody;
import com.vantage.shipping.api.json.UnknownFields;
import com.vantage.shipping.model.Location;
import com.vantage.shipping.model.RateRequest;
import com.vantage.shipping.model.ServiceClass;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The request body of a rate quote.
 *
 * @param ignoredFields JSON pointers of the unknown fields, which are ignored
 */
@Schema(
        description =
                "Packages to be sent as one shipment, for which rates are wanted. Unknown fields are ignored, and listed in "
                        + "ignored_fields")
record RateQuoteRequest(
        @Schema(description = "Where the packages are sent from") @NotNull @Valid
        Place origin,

        @Schema(description = "Where the packages are sent to") @NotNull @Valid
        Place destination,

        @NotNull @Size(min = 1, max = RateQuoteRequest.MAX_PACKAGES, message = "must have {min} to {max} entries")
        List<@NotNull @Valid ParcelBody> packages,

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
        implements UnknownFields.IgnoresUnknownFields<RateQuoteRequest> {

    private static final int MAX_PACKAGES = 50;
    private static final int MAX_CLASSES = 3;
    private static final int MAX_CARRIERS = 20;

    RateQuoteRequest {
        packages = BoundedList.truncate(packages, MAX_PACKAGES);
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

    @Schema(description = "A place in the US")
    record Place(
            @Schema(description = "5 or 9 digits", pattern = InputNormalizer.ANY_ZIP, examples = "10001")
            @NotNull
            @Pattern(regexp = InputNormalizer.ZIP, message = InputNormalizer.NOT_A_ZIP)
            String zip,

            @Schema(pattern = InputNormalizer.ANY_COUNTRY, examples = "US")
            @NotNull
            @Pattern(regexp = InputNormalizer.COUNTRY, message = InputNormalizer.NOT_A_COUNTRY)
            String country,

            @Schema(
                    description =
                            "Whether the address is residential. Carriers charge more for residential addresses: send false for businesses",
                    defaultValue = "true")
            @Nullable
            Boolean residential) {

        Place {
            zip = InputNormalizer.ofZip(zip);
            country = InputNormalizer.ofCode(country);
        }

        Location toLocation() {
            return new Location(zip, country, residential == null || residential);
        }
    }

    @Override
    public RateQuoteRequest withIgnored(List<String> pointers) {
        return new RateQuoteRequest(
                origin, destination, packages, serviceTypes, carriers, shipDate, deadlineMs, sort, pointers);
    }

    /** @param defaultShipDate used if the request has none */
    RateRequest toRateRequest(LocalDate defaultShipDate) {
        return new RateRequest(
                origin.toLocation(),
                destination.toLocation(),
                packages.stream().map(ParcelBody::toParcel).toList(),
                serviceTypes == null ? EnumSet.allOf(ServiceClass.class) : Set.copyOf(serviceTypes),
                shipDate == null ? defaultShipDate : shipDate);
    }

    Optional<Duration> deadline() {
        return Optional.ofNullable(deadlineMs).map(Duration::ofMillis);
    }
}
