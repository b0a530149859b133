package com.vantage.shipping.api.json;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.DamerauLevenshteinDistance;

/** Suggests known names for a misspelt one. */
public final class NameSuggestion {
    private static final int MAX_EDITS = 3;

    /** One edit per three letters is a misspelling, up to {@value #MAX_EDITS} edits; beyond that it is another word. */
    private static final int LETTERS_PER_EDIT = 3;

    private static final DamerauLevenshteinDistance DISTANCE = new DamerauLevenshteinDistance(MAX_EDITS);

    private NameSuggestion() {}

    /**
     * Ends a sentence about an unknown name: with the most similar known name if there is one, else with all known names.
     *
     * @param known in any order
     */
    public static String hint(String unknown, Collection<String> known) {
        return nearest(unknown, known)
                .map(name -> "did you mean " + name + "?")
                .orElseGet(() ->
                        known.isEmpty() ? "expected none" : "expected one of " + String.join(", ", sorted(known)));
    }

    private static Optional<String> nearest(String unknown, Collection<String> known) {
        return sorted(known).stream()
                .filter(name -> distance(unknown, name) >= 0)
                .min(Comparator.comparingInt(name -> distance(unknown, name)));
    }

    private static List<String> sorted(Collection<String> names) {
        return names.stream().sorted().toList();
    }

    /** The number of edits, ignoring case and separators; negative if the names are not similar. */
    private static int distance(String unknown, String name) {
        String letters = letters(unknown);
        int edits = DISTANCE.apply(letters, letters(name));
        return edits <= letters.length() / LETTERS_PER_EDIT ? edits : -1;
    }

    private static String letters(String name) {
        return name.replaceAll("[_.\\s-]", "").toLowerCase(Locale.ROOT);
    }
}
