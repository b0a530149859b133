package com.vantage.shipping.model;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Which state a ZIP code lies in, by its first three digits (USPS, Domestic Mail Manual, labelling list L002). */
public final class UsState {
    private static final String NOWHERE = "";

    /** The first prefix of each run of prefixes in one state; {@link #NOWHERE} where nobody lives. */
    private static final NavigableMap<Integer, String> BY_FIRST_PREFIX = new TreeMap<>(Map.ofEntries(
            run(0, NOWHERE),
            run(5, "NY"),
            run(6, "PR"),
            run(8, "VI"),
            run(9, "PR"),
            run(10, "MA"),
            run(28, "RI"),
            run(30, "NH"),
            run(39, "ME"),
            run(50, "VT"),
            run(55, "MA"),
            run(56, "VT"),
            run(60, "CT"),
            run(63, "NY"),
            run(64, "CT"),
            run(70, "NJ"),
            run(90, "AE"),
            run(100, "NY"),
            run(150, "PA"),
            run(197, "DE"),
            run(200, "DC"),
            run(201, "VA"),
            run(202, "DC"),
            run(206, "MD"),
            run(213, NOWHERE),
            run(214, "MD"),
            run(220, "VA"),
            run(247, "WV"),
            run(269, NOWHERE),
            run(270, "NC"),
            run(290, "SC"),
            run(300, "GA"),
            run(320, "FL"),
            run(340, "AA"),
            run(341, "FL"),
            run(350, "AL"),
            run(370, "TN"),
            run(386, "MS"),
            run(398, "GA"),
            run(400, "KY"),
            run(428, NOWHERE),
            run(430, "OH"),
            run(460, "IN"),
            run(480, "MI"),
            run(500, "IA"),
            run(530, "WI"),
            run(550, "MN"),
            run(569, "DC"),
            run(570, "SD"),
            run(580, "ND"),
            run(590, "MT"),
            run(600, "IL"),
            run(630, "MO"),
            run(660, "KS"),
            run(680, "NE"),
            run(694, NOWHERE),
            run(700, "LA"),
            run(715, NOWHERE),
            run(716, "AR"),
            run(730, "OK"),
            run(733, "TX"),
            run(734, "OK"),
            run(750, "TX"),
            run(800, "CO"),
            run(817, NOWHERE),
            run(820, "WY"),
            run(832, "ID"),
            run(834, "ID"),
            run(840, "UT"),
            run(848, NOWHERE),
            run(850, "AZ"),
            run(870, "NM"),
            run(885, "TX"),
            run(886, NOWHERE),
            run(889, "NV"),
            run(900, "CA"),
            run(962, "AP"),
            run(967, "HI"),
            run(969, "GU"),
            run(970, "OR"),
            run(980, "WA"),
            run(995, "AK")));

    private UsState() {}

    /** @param zip 5 or 9 digits; empty for a ZIP code that is not in use */
    public static Optional<String> ofZip(String zip) {
        String state = BY_FIRST_PREFIX
                .floorEntry(Integer.parseInt(zip.substring(0, 3)))
                .getValue();
        return Optional.of(state).filter(found -> !found.equals(NOWHERE));
    }

    private static Map.Entry<Integer, String> run(int firstPrefix, String state) {
        return Map.entry(firstPrefix, state);
    }
}
