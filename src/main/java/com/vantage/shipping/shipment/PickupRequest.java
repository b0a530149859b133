package com.vantage.shipping.shipment;

import static com.vantage.shipping.api.json.CrossFieldValidation.REQUIRED;

import com.vantage.shipping.api.json.BoundedList;
import com.vantage.shipping.api.json.CrossFieldValidation;
import com.vantage.shipping.api.json.InputNormalizer;
import com.vantage.shipping.shipment.CreateShipmentRequest.Party;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The request body of a pickup: of shipments, or of counted packages. Values are normalized ({@link InputNormalizer}), so that equal
 * records are the same request.
 */
@CrossFieldValidation
@Schema(
        description =
                "Packages of one carrier at one address: `shipments`, or `packages` with `total_weight_oz`. Unknown fields are rejected")
record PickupRequest(
        @Schema(
                description = "The carrier's name, in any case",
                pattern = InputNormalizer.ANY_CARRIER,
                examples = "UPS")
        @NotNull
        String carrier,

        @Schema(description = "Where the packages are, in the US, and whom the driver asks. `phone` is required")
        @NotNull
        @Valid
        Party address,

        @Schema(description = "A local date at the address", examples = "2026-11-24") @NotNull
        LocalDate date,

        @Schema(
                description = "When the packages are ready: a local time at the address",
                pattern = PickupRequest.TIME,
                examples = "09:00")
        @NotNull
        @Pattern(regexp = PickupRequest.TIME, message = PickupRequest.TIME_ERROR)
        String readyTime,

        @Schema(
                description = "Until when the driver can get at them: a local time at the address, after `ready_time`",
                pattern = PickupRequest.TIME,
                examples = "17:00")
        @NotNull
        @Pattern(regexp = PickupRequest.TIME, message = PickupRequest.TIME_ERROR)
        String closeTime,

        @Schema(
                description =
                        "Ids of shipments with labels of this carrier. Their services, packages and weights are known",
                examples = "[\"VNT-2026-8847292\"]")
        @Size(min = 1, max = PickupRequest.MAX_SHIPMENTS, message = "must have {min} to {max} entries")
        @Nullable
        List<@NotNull String> shipments,

        @Schema(description = "Numbers of packages by service, without `shipments`")
        @Size(min = 1, max = PickupRequest.MAX_GROUPS, message = "must have {min} to {max} entries")
        @Nullable
        List<@NotNull @Valid PackageCount> packages,

        @Schema(description = "Weight of all `packages` together in ounces; required with them", examples = "320")
        @Positive
        @DecimalMax("10000000")
        @Nullable
        BigDecimal totalWeightOz,

        @Schema(description = "For the driver", examples = "Dock 3, ring twice") @Size(max = 57) @Nullable
        String instructions)
        implements CrossFieldValidation.Checked {
    static final String TIME = "^([01][0-9]|2[0-3]):[0-5][0-9]$";

    private static final String TIME_ERROR = "must be a time such as 09:30";
    private static final int MAX_SHIPMENTS = 100;
    private static final int MAX_GROUPS = 20;
    private static final java.util.regex.Pattern VALID_TIME = java.util.regex.Pattern.compile(TIME);

    PickupRequest {
        carrier = InputNormalizer.ofCode(carrier);
        shipments = BoundedList.truncate(shipments, MAX_SHIPMENTS);
        packages = BoundedList.truncate(packages, MAX_GROUPS);
        totalWeightOz = InputNormalizer.ofMeasure(totalWeightOz);
    }

    @Schema(description = "Packages of one service to one country")
    record PackageCount(
            @Schema(description = "The carrier's code of the service, in any case", examples = "03")
            @NotNull
            @Size(max = 64)
            String serviceCode,

            @Schema(description = "Number of packages", examples = "3") @NotNull @Min(1) @Max(999)
            Integer count,

            @Schema(
                    description = "ISO 3166 alpha-2 code of the destinations",
                    pattern = InputNormalizer.ANY_COUNTRY,
                    defaultValue = "US",
                    examples = "US")
            @Pattern(regexp = InputNormalizer.ANY_COUNTRY, message = "must be an ISO 3166 alpha-2 code such as \"US\"")
            @Nullable
            String country) {
        PackageCount {
            serviceCode = InputNormalizer.ofCode(serviceCode);
            country = country == null ? "US" : InputNormalizer.ofCode(country);
        }
    }

    @Override
    public Map<String, String> errors() {
        Map<String, String> errors = new HashMap<>();
        if (shipments == null && packages == null) {
            errors.put("packages", "is required without shipments");
        }
        if (shipments != null && packages != null) {
            errors.put("packages", "must be absent with shipments");
        }
        if (packages != null && totalWeightOz == null) {
            errors.put("totalWeightOz", "is required with packages");
        }
        if (shipments != null && totalWeightOz != null) {
            errors.put("totalWeightOz", "must be absent with shipments, whose weights are known");
        }
        if (isTime(readyTime) && isTime(closeTime) && !closing().isAfter(ready())) {
            errors.put("closeTime", "must be after ready_time");
        }
        if (address != null) {
            if (address.phone() == null) {
                errors.put("address.phone", REQUIRED);
            }
            address.place().originError().ifPresent(error -> errors.put("address.country", error));
        }
        return errors;
    }

    LocalTime ready() {
        return LocalTime.parse(readyTime);
    }

    LocalTime closing() {
        return LocalTime.parse(closeTime);
    }

    private static boolean isTime(@Nullable String text) {
        return text != null && VALID_TIME.matcher(text).matches();
    }
}
