package com.vantage.shipping.drill;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A query plan of EXPLAIN (ANALYZE, FORMAT JSON). */
record Plan(JsonObject root, double planningMillis, double executionMillis) {
    static Plan of(JsonArray explained) {
        JsonObject all = explained.getJsonObject(0);
        return new Plan(all.getJsonObject("Plan"), all.getDouble("Planning Time"), all.getDouble("Execution Time"));
    }

    double millis() {
        return planningMillis + executionMillis;
    }

    /** Indexes used, of the partitions. */
    Set<String> indexes() {
        Set<String> names = new TreeSet<>();
        nodes(root)
                .filter(node -> node.containsKey("Index Name"))
                .forEach(node -> names.add(node.getString("Index Name")));
        return names;
    }

    /** Non-empty tables with a sequential scan. */
    Set<String> sequentialScans() {
        Set<String> names = new TreeSet<>();
        nodes(root)
                .filter(node -> "Seq Scan".equals(node.getString("Node Type")))
                .filter(node -> node.getDouble("Actual Rows", 0.0) + node.getDouble("Rows Removed by Filter", 0.0) > 0)
                .forEach(node -> names.add(node.getString("Relation Name")));
        return names;
    }

    private static Stream<JsonObject> nodes(JsonObject node) {
        return Stream.concat(
                Stream.of(node),
                node.getJsonArray("Plans", new JsonArray()).stream()
                        .map(JsonObject.class::cast)
                        .flatMap(Plan::nodes));
    }
}
