package com.vantage.shipping.carrier;

/**
 * What a carrier needs for a label between two places, besides addresses and parcels.
 *
 * @param phones whether it needs the phone numbers of sender and recipient
 */
public record LabelRequirements(CustomsUse customs, boolean phones) {
    public static final LabelRequirements NONE = new LabelRequirements(CustomsUse.IGNORED, false);

    /** What a carrier does with the declaration to customs. */
    public enum CustomsUse {
        IGNORED,
        /** Prints it if there is one. */
        OPTIONAL,
        REQUIRED
    }
}
