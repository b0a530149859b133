package com.vantage.shipping.monitoring;

import static java.util.stream.Collectors.toCollection;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Parses selectors and groupings of a PromQL expression, whose validity Prometheus itself checks. */
public record PromQl(String expression) {
    private static final String STRING = "\"(?:[^\"\\\\]|\\\\.)*\"";
    private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_:][\\w:]*)\\{((?:[^}\"]|" + STRING + ")*)}");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*" + STRING);
    private static final Pattern GROUPING =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    /** A word that is neither a function nor part of a name or duration. */
    private static final Pattern WORD = Pattern.compile("(?<![\\w:.])[a-zA-Z_:][\\w:]*(?![\\w:]|\\s*\\()");

    private static final Set<String> KEYWORDS = Set.of(
            "and", "or", "unless", "by", "without", "on", "ignoring", "group_left", "group_right", "bool", "offset");

    /** A metric with label matchers, for example {@code up{job="shipping-service"}}. */
    public record Selector(String text, String metric, Set<String> labels) {
        private static Selector of(MatchResult found) {
            return new Selector(
                    found.group(), found.group(1), names(MATCHER, found.group(2), match -> Stream.of(match.group(1))));
        }
    }

    public List<Selector> selectors() {
        return SELECTOR.matcher(expression)
                .results()
                .map(Selector::of)
                .distinct()
                .toList();
    }

    /** Labels of grouping and joining clauses. */
    Set<String> groupings() {
        return names(GROUPING, expression, match -> Stream.of(match.group(1).split(","))
                .map(String::strip)
                .filter(label -> !label.isEmpty()));
    }

    /** Metrics without label matchers. */
    public Set<String> bareMetrics() {
        String rest = expression;
        for (Pattern pattern : List.of(SELECTOR, GROUPING, Pattern.compile(STRING), Pattern.compile("\\[[^]]*]"))) {
            rest = pattern.matcher(rest).replaceAll(" ");
        }
        return names(WORD, rest, match -> Stream.of(match.group()).filter(word -> !KEYWORDS.contains(word)));
    }

    private static Set<String> names(Pattern pattern, String text, Function<MatchResult, Stream<String>> name) {
        return pattern.matcher(text).results().flatMap(name).collect(toCollection(TreeSet::new));
    }
}
