package com.vantage.shipping.sandbox;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A directory of streets that is the same at all simulated carriers. Nearly every address exists. Not found are ZIP codes
 * that begin with {@code 000} and streets named {@code Nowhere}; a street without house number may be several, and
 * {@code Tower} has apartments. A wrong city is corrected if the ZIP code is one of the examples'.
 */
final class StreetDirectory {
    private static final Map<String, String> CITIES =
            Map.of("10001", "NEW YORK", "90210", "BEVERLY HILLS", "60601", "CHICAGO", "00901", "SAN JUAN");

    private static final Map<String, String> ABBREVIATIONS = Map.of(
            "STREET",
            "ST",
            "AVENUE",
            "AVE",
            "ROAD",
            "RD",
            "DRIVE",
            "DR",
            "LANE",
            "LN",
            "BOULEVARD",
            "BLVD",
            "COURT",
            "CT",
            "SUITE",
            "STE",
            "APARTMENT",
            "APT");

    private StreetDirectory() {}

    enum Match {
        EXACT,
        APARTMENT_MISSING,
        SEVERAL,
        NONE
    }

    /** @param street in one line, with the apartment */
    record Entry(Match match, String street, String city, String state, String zip, String plus4) {
        boolean residential() {
            return !street.contains(" STE ");
        }

        /** The streets that may be meant. */
        List<String> candidates() {
            return match == Match.SEVERAL
                    ? Stream.of("1 ", "2 ").map(number -> number + street).toList()
                    : List.of();
        }
    }

    static Entry find(String street, String city, String state, String zip) {
        String zip5 = zip.substring(0, Math.min(5, zip.length()));
        String line = standardized(street);
        return new Entry(
                match(line, zip5),
                line,
                CITIES.getOrDefault(zip5, standardized(city)),
                state,
                zip5,
                String.format(Locale.ROOT, "%04d", 1 + Math.floorMod(line.hashCode(), 9_998)));
    }

    private static Match match(String line, String zip5) {
        if (zip5.startsWith("000") || line.contains("NOWHERE")) {
            return Match.NONE;
        }
        if (!Character.isDigit(line.charAt(0))) {
            return Match.SEVERAL;
        }
        boolean hasApartment = line.contains(" APT ") || line.contains(" STE ");
        return line.contains("TOWER") && !hasApartment ? Match.APARTMENT_MISSING : Match.EXACT;
    }

    private static String standardized(String text) {
        return Arrays.stream(text.strip().toUpperCase(Locale.ROOT).split("[\\s.,]+", -1))
                .map(word -> ABBREVIATIONS.getOrDefault(word, word))
                .collect(Collectors.joining(" "));
    }
}
