package com.vantage.shipping.model;

import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;

/**
 * The time zones of a ZIP code.
 *
 * <p>The table has states, and ZIP codes (mostly their three-digit prefixes) whose zone differs from their state's. A
 * prefix in two zones is in both lines, without distinguishing its ZIP codes.
 *
 * <p>Military mail has the zone of its gateway: New York for AE, Los Angeles for AP, Miami for AA. For AA, Central
 * America is used, where dates end later than in Miami; everywhere else they end earlier than at the gateway.
 */
public final class UsTimeZones {
    private static final PostalCodeTable ZONES = new PostalCodeTable("""
            America/Puerto_Rico PR VI
            America/New_York CT DC DE FL GA IN KY MA MD ME MI NC NH NJ NY OH PA RI SC VA VT WV AA AE
            America/New_York 32456-32457 368 373-374 376-379 401 426-427 465 469 475 479 498-499
            America/Chicago AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI
            America/Chicago 324-325 368 373 37723 401 420-424 426-427 463-465 46968 475-477 479 498-499
            America/Chicago 575-576 585 58631 58638 677-678 690-692 798
            America/Tegucigalpa AA
            America/Denver CO ID MT NM UT WY
            America/Denver 575-577 585-586 677-678 690-693 798-799 835 860 865 885 979
            America/Phoenix AZ 860 86502 86512
            America/Los_Angeles CA NV OR WA AP 835 838 979
            America/Anchorage AK
            America/Adak 99546-99547
            Pacific/Honolulu HI
            Pacific/Pago_Pago AS
            Pacific/Wake 96898
            Pacific/Majuro MH
            Pacific/Pohnpei 96941 96944
            Pacific/Chuuk 96942-96943
            Pacific/Guam GU MP
            Pacific/Palau PW
            """);

    /** Zone of unassigned ZIP codes, which no carrier serves. */
    private static final String UNKNOWN = "America/New_York";

    private UsTimeZones() {}

    /**
     * Returns the zones that a ZIP code may lie in.
     *
     * @param zip 5 digits, or 9 with a dash
     * @return one zone, or two where the post's area lies in both
     */
    public static List<ZoneId> ofZip(String zip) {
        String state = UsStatesByZipCode.ofZip(zip).orElse("");
        List<String> zones = ZONES.find(zip.substring(0, 5), zip.substring(0, 3), state);
        return (zones.isEmpty() ? Stream.of(UNKNOWN) : zones.stream())
                .map(ZoneId::of)
                .toList();
    }
}
