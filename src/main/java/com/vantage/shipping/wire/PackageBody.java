package com.vantage.shipping.wire;

import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.Weight;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One package of a request. */
@Schema(name = "Parcel")
public record PackageBody(
        @Schema(description = "Ounces", examples = "32", multipleOf = 0.0001)
        @NotNull
        @Positive
        @DecimalMax("40000")
        @Digits(integer = 5, fraction = 4)
        BigDecimal weightOz,

        @NotNull @Valid Box dimensions,

        @Schema(description = "The sender's own word for this box", examples = "box 1")
        @Size(min = 1, max = 35)
        @Nullable
        String reference) {

    /** A box's sides. */
    @Schema(name = "Dimensions", description = "Inches, in any order")
    public record Box(
            @NotNull
            @Positive
            @DecimalMax("1000")
            @Digits(integer = 4, fraction = 4)
            @Schema(examples = "12", multipleOf = 0.0001)
            BigDecimal length,

            @NotNull
            @Positive
            @DecimalMax("1000")
            @Digits(integer = 4, fraction = 4)
            @Schema(examples = "8", multipleOf = 0.0001)
            BigDecimal width,

            @NotNull
            @Positive
            @DecimalMax("1000")
            @Digits(integer = 4, fraction = 4)
            @Schema(examples = "6", multipleOf = 0.0001)
            BigDecimal height) {}

    public Parcel toParcel() {
        return new Parcel(
                new Weight(weightOz),
                new Dimensions(dimensions.length(), dimensions.width(), dimensions.height()),
                reference);
    }
}
