package com.vantage.shipping.model;

import java.util.regex.Pattern;

/** Format of shipment ids: {@code VNT}, the year, and a number. */
public final class ShipmentIdFormat {
    private static final Pattern FORMAT = Pattern.compile("VNT-\\d{4}-\\d{1,12}");

    private ShipmentIdFormat() {}

    /** Whether the text is a well-formed id. Others need no lookup, and may not be valid text for the database. */
    public static boolean isValid(String text) {
        return FORMAT.matcher(text).matches();
    }

    /** The year (UTC) in which the shipment was created. */
    public static int year(String id) {
        return Integer.parseInt(id.substring(4, 8));
    }
}
