package com.vantage.shipping.shipment;

import com.vantage.shipping.model.Address;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.Location;
import com.vantage.shipping.wire.BoundedList;
import com.vantage.shipping.wire.PackageBody;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of a purchase, as it comes: by quote, or by carrier, service and packages. */
@Schema(description = "Buy by quote_id, or by carrier, service_code and packages")
record CreateShipmentRequest(
        @Schema(description = "Of a quote less than 30 minutes old") @Size(min = 1, max = 64) @Nullable
        String quoteId,

        @Schema(examples = "FedEx")
        @Pattern(regexp = "^[A-Za-z][A-Za-z0-9]{1,19}$", message = "must be a carrier's code")
        @Nullable
        String carrier,

        @Schema(examples = "FEDEX_GROUND") @Size(min = 1, max = 64) @Nullable
        String serviceCode,

        @Schema(examples = "ORD-55120") @Size(min = 1, max = 64) @Nullable
        String orderId,

        @Schema(description = "The customer who may track it: the sub of their token", examples = "cus_81")
        @Size(min = 1, max = 128)
        @Nullable
        String customerId,

        @Schema(
                description =
                        "When the parcels are handed over, as a local date at the origin: from today to 60 days ahead. "
                                + "When absent, the quote's day unless it has passed; else today or the next day that is neither "
                                + "a Sunday nor a federal holiday. On another day than the quote's, rate may differ from "
                                + "quoted_rate")
        @Nullable
        LocalDate shipDate,

        @Schema(defaultValue = "PDF") @Nullable Format labelFormat,
        @NotNull @Valid Party origin,
        @NotNull @Valid Party destination,

        @Size(min = 1, max = CreateShipmentRequest.MOST_PACKAGES, message = "must have {min} to {max} entries")
        @Nullable
        List<@NotNull @Valid PackageBody> packages) {

    private static final int MOST_PACKAGES = 50;

    CreateShipmentRequest {
        packages = BoundedList.cut(packages, MOST_PACKAGES);
    }

    @Schema(name = "LabelFormat")
    enum Format {
        PDF,
        PNG,
        ZPL
    }

    /** A name or a company is needed. Nothing personal is printed by toString. */
    record Party(
            @Schema(examples = "Jane Doe") @Size(min = 1, max = 100) @Nullable
            String name,

            @Schema(examples = "Vantage") @Size(min = 1, max = 100) @Nullable
            String company,

            @Schema(description = "Ten digits", examples = "3105550100")
            @Pattern(regexp = "^\\d{10}$", message = "must be ten digits")
            @Nullable
            String phone,

            @Schema(format = "email", examples = "jane@example.com") @Email @Size(max = 254) @Nullable
            String email,

            @Schema(examples = "9 Elm Dr") @NotBlank @Size(max = 100)
            String street1,

            @Schema(examples = "Apt 2") @Size(max = 100) @Nullable
            String street2,

            @Schema(examples = "Beverly Hills") @NotBlank @Size(max = 60)
            String city,

            @Schema(examples = "CA") @NotNull @Pattern(regexp = "^[A-Z]{2}$", message = "must be two capitals")
            String state,

            @Schema(examples = "90210")
            @NotNull
            @Pattern(regexp = "^\\d{5}(-\\d{4})?$", message = "must be a ZIP code: 12345 or 12345-6789")
            String zip,

            @Schema(examples = "US") @NotNull @Pattern(regexp = "^US$", message = "must be US")
            String country,

            @Schema(defaultValue = "true") @Nullable Boolean residential) {

        boolean namesSomebody() {
            return isText(name) || isText(company);
        }

        Address toAddress() {
            return new Address(
                    isText(name) ? name : null,
                    isText(company) ? company : null,
                    phone,
                    email,
                    street1,
                    isText(street2) ? street2 : null,
                    city,
                    state,
                    new Location(zip, country, residential == null || residential));
        }

        private static boolean isText(@Nullable String text) {
            return text != null && !text.isBlank();
        }

        @Override
        public String toString() {
            return "Party[" + state + "]";
        }
    }

    LabelFormat format() {
        return labelFormat == null ? LabelFormat.PDF : LabelFormat.valueOf(labelFormat.name());
    }
}
