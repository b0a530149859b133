package com.vantage.shipping.carrier.health;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** Sample carrier health reports for tests of the page. */
enum SampleReport {
    /** Three minutes after the first start. */
    NO_TRAFFIC_YET(Duration.ofMinutes(3)) {
        @Override
        List<JsonObject> carriers(Instant now) {
            return quiet();
        }
    },
    /** No calls in the last 15 minutes. */
    NO_TRAFFIC_NOW(Duration.ofDays(40)) {
        @Override
        List<JsonObject> carriers(Instant now) {
            return quiet();
        }
    },
    /** Four minutes after the first start, with calls to all carriers but one. */
    JUST_STARTED(Duration.ofMinutes(4)) {
        @Override
        List<JsonObject> carriers(Instant now) {
            return List.of(
                    carrier("FedEx", "up", trend(11, 180, 1)).put("errors", errors(Map.of("timed_out", 4))),
                    carrier("UPS", "up", trend(11, 181, 0)),
                    carrier("USPS", "up", trend(15, 0, 0)));
        }
    },
    /** All carriers up at peak load. */
    ALL_UP(Duration.ofDays(40)) {
        @Override
        List<JsonObject> carriers(Instant now) {
            return List.of(
                    carrier("FedEx", "up", trend(0, 4_520, 3)).put("errors", errors(Map.of("timed_out", 45))),
                    carrier("UPS", "up", trend(0, 5_870, 0)),
                    carrier("USPS", "up", trend(0, 11_940, 0)));
        }
    },
    /** One carrier is down, one degraded, each for several reasons; one is not called. */
    TROUBLE(Duration.ofDays(9)) {
        @Override
        List<JsonObject> carriers(Instant now) {
            JsonObject down = carrier("FedEx", "down", trend(0, 180, 22))
                    .put(
                            "reasons",
                            new JsonArray()
                                    .add("quote: circuit open on every replica: no answer within 2000 ms")
                                    .add("12.2 % of the calls failed"))
                    .put(
                            "errors",
                            new JsonArray()
                                    .add(error("circuit_open", 720))
                                    .add(error("timed_out", 311))
                                    .add(error("unreachable", 12))
                                    .add(error("broken", 6))
                                    .add(error("throttled_us", 2))
                                    .add(error("refused_us", 1)))
                    .put("not_asked", 720)
                    .put(
                            "last_outage",
                            new JsonObject()
                                    .put("from", now.minusSeconds(121).toString())
                                    .put("reason", "quote: no answer within 2000 ms"));
            JsonObject operations = down.getJsonObject("operations");
            operations.put("quote", operation(2_100, 330, open(now)));
            operations.put("buy", operation(120, 0, halfOpen(now)));
            JsonObject degraded = carrier("UPS", "degraded", trend(0, 181, 12))
                    .put(
                            "reasons",
                            new JsonArray().add("6.6 % of the calls failed").add("4 of 100 calls in 1s are left"))
                    .put("errors", errors(Map.of("broken", 180)))
                    .put("quota", new JsonArray().add(quota(100, "1s", 96)).add(quota(500_000, "1d", 18_230)))
                    .put(
                            "last_outage",
                            new JsonObject()
                                    .put("from", now.minus(Duration.ofDays(3)).toString())
                                    .put(
                                            "to",
                                            now.minus(Duration.ofDays(3))
                                                    .plusSeconds(731)
                                                    .toString())
                                    .put("reason", "track: it answered with status 503"));
            return List.of(down, degraded, carrier("USPS", "up", trend(15, 0, 0)));
        }
    };

    private static final int MINUTES = 15;
    private static final Map<String, String> ENDPOINTS = Map.of(
            "FedEx", "https://apis.fedex.com",
            "UPS", "https://onlinetools.ups.com",
            "USPS", "https://apis.usps.com");
    private static final Map<String, String> VERSIONS = Map.of("FedEx", "v1", "UPS", "v2409", "USPS", "v3");

    private final Duration observed;

    SampleReport(Duration observed) {
        this.observed = observed;
    }

    abstract List<JsonObject> carriers(Instant now);

