package com.vantage.shipping.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Maps ZIP codes to names. Each line has a name and the keys that it covers, separated by blanks: ZIP codes,
 * three-digit prefixes, ranges of either ({@code 100-149}), or other keys such as states.
 */
final class PostalCodeTable {
    private final Map<String, List<String>> names = new HashMap<>();

    PostalCodeTable(String table) {
        table.lines().map(line -> List.of(line.split(" "))).forEach(words -> words.stream()
                .skip(1)
                .flatMap(PostalCodeTable::expand)
                .forEach(key ->
                        names.computeIfAbsent(key, absent -> new ArrayList<>()).add(words.getFirst())));
        names.replaceAll((key, found) -> List.copyOf(found));
    }

    /** Whether a line has this name. */
    boolean hasName(String name) {
        return names.values().stream().anyMatch(list -> list.contains(name));
    }

    /** Returns the names of the first of these keys that the table has; empty if it has none of them. */
    List<String> find(String... keys) {
        for (String key : keys) {
            List<String> found = names.get(key);
            if (found != null) {
                return found;
            }
        }
        return List.of();
    }

    private static Stream<String> expand(String keyOrRange) {
        int dash = keyOrRange.indexOf('-');
        if (dash < 0) {
            return Stream.of(keyOrRange);
        }
        String format = "%0" + dash + "d";
        return IntStream.rangeClosed(
                        Integer.parseInt(keyOrRange.substring(0, dash)),
                        Integer.parseInt(keyOrRange.substring(dash + 1)))
                .mapToObj(key -> String.format(Locale.ROOT, format, key));
    }
}
