package com.vantage.shipping.api.json;

import com.vantage.shipping.model.ContentsType;
import com.vantage.shipping.model.CustomsDeclaration;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.Weight;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The contents of a shipment in a request body. */
@Schema(
        name = "Customs",
        description =
                "What the shipment contains. Carriers that need it to price a shipment across a customs border decline without "
                        + "it, with the code `customs_required`")
@CrossFieldValidation
public record CustomsBody(
        @Schema(description = "What the items are", defaultValue = "merchandise") @Nullable
        ContentsType contentsType,

        @Schema(description = "What is in the shipment, the same articles together")
        @NotNull
        @Size(min = 1, max = CustomsBody.MAX_ITEMS, message = "must have {min} to {max} entries")
        List<@NotNull @Valid Item> items)
        implements CrossFieldValidation.Checked {

    /** USPS's limit. */
    private static final int MAX_ITEMS = 30;

    public CustomsBody {
        items = BoundedList.truncate(items, MAX_ITEMS);
    }

    @Schema(name = "CustomsItem", description = "Equal articles in the shipment")
    @CrossFieldValidation
    public record Item(
            @Schema(description = "What it is, in English", examples = "Cotton T-shirt") @NotNull @Size(max = 450)
            String description,

            @NotNull @Min(1) @Max(9_999) @Schema(description = "Number of articles", examples = "2")
            Integer quantity,

            @Schema(description = "The value of one article, with at most two decimals", examples = "12.50")
            @NotNull
            @DecimalMin("0.01")
            @DecimalMax("999999.99")
            @Digits(integer = 6, fraction = 2, message = "must have at most {fraction} decimals")
            BigDecimal unitValue,

            @Schema(
                    description = "ISO 4217 code, the same for all items",
                    pattern = "^\\s*[A-Za-z]{3}\\s*$",
                    defaultValue = "USD",
                    examples = "USD")
            @Pattern(regexp = "[A-Z]{3}", message = "must be an ISO 4217 code such as \"USD\"")
            @Nullable
            String currency,

            @Schema(
                    description =
                            "Code of the Harmonized System, 6 to 14 letters and digits; dots are ignored. Duties and taxes are "
                                    + "only told for items with it",
                    pattern = "^\\s*([A-Za-z0-9]\\.*){6,14}\\s*$",
                    examples = "6109.10.0012")
            @Pattern(regexp = "[A-Z0-9]{6,14}", message = "must have 6 to 14 letters and digits")
            @Nullable
            String hsCode,

            @Schema(
                    description = "Country of manufacture: ISO 3166 alpha-2 code",
                    pattern = InputNormalizer.ANY_COUNTRY,
                    examples = "US")
            @Nullable
            String originCountry,

            @Schema(description = "Ounces of one article; more than four decimals are rounded up", examples = "6")
            @Positive
            @DecimalMax("40000")
            @Nullable
            BigDecimal weightOz)
            implements CrossFieldValidation.Checked {

        public Item {
            currency = currency == null ? "USD" : InputNormalizer.ofCode(currency);
            hsCode = hsCode == null ? null : InputNormalizer.ofCode(hsCode.replace(".", ""));
            originCountry = InputNormalizer.ofCode(originCountry);
            weightOz = InputNormalizer.ofMeasure(weightOz);
            unitValue = InputNormalizer.ofAmount(unitValue);
        }

        @Override
        public Map<String, String> errors() {
            return originCountry == null || PlaceFields.isCountry(originCountry)
                    ? Map.of()
                    : Map.of("originCountry", PlaceFields.notACountry(originCountry));
        }

        private CustomsDeclaration.Item toItem() {
            return new CustomsDeclaration.Item(
                    description,
                    quantity,
                    new Money(unitValue, String.valueOf(currency)),
                    hsCode,
                    originCountry,
                    weightOz == null ? null : new Weight(weightOz));
        }
    }

    @Override
    public Map<String, String> errors() {
        Map<String, String> errors = new LinkedHashMap<>();
        for (int i = 1; items != null && i < items.size(); i++) {
            if (items.get(0) != null
                    && items.get(i) != null
                    && !Objects.equals(items.get(0).currency(), items.get(i).currency())) {
                errors.put(
                        "items",
                        "must have one currency; found " + items.get(0).currency() + " and "
                                + items.get(i).currency());
            }
        }
        return errors;
    }

    public CustomsDeclaration toCustoms() {
        return new CustomsDeclaration(
                contentsType == null ? ContentsType.MERCHANDISE : contentsType,
                items.stream().map(Item::toItem).toList());
    }
}
