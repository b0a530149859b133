package com.vantage.shipping.api.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.vantage.shipping.model.ContentsType;
import com.vantage.shipping.model.CustomsDeclaration;
import com.vantage.shipping.model.Incoterm;
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
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The contents of a shipment in a request body. */
@Schema(
        name = "Customs",
        description =
                "What the shipment contains, and what customs want to know about it. Carriers that need it to price a shipment "
                        + "across a customs border decline without it, with the code `customs_required`. A purchase across one "
                        + "needs it with `hs_code` (unless the contents are documents), `origin_country` and `weight_oz` of each "
                        + "item, in USD, and with `itn` or `export_exemption` if the export must be filed")
@CrossFieldValidation
public record CustomsBody(
        @Schema(description = "What the items are", defaultValue = "merchandise") @Nullable
        Contents contentsType,

        @Schema(description = "What is in the shipment, the same articles together")
        @NotNull
        @Size(min = 1, max = CustomsBody.MAX_ITEMS, message = "must have {min} to {max} entries")
        List<@NotNull @Valid Item> items,

        @Schema(
                description = "Who pays import duties and taxes: the recipient (DAP) or the sender (DDP)",
                defaultValue = "DAP")
        @Nullable
        Terms incoterm,

        @Schema(description = "The sender's tax number", examples = "12-3456789")
        @Size(max = CustomsBody.MAX_TAX_ID)
        @Nullable
        String exporterTaxId,

        @Schema(description = "The recipient's tax number, such as EORI or VAT", examples = "GB123456789000")
        @Size(max = CustomsBody.MAX_TAX_ID)
        @Nullable
        String recipientTaxId,

        @Schema(
                description =
                        "Internal transaction number of the export's filing in the Automated Export System. It, or "
                                + "`export_exemption`, is required for a purchase of more than 2,500 USD of goods with the same "
                                + "`hs_code`, except to Canada and between the US and American Samoa, Guam and the Northern "
                                + "Mariana Islands",
                pattern = "^\\s*([Aa][Ee][Ss])?\\s*[Xx]\\d{14}\\s*$",
                examples = "X20261124123456")
        @Pattern(regexp = "X\\d{14}", message = "must be an ITN such as \"X20261124123456\"")
        @Nullable
        String itn,

        @Schema(
                description =
                        "Section of the Foreign Trade Regulations (15 CFR 30) that exempts the export from filing; where values "
                                + "and places exempt it, it need not be stated",
                pattern = "^\\s*([Nn][Oo]\\s?[Ee][Ee][Ii])?\\s*30\\.\\d{1,2}(\\([A-Za-z0-9]{1,2}\\))*\\s*$",
                examples = "30.37(a)")
        @Pattern(
                regexp = "30\\.\\d{1,2}(\\([a-z0-9]{1,2}\\))*",
                message = "must be a section of 15 CFR 30 such as \"30.37(a)\"")
        @Nullable
        String exportExemption,

        @Schema(
                description =
                        "Number of the commercial invoice; by default the shipment's id where the carrier requires one",
                examples = "INV-2026-118")
        @Size(max = 35)
        @Nullable
        String invoiceNumber)
        implements CrossFieldValidation.Checked {

    /** USPS's limit. */
    private static final int MAX_ITEMS = 30;

    /** FedEx's limit. */
    private static final int MAX_TAX_ID = 18;

    public CustomsBody {
        items = BoundedList.truncate(items, MAX_ITEMS);
        itn = withoutPrefix("AES", itn);
        String section = withoutPrefix("NO ?EEI", exportExemption);
        exportExemption = section == null ? null : section.toLowerCase(Locale.ROOT);
    }

    /** Customs of a shipment in the form of a request. */
    public static CustomsBody of(CustomsDeclaration customs) {
        return new CustomsBody(
                Contents.valueOf(customs.contentsType().name()),
                customs.items().stream().map(Item::of).toList(),
                Terms.valueOf(customs.incoterm().name()),
                customs.exporterTaxId(),
                customs.recipientTaxId(),
                customs.itn(),
                customs.exportExemption(),
                customs.invoiceNumber());
    }

    private static @Nullable String withoutPrefix(String prefix, @Nullable String text) {
        String code = InputNormalizer.ofCode(text);
        return code == null ? null : code.replaceFirst("^(" + prefix + ")?\\s*", "");
    }

    @Schema(name = "ContentsType", description = "Kind of contents")
    public enum Contents {
        @JsonProperty("merchandise")
        MERCHANDISE,
        @JsonProperty("gift")
        GIFT,
        @JsonProperty("documents")
        DOCUMENTS,
        @JsonProperty("sample")
        SAMPLE,
        @JsonProperty("return")
        RETURN
    }

    @Schema(name = "Incoterm", description = "DAP: the recipient pays duties and taxes; DDP: the sender")
    public enum Terms {
        @JsonProperty("DAP")
        DAP,
        @JsonProperty("DDP")
        DDP
    }

    @Schema(name = "CustomsItem", description = "Equal articles in the shipment")
    @CrossFieldValidation
    public record Item(
            @Schema(
                    description = "What it is, in English",
                    examples = "Cotton T-shirt",
                    pattern = InputNormalizer.ANY_TEXT)
            @NotNull
            @Size(max = 450)
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

        private static Item of(CustomsDeclaration.Item item) {
            return new Item(
                    item.description(),
                    item.quantity(),
                    item.unitValue().amount(),
                    item.unitValue().currency(),
                    item.hsCode(),
                    item.originCountry(),
                    item.weight() == null ? null : item.weight().ounces());
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
        if (itn != null && exportExemption != null) {
            errors.put("exportExemption", "must be omitted with itn");
        }
        return errors;
    }

    public CustomsDeclaration toCustoms() {
        return new CustomsDeclaration(
                contentsType == null ? ContentsType.MERCHANDISE : ContentsType.valueOf(contentsType.name()),
                items.stream().map(Item::toItem).toList(),
                incoterm == null ? Incoterm.DAP : Incoterm.valueOf(incoterm.name()),
                exporterTaxId,
                recipientTaxId,
                itn,
                exportExemption,
                invoiceNumber);
    }
}
