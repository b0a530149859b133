package com.vantage.shipping.model;

import java.util.regex.Pattern;

/** The form of a shipment's id: {@code VNT}, the year, and a number. */
public final class ShipmentId {
    private static final Pattern FORM = Pattern.compile("VNT-\\d{4}-\\d{1,12}");

    private ShipmentId() {}

    /** Whether a shipment can have this id at all. What cannot need not be looked up, and may be no text for a database. */
    public static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    /** The year (UTC) in which the shipment with this id was made. */
    public static int year(String id) {
        return Integer.parseInt(id.substring(4, 8));
    }
}
