package com.vantage.shipping.api.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.ShippingOptions;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The options of a shipment in a request body. */
@Schema(
        name = "Options",
        description =
                "What is wanted beyond carrying the packages. A service that does not offer an option is left out of a quote, and "
                        + "`carriers` says why, with the code `option_not_offered`. Prices of options are `surcharges`")
@CrossFieldValidation
public record OptionsBody(
        @Schema(description = "Who signs at the delivery", defaultValue = "none") @Nullable
        Signature signature,

        @Schema(
                description =
                        "The value of each package up to which the carrier is liable; UPS and FedEx call it declared value")
        @Nullable
        @Valid
        InsuredValue insuredValue,

        @Schema(
                description =
                        "Delivery on a Saturday. USPS delivers on Saturdays as on other days, at no charge; of UPS and FedEx, only "
                                + "services that arrive on a Saturday from the ship date are quoted",
                defaultValue = "false")
        @Nullable
        Boolean saturdayDelivery,

        @Schema(
                description = "The recipient picks the packages up at `location_id`; not offered by UPS",
                defaultValue = "false")
        @Nullable
        Boolean holdForPickup,

        @Schema(
                description = "Where the packages are held: FedEx's location id, or USPS's facility id of seven digits",
                pattern = OptionsBody.ANY_LOCATION,
                examples = "YBZA")
        @Pattern(
                regexp = "[A-Z0-9]{1,20}",
                message = "must be the carrier's id of a location: up to 20 letters and digits")
        @Nullable
        String locationId,

        @Schema(
                description = "The size of the page. letter: one label on each page, for PDF only",
                defaultValue = "4x6")
        @Nullable
        Size labelSize,

        @Schema(
                description = "Dots per inch, for ZPL only; the carrier's default, 203, when absent",
                enumeration = {"203", "300"},
                examples = "300")
        @Nullable
        Integer labelDpi)
        implements CrossFieldValidation.Checked {

    static final String ANY_LOCATION = "^\\s*[A-Za-z0-9]{1,20}\\s*$";

    private static final String USD = "USD";
    private static final int LOW_DPI = 203;
    private static final int HIGH_DPI = 300;

    public OptionsBody {
        locationId = InputNormalizer.ofCode(locationId);
    }

    @Schema(
            name = "Signature",
            description = "none: as the carrier does by default; standard: somebody; adult: an adult")
    public enum Signature {
        @JsonProperty("none")
        NONE,
        @JsonProperty("standard")
        STANDARD,
        @JsonProperty("adult")
        ADULT
    }

    @Schema(name = "LabelSize", description = "4x6: 4 by 6 inches; letter: 8.5 by 11 inches")
    public enum Size {
        @JsonProperty("4x6")
        FOUR_BY_SIX,
        @JsonProperty("letter")
        LETTER
    }

    @Schema(
            name = "InsuredValue",
            description = "An amount in USD. USPS insures up to 5,000 USD a package, UPS up to 50,000 USD")
    public record InsuredValue(
            @Schema(description = "With at most two decimals", examples = "250.00")
            @NotNull
            @DecimalMin("0.01")
            @DecimalMax("50000")
            @Digits(integer = 5, fraction = 2, message = "must have at most {fraction} decimals")
            BigDecimal amount,

            @Schema(pattern = "^\\s*[Uu][Ss][Dd]\\s*$", defaultValue = USD, examples = USD)
            @Pattern(regexp = USD, message = "must be USD, the currency of the origin")
            @Nullable
            String currency) {

        public InsuredValue {
            amount = InputNormalizer.ofAmount(amount);
            currency = currency == null ? USD : InputNormalizer.ofCode(currency);
        }
    }

    /** All options of a shipment in the form of a request. */
    public static OptionsBody of(ShippingOptions options) {
        Money insured = options.insuredValue();
        return new OptionsBody(
                Signature.valueOf(options.signature().name()),
                insured == null ? null : new InsuredValue(insured.amount(), insured.currency()),
                options.saturdayDelivery(),
                options.holdForPickup(),
                options.locationId(),
                Size.valueOf(options.labelSize().name()),
                options.labelDpi());
    }

    /** The options that differ from their defaults; null if there are none. */
    public @Nullable OptionsBody withoutDefaults() {
        OptionsBody body = new OptionsBody(
                signature == Signature.NONE ? null : signature,
                insuredValue,
                Boolean.TRUE.equals(saturdayDelivery) ? true : null,
                Boolean.TRUE.equals(holdForPickup) ? true : null,
                locationId,
                labelSize == Size.FOUR_BY_SIX ? null : labelSize,
                labelDpi);
        return body.equals(new OptionsBody(null, null, null, null, null, null, null)) ? null : body;
    }

    @Override
    public Map<String, String> errors() {
        Map<String, String> errors = new LinkedHashMap<>();
        if (labelDpi != null && labelDpi != LOW_DPI && labelDpi != HIGH_DPI) {
            errors.put("labelDpi", "must be 203 or 300");
        } else if (labelDpi != null && labelSize == Size.LETTER) {
            errors.put("labelDpi", "must be omitted with label_size letter: it is for ZPL only, and letter for PDF");
        }
        if (locationId != null && !Boolean.TRUE.equals(holdForPickup)) {
            errors.put("locationId", "must be omitted without hold_for_pickup");
        }
        return errors;
    }

    public ShippingOptions toOptions() {
        return new ShippingOptions(
                signature == null
                        ? ShippingOptions.Signature.NONE
                        : ShippingOptions.Signature.valueOf(signature.name()),
                insuredValue == null ? null : new Money(insuredValue.amount(), String.valueOf(insuredValue.currency())),
                Boolean.TRUE.equals(saturdayDelivery),
                Boolean.TRUE.equals(holdForPickup),
                locationId,
                labelSize == null
                        ? ShippingOptions.LabelSize.FOUR_BY_SIX
                        : ShippingOptions.LabelSize.valueOf(labelSize.name()),
                labelDpi);
    }
}
