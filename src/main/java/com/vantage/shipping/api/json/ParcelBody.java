package com.vantage.shipping.api.json;

import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.Weight;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A parcel in a request body; the API calls it a package. */
@Schema(name = "Parcel", description = "One package")
public record ParcelBody(
        @Schema(description = "Ounces; more than four decimals are rounded up", examples = "32")
        @NotNull
        @Positive
        @DecimalMax("40000")
        BigDecimal weightOz,

        @Schema(
                description =
                        "Size of the box. A carrier that cannot price by weight alone declines a package without it, "
                                + "with the code `dimensions_required`")
        @Valid
        @Nullable
        Box dimensions,

        @Schema(description = "The sender's reference for this package", examples = "box 1") @Size(max = 35) @Nullable
        String reference) {

    /** Packages of one request. */
    public static final int MAX_PACKAGES = 50;

    public ParcelBody {
        weightOz = InputNormalizer.ofMeasure(weightOz);
    }

    /** Dimensions in inches, in any order. */
    @Schema(name = "Dimensions", description = "Inches, in any order; more than four decimals are rounded up")
    public record Box(
            @NotNull @Positive @DecimalMax("1000") @Schema(description = "Inches", examples = "12")
            BigDecimal length,

            @NotNull @Positive @DecimalMax("1000") @Schema(description = "Inches", examples = "8")
            BigDecimal width,

            @NotNull @Positive @DecimalMax("1000") @Schema(description = "Inches", examples = "6")
            BigDecimal height) {

        public Box {
            length = InputNormalizer.ofMeasure(length);
            width = InputNormalizer.ofMeasure(width);
            height = InputNormalizer.ofMeasure(height);
        }

        private Dimensions toDimensions() {
            return new Dimensions(length, width, height);
        }
    }

    public Parcel toParcel() {
        return new Parcel(new Weight(weightOz), dimensions == null ? null : dimensions.toDimensions(), reference);
    }
}