    /** The report with the current time. */
    JsonObject now() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return new JsonObject()
                .put("scope", "all")
                .put("replicas", 2)
                .put("window_s", 900)
                .put("observed_since", now.minus(observed).toString())
                .put("measured_at", now.toString())
                .put("service_version", "3.0.0")
                .put("runbook_url", "https://wiki.example/shipping/runbook")
                .put("carriers", new JsonArray(carriers(now)))
                .put("request_id", "ops-1");
    }

    private static List<JsonObject> quiet() {
        return List.of(
                carrier("FedEx", "up", trend(15, 0, 0)),
                carrier("UPS", "up", trend(15, 0, 0)),
                carrier("USPS", "up", trend(15, 0, 0)));
    }

    /** @param from the first minute with calls */
    private static JsonArray trend(int from, int calls, int failed) {
        Instant first = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(MINUTES - 1));
        JsonArray trend = new JsonArray();
        for (int i = 0; i < MINUTES; i++) {
            boolean isCalled = i >= from;
            JsonObject minute = new JsonObject()
                    .put("minute", first.plus(Duration.ofMinutes(i)).toString())
                    .put("calls", isCalled ? calls + i : 0)
                    .put("failed", isCalled ? failed : 0)
                    .put("throttled", 0)
                    .put("not_asked", 0);
            trend.add(isCalled ? minute.put("latency_ms", latency(420 + 9 * i, 1_500 + 31 * (i % 4))) : minute);
        }
        return trend;
    }

    private static JsonObject carrier(String name, String status, JsonArray trend) {
        int calls = sum(trend, "calls");
        int failed = sum(trend, "failed");
        JsonObject carrier = new JsonObject()
                .put("carrier", name)
                .put("status", status)
                .put("observed", calls > 0)
                .put("endpoint", ENDPOINTS.get(name))
                .put("api_version", VERSIONS.get(name))
                .put("calls", calls)
                .put("failed", failed)
                .put("throttled", 0)
                .put("not_asked", 0)
                .put("calls_per_s", Math.round(calls / 8.7) / 100.0)
                .put("trend", trend)
                .put("quota", new JsonArray().add(quota(100, "1s", calls == 0 ? 0 : 8)))
                .put("operations", operations(calls, failed));
        if (calls > 0) {
            carrier.put("error_rate", (double) failed / calls)
                    .put("latency_ms", latency(480, 1_560))
                    .put(
                            "auth",
                            new JsonObject()
                                    .put(
                                            "expires_at",
                                            Instant.now().plusSeconds(3_100).toString()));
        }
        return carrier;
    }

    private static int sum(JsonArray trend, String count) {
        return trend.stream()
                .mapToInt(minute -> ((JsonObject) minute).getInteger(count))
                .sum();
    }

    private static JsonObject operations(int calls, int failed) {
        JsonObject closed = circuit("closed", Instant.now(), 2, 0, 0);
        return new JsonObject()
                .put("quote", operation(calls * 9 / 10, failed, closed))
                .put("track", operation(calls / 20, 0, closed))
                .put("validate", operation(0, 0, closed))
                .put("buy", operation(calls / 20, 0, closed))
                .put("find", operation(0, 0, closed))
                .put("cancel", operation(0, 0, closed))
                .put("manifest", operation(0, 0, closed))
                .put("pickup", operation(0, 0, closed));
    }

    private static JsonObject operation(int calls, int failed, JsonObject circuit) {
        JsonObject operation = new JsonObject()
                .put("calls", calls)
                .put("failed", failed)
                .put("throttled", 0)
                .put("not_asked", 0)
                .put("circuit", circuit);
        return calls == 0 ? operation : operation.put("latency_ms", latency(480, 1_560));
    }

    private static JsonObject open(Instant now) {
        return circuit("open", now.minusSeconds(12), 0, 2, 0)
                .put("why", "no answer within 2000 ms")
                .put("next_trial_at", now.plusSeconds(18).toString());
    }

    private static JsonObject halfOpen(Instant now) {
        return circuit("half_open", now.minusSeconds(40), 1, 0, 1).put("why", "it answered with status 503");
    }

    private static JsonObject circuit(String state, Instant since, int closed, int open, int halfOpen) {
        return new JsonObject()
                .put("state", state)
                .put("since", since.toString())
                .put("failures", 5)
                .put(
                        "replicas",
                        new JsonObject().put("closed", closed).put("open", open).put("half_open", halfOpen));
    }

    private static JsonObject latency(int p50, int p99) {
        return new JsonObject().put("p50", p50).put("p99", p99);
    }

    private static JsonObject quota(int limit, String window, int used) {
        return new JsonObject()
                .put("limit", limit)
                .put("window", window)
                .put("used", used)
                .put("left", limit - used);
    }

    private static JsonArray errors(Map<String, Integer> kinds) {
        JsonArray errors = new JsonArray();
        kinds.forEach((code, calls) -> errors.add(error(code, calls)));
        return errors;
    }

    private static JsonObject error(String code, int calls) {
        return new JsonObject().put("code", code).put("calls", calls);
    }
}
