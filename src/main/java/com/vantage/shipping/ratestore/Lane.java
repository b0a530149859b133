package com.vantage.shipping.ratestore;

import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.RateRequest;
import com.vantage.shipping.model.ShippingOptions;
import java.math.BigDecimal;
import java.util.stream.Collectors;

/**
 * What requests to a carrier have in common whose prices are about the same: the areas of origin and destination, which carriers'
 * zones are made of, whether the destination is residential, the packages by weight in whole pounds and size, the service classes
 * asked for, and the options that have a price.
 */
record Lane(CarrierCode carrier, String description) {
    private static final int AREA_LENGTH = 3;

    static Lane of(CarrierCode carrier, RateRequest request) {
        String parcels = request.parcels().stream().map(Lane::describe).sorted().collect(Collectors.joining(","));
        return new Lane(
                carrier,
                String.join(
                                " ",
                                area(request.origin()),
                                area(request.destination()),
                                request.destination().residential() ? "residential" : "commercial",
                                parcels,
                                request.classes().stream().sorted().toList().toString())
                        + describe(request.options()));
    }

    String redisKey() {
        return "estimates:" + carrier + ":" + description;
    }

    private static String area(RateAddress address) {
        String zip = address.zip();
        String area = zip == null ? String.valueOf(address.city()) : zip;
        return address.isoCountry() + "-" + area.substring(0, Math.min(AREA_LENGTH, area.length()));
    }

    private static String describe(Parcel parcel) {
        String pounds = parcel.weight().pounds(0).toPlainString();
        Dimensions size = parcel.dimensions();
        return size == null
                ? pounds
                : pounds + ":" + inches(size.length()) + "x" + inches(size.width()) + "x" + inches(size.height());
    }

    /** Empty without options, so that lanes without them keep their keys. */
    private static String describe(ShippingOptions options) {
        Money insured = options.insuredValue();
        return (options.signed() ? " signature:" + options.signature() : "")
                + (insured == null ? "" : " insured:" + insured.amount().toPlainString() + insured.currency())
                + (options.saturdayDelivery() ? " saturday" : "")
                + (options.holdForPickup() ? " hold:" + options.locationId() : "");
    }

    private static String inches(BigDecimal side) {
        return side.stripTrailingZeros().toPlainString();
    }
}
