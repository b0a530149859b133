package com.vantage.shipping.drill;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Answers of a load, with statistics. */
record LoadAnswers(List<Answer> all) {
    LoadAnswers {
        all = List.copyOf(all);
    }

    LoadAnswers filter(Predicate<Answer> predicate) {
        return new LoadAnswers(all.stream().filter(predicate).toList());
    }

    int size() {
        return all.size();
    }

    long count(Predicate<Answer> predicate) {
        return all.stream().filter(predicate).count();
    }

    boolean areAllOk() {
        return !all.isEmpty() && all.stream().allMatch(Answer::isOk);
    }

    /** Share of answers, from 0 to 1, with this status of this carrier. */
    double share(String carrier, String status) {
        return count(answer -> answer.hasStatus(carrier, status)) / (double) size();
    }

    /** Percentile in milliseconds; NaN without answers. */
    double percentile(int percent) {
        double[] sorted =
                all.stream().mapToDouble(Answer::milliseconds).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }

    double longest() {
        return percentile(100);
    }

    /** Counts of failures by status and text. */
    Map<String, Long> failures() {
        return all.stream()
                .filter(answer -> !answer.isOk())
                .collect(Collectors.groupingBy(
                        answer -> answer.status() + " " + answer.failure(), TreeMap::new, Collectors.counting()));
    }
}
