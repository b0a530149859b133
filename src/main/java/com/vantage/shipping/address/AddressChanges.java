package com.vantage.shipping.address;

import com.vantage.shipping.model.AddressValidationResult.Change;
import com.vantage.shipping.model.UsAddress;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the differences in meaning between two forms of an address. Case, accents, punctuation, usual abbreviations and
 * the last four digits of ZIP+4 make no difference.
 */
final class AddressChanges {
    /** USPS Publication 28, appendixes B and C, and directions: the most frequent words. */
    private static final Map<String, String> ABBREVIATIONS = abbreviations("""
            ALLEY ALY, APARTMENT APT, AVENUE AVE, BOULEVARD BLVD, BUILDING BLDG, CENTER CTR, CIRCLE CIR, COURT CT, COVE CV,
            CREEK CRK, CROSSING XING, DEPARTMENT DEPT, DRIVE DR, EAST E, EXPRESSWAY EXPY, FLOOR FL, FORT FT, FREEWAY FWY,
            HEIGHTS HTS, HIGHWAY HWY, HILLS HLS, JUNCTION JCT, LAKE LK, LANE LN, MOUNT MT, MOUNTAIN MTN, NORTH N,
            NORTHEAST NE, NORTHWEST NW, PARKWAY PKWY, PLACE PL, PLAZA PLZ, POINT PT, RIDGE RDG, ROAD RD, ROOM RM,
            SAINT ST, SOUTH S, SOUTHEAST SE, SOUTHWEST SW, SQUARE SQ, STATION STA, STREET ST, SUITE STE, TERRACE TER,
            TRAIL TRL, TURNPIKE TPKE, VALLEY VLY, WEST W""");

    private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");
    private static final Pattern PUNCTUATION = Pattern.compile("[^\\p{L}\\p{N}]+");

    private AddressChanges() {}

    /** The changed parts in the order of an address; empty if both mean the same. */
    static List<Change> between(UsAddress from, UsAddress to) {
        List<Change> changes = new ArrayList<>();
        // Apartments move between the lines
        if (!folded(street(from)).equals(folded(street(to)))) {
            add(changes, "street1", from.street1(), to.street1());
            add(changes, "street2", from.street2(), to.street2());
        }
        add(changes, "city", from.city(), to.city());
        add(changes, "state", from.state(), to.state());
        if (!zip5(from).equals(zip5(to))) {
            changes.add(new Change("zip", from.zip(), to.zip()));
        }
        add(changes, "country", from.country(), to.country());
        return changes;
    }

    private static void add(List<Change> changes, String field, @Nullable String from, @Nullable String to) {
        if (!folded(from).equals(folded(to))) {
            changes.add(new Change(field, from, to));
        }
    }

    private static String street(UsAddress address) {
        return address.street2() == null ? address.street1() : address.street1() + " " + address.street2();
    }

    private static String zip5(UsAddress address) {
        return address.zip().split("-", 2)[0];
    }

    private static String folded(@Nullable String text) {
        if (text == null) {
            return "";
        }
        String plain = ACCENTS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                .replaceAll("");
        String words = PUNCTUATION.matcher(plain.toUpperCase(Locale.ROOT)).replaceAll(" ");
        return Arrays.stream(words.strip().split(" ", -1))
                .map(word -> ABBREVIATIONS.getOrDefault(word, word))
                .collect(Collectors.joining(" "));
    }

    private static Map<String, String> abbreviations(String pairs) {
        Map<String, String> abbreviations = new HashMap<>();
        for (String pair : pairs.split(",\\s*", -1)) {
            String[] words = pair.strip().split(" ", -1);
            abbreviations.put(words[0], words[1]);
        }
        return Map.copyOf(abbreviations);
    }
}
