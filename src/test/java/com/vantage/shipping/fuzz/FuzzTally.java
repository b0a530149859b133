package com.vantage.shipping.fuzz;

import com.vantage.shipping.fuzz.FuzzRequest.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Statistics of sent requests and responses, and the faults. */
final class FuzzTally {
    private final Map<Kind, Map<String, Integer>> answers = new EnumMap<>(Kind.class);
    private Duration longest = Duration.ZERO;
    private String slowest = "";
    private final List<String> faults = new ArrayList<>();

    synchronized void count(Kind kind, String outcome, String description, Duration duration) {
        if (duration.compareTo(longest) > 0) {
            longest = duration;
            slowest = description;
        }
        answers.computeIfAbsent(kind, none -> new TreeMap<>()).merge(outcome, 1, Integer::sum);
    }

    synchronized void addFault(String fault) {
        faults.add(fault);
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /** A table with one row per kind and one column per status. */
    synchronized String table(Duration duration) {
        SortedSet<String> outcomes = new TreeSet<>();
        answers.values().forEach(row -> outcomes.addAll(row.keySet()));
        StringBuilder table = new StringBuilder(cell("", -13)).append(cell("sent", 8));
        outcomes.forEach(outcome -> table.append(cell(outcome, 8)));
        answers.forEach((kind, row) -> {
            int all = row.values().stream().mapToInt(count -> count).sum();
            table.append('\n').append(cell(kind.toString(), -13)).append(cell(Integer.toString(all), 8));
            outcomes.forEach(
                    outcome -> table.append(cell(row.getOrDefault(outcome, 0).toString(), 8)));
        });
        return table.append("\nin %.1f s, the longest after %d ms: %s"
                        .formatted(duration.toMillis() / 1e3, longest.toMillis(), slowest))
                .toString();
    }

    private static String cell(String text, int width) {
        return ("%" + width + "s").formatted(text);
    }
}
