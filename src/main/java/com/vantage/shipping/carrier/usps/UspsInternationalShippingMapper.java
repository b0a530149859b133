package com.vantage.shipping.carrier.usps;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.vantage.shipping.carrier.usps.UspsCustomsMapper.Form;
import com.vantage.shipping.carrier.usps.UspsShippingMapper.Address;
import com.vantage.shipping.carrier.usps.UspsShippingMapper.ImageInfo;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.Incoterm;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.PurchaseOrder;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code POST /international-labels/v3/international-label}: buys a label, with its customs form, for one package abroad. */
final class UspsInternationalShippingMapper {
    /** Tracking numbers of international mail, such as {@code EZ000012162US}. */
    private static final Pattern TRACKING_NUMBER = Pattern.compile("[A-Z]{2}\\d{9}[A-Z]{2}");

    record Request(
            ImageInfo imageInfo,
            ForeignAddress toAddress,
            Address fromAddress,
            PackageDescription packageDescription,
            Form customsForm) {}

    /** @param provinceCode needed by some countries if duties are prepaid */
    record ForeignAddress(
            @Nullable String firstName,
            @Nullable String lastName,
            @Nullable String firm,
            @Nullable String phone,
            String streetAddress,
            @Nullable String secondaryAddress,
            String city,
            @Nullable String postalCode,
            @Nullable String province,
            @JsonProperty("provinceISOAlpha2Code") @Nullable String provinceCode,
            String country,
            @JsonProperty("countryISOAlpha2Code") String countryCode) {

        /** Keeps personal data out of logs. */
        @Override
        public String toString() {
            return "ForeignAddress[…]";
        }
    }

    record PackageDescription(
            String mailClass,
            String rateIndicator,
            String processingCategory,
            String destinationEntryFacilityType,
            @JsonProperty("weightUOM") String weightUnit,
            BigDecimal weight,
            @JsonProperty("dimensionsUOM") String dimensionsUnit,
            BigDecimal length,
            BigDecimal width,
            BigDecimal height,
            String mailingDate,
            List<CustomerReference> customerReference,
            @Nullable Boolean prepayDutiesTaxesFees) {}

    record CustomerReference(String referenceNumber) {}

    private UspsInternationalShippingMapper() {}

    /** Whether labels with this tracking number are voided and reprinted by the international operations. */
    static boolean isInternational(String trackingNumber) {
        return TRACKING_NUMBER.matcher(trackingNumber).matches();
    }

    static Request toRequest(
            PurchaseOrder order,
            UspsLabelParties<ForeignAddress> parties,
            Form form,
            String mailClass,
            UspsRateTerms terms) {
        return new Request(
                UspsShippingMapper.imageInfo(order, 0),
                parties.to(),
                parties.from(),
                toPackage(order, mailClass, order.parcels().getFirst(), terms),
                form);
    }

    private static PackageDescription toPackage(
            PurchaseOrder order, String mailClass, Parcel parcel, UspsRateTerms terms) {
        Dimensions sides = UspsLimits.dimensions(parcel);
        return new PackageDescription(
                mailClass,
                terms.rateIndicator(),
                terms.processingCategory(),
                terms.destinationEntryFacilityType(),
                "lb",
                parcel.weight().pounds(2),
                "in",
                UspsRatingMapper.inches(sides.length()),
                UspsRatingMapper.inches(sides.width()),
                UspsRatingMapper.inches(sides.height()),
                order.shipDate().toString(),
                List.of(new CustomerReference(order.reference().value())),
                requireNonNull(order.customs()).incoterm() == Incoterm.DDP ? true : null);
    }
}
