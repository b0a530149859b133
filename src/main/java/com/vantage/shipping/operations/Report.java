package com.vantage.shipping.operations;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The findings as a table or as JSON.
 *
 * @param runbook address of the runbook, to which the anchor of a section is appended
 * @param skipped names of the checks that were left out
 */
record Report(Instant time, String runbook, List<Finding> findings, List<String> skipped) {
    private static final List<String> HEAD = List.of("STATUS", "CHECK", "SUBJECT", "VALUE", "THRESHOLD", "RUNBOOK");

    /** The worst one. */
    Status status() {
        return findings.stream()
                .map(Finding::status)
                .max(Comparator.naturalOrder())
                .orElse(Status.UNKNOWN);
    }

    String table() {
        List<List<String>> rows =
                Stream.concat(Stream.of(HEAD), findings.stream().map(this::row)).toList();
        List<Integer> widths = IntStream.range(0, HEAD.size())
                .mapToObj(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toList();
        return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining("\n")) + "\n\n" + summary();
    }

    /** The runbook only where there is something to do. */
    private List<String> row(Finding found) {
        Check check = found.check();
        return List.of(
                found.status() == Status.OK ? "ok" : found.status().name(),
                check.name(),
                found.sample().title(),
                found.value(),
                check.threshold().describe(check.unit()::format),
                found.status() == Status.OK ? "" : check.anchor());
    }

    private static String line(List<String> row, List<Integer> widths) {
        return IntStream.range(0, row.size())
                .mapToObj(column -> row.get(column)
                        + " ".repeat(widths.get(column) - row.get(column).length()))
                .collect(Collectors.joining("  "))
                .stripTrailing();
    }

    private String summary() {
        String counts = Stream.of(Status.OK, Status.WARN, Status.FAIL, Status.UNKNOWN)
                .map(status -> findings.stream()
                                .filter(found -> found.status() == status)
                                .count()
                        + " " + status.code())
                .collect(Collectors.joining(", "));
        return counts
                + (skipped.isEmpty() ? "" : "\nSkipped: " + String.join(", ", skipped))
                + (status() == Status.OK ? "" : "\nRunbook: " + runbook);
    }

    String json() {
        ObjectNode report = new ObjectMapper().createObjectNode();
        report.put("status", status().code());
        report.put("checked_at", time.truncatedTo(ChronoUnit.SECONDS).toString());
        findings.forEach(found -> put(report.withArray("/findings").addObject(), found));
        skipped.forEach(report.withArray("/skipped")::add);
        return report.toPrettyString();
    }

    private void put(ObjectNode json, Finding found) {
        Check check = found.check();
        json.put("check", check.name());
        json.put("status", found.status().code());
        found.sample().subject().forEach(json.putObject("subject")::put);
        // JSON has neither NaN nor infinity
        put(json, "value", finite(found.sample().value()));
        json.put("text", found.value());
        json.put("unit", check.unit().code());
        json.put("comparison", check.threshold().comparison().symbol());
        put(json, "warn", check.threshold().warn());
        put(json, "fail", check.threshold().fail());
        json.put("runbook", runbook + check.anchor());
    }

    private static OptionalDouble finite(double value) {
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    private static void put(ObjectNode json, String field, OptionalDouble value) {
        if (value.isPresent()) {
            json.put(field, value.getAsDouble());
        } else {
            json.putNull(field);
        }
    }
}
