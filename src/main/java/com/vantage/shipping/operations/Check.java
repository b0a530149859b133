package com.vantage.shipping.operations;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A line of the checklist.
 *
 * @param name unique, in kebab case
 * @param query PromQL with one series for each subject. The first label of each selector is {@code job}
 * @param zero series that exist if there is nothing to count, multiplied by 0 where the query has none: a counter does not exist
 *     before it is first incremented
 * @param runbook heading of the runbook's section
 */
record Check(String name, Unit unit, Threshold threshold, String query, Optional<String> zero, String runbook) {
    private static final String FIRST_LABEL = "{job=";

    Check(String name, Unit unit, Threshold threshold, String query, String runbook) {
        this(name, unit, threshold, query, Optional.empty(), runbook);
    }

    Check orZero(String series) {
        return new Check(name, unit, threshold, query, Optional.of(series), runbook);
    }

    /** The query to send, for one namespace or all. */
    String promQl(Optional<String> namespace) {
        String complete = zero.map(series -> "(" + query + ") or 0 * " + series).orElse(query);
        return namespace
                .map(only -> complete.replace(FIRST_LABEL, "{namespace=\"" + only + "\",job="))
                .orElse(complete);
    }

    /** The section of the runbook, for example {@code #shippingcarrierslow}. */
    String anchor() {
        return "#" + runbook.toLowerCase(Locale.ROOT).replace(' ', '-');
    }

    /** What is not ok, the worst first; if all is ok, the worst value. Without values the check is unknown. */
    List<Finding> judge(List<Sample> samples) {
        if (samples.isEmpty()) {
            return List.of(new Finding(this, Sample.unknown(Map.of(), "nothing to measure")));
        }
        List<Finding> all = samples.stream()
                .sorted(Comparator.comparing(Sample::value, threshold.worstFirst()))
                .map(sample -> new Finding(this, sample))
                .toList();
        List<Finding> notOk =
                all.stream().filter(found -> found.status() != Status.OK).toList();
        return notOk.isEmpty() ? List.of(all.getFirst()) : notOk;
    }
}
