package com.vantage.shipping.drill;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Answers of a load, and what is told of them. */
record Answers(List<Answer> all) {
    Answers {
        all = List.copyOf(all);
    }

    Answers that(Predicate<Answer> which) {
        return new Answers(all.stream().filter(which).toList());
    }

    int size() {
        return all.size();
    }

    long count(Predicate<Answer> which) {
        return all.stream().filter(which).count();
    }

    boolean areAllOk() {
        return !all.isEmpty() && all.stream().allMatch(Answer::isOk);
    }

    /** How many of 1 have this word on this carrier. */
    double share(String carrier, String status) {
        return count(answer -> answer.says(carrier, status)) / (double) size();
    }

    /** Milliseconds; NaN where there is no answer. */
    double p(int percent) {
        double[] sorted =
                all.stream().mapToDouble(Answer::milliseconds).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }

    double longest() {
        return p(100);
    }

    /** So that nobody has to guess what went wrong: how often which status and failure came. */
    Map<String, Long> failures() {
        return all.stream()
                .filter(answer -> !answer.isOk())
                .collect(Collectors.groupingBy(
                        answer -> answer.status() + " " + answer.failure(), TreeMap::new, Collectors.counting()));
    }
}
