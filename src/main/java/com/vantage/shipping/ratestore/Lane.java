package com.vantage.shipping.ratestore;

import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.RateRequest;
import java.math.BigDecimal;
import java.util.stream.Collectors;

/**
 * What requests to a carrier have in common whose prices are about the same: the areas of origin and destination, which carriers'
 * zones are made of, whether the destination is residential, the packages by weight in whole pounds and size, and the service classes
 * asked for.
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
                        request.classes().stream().sorted().toList().toString()));
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

    private static String inches(BigDecimal side) {
        return side.stripTrailingZeros().toPlainString();
    }
}
