package com.vantage.shipping.model;

import org.jspecify.annotations.Nullable;

/**
 * What is wanted of a service beyond carrying the parcels, and how the labels are printed.
 *
 * @param insuredValue of each parcel
 * @param locationId where parcels are held for pickup, as the carrier names its locations
 * @param labelDpi dots per inch of ZPL labels; the carrier's default when absent
 */
public record ShippingOptions(
        Signature signature,
        @Nullable Money insuredValue,
        boolean saturdayDelivery,
        boolean holdForPickup,
        @Nullable String locationId,
        LabelSize labelSize,
        @Nullable Integer labelDpi) {

    public static final ShippingOptions NONE =
            new ShippingOptions(Signature.NONE, null, false, false, null, LabelSize.FOUR_BY_SIX, null);

    /** Who signs at the delivery. */
    public enum Signature {
        NONE,
        STANDARD,
        ADULT
    }

    public enum LabelSize {
        /** 4 by 6 inches. */
        FOUR_BY_SIX,
        /** The same label on a page of 8.5 by 11 inches. */
        LETTER
    }

    public boolean signed() {
        return signature != Signature.NONE;
    }
}
