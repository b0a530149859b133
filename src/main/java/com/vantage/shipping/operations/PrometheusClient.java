package com.vantage.shipping.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs instant queries (Prometheus documentation, HTTP API). */
final class PrometheusClient implements AutoCloseable {
    /** Labels that are the same for all subjects of one service, and addresses of targets, whose pods are labels too. */
    private static final Set<String> OMITTED_LABELS =
            Set.of("__name__", "container", "endpoint", "instance", "job", "namespace", "scope", "service");

    private final URI queries;
    private final Duration timeout;
    private final HttpClient http;
    private final ObjectMapper json = new ObjectMapper();

    PrometheusClient(URI address, Duration timeout) {
        this.queries = URI.create(address.toString().replaceFirst("/+$", "") + "/api/v1/query");
        this.timeout = timeout;
        this.http = HttpClient.newBuilder().connectTimeout(timeout).build();
    }

    /** @throws PrometheusUnavailableException without an answer */
    List<Sample> query(String promQl) {
        JsonNode answer = send(promQl);
        if (!answer.path("status").asText().equals("success")) {
            throw cannotAsk(answer.path("error").asText());
        }
        return answer.at("/data/result")
                .valueStream()
                .map(PrometheusClient::sample)
                .toList();
    }

    private JsonNode send(String promQl) {
        HttpRequest request = HttpRequest.newBuilder(queries)
                .timeout(timeout)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("query=" + URLEncoder.encode(promQl, StandardCharsets.UTF_8)))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            // Errors of queries have a body too: 400, 422 and 503
            return response.headers().firstValue("Content-Type").orElse("").startsWith("application/json")
                    ? json.readTree(response.body())
                    : unexpected(response.statusCode());
        } catch (IOException e) {
            throw new PrometheusUnavailableException(
                    "Prometheus at " + queries + " does not answer: " + (e.getMessage() == null ? e : e.getMessage()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PrometheusUnavailableException("interrupted", e);
        }
    }

    private JsonNode unexpected(int status) {
        throw cannotAsk("HTTP " + status + " without JSON; expected Prometheus' HTTP API");
    }

    private PrometheusUnavailableException cannotAsk(String reason) {
        return new PrometheusUnavailableException("Prometheus at " + queries + " answers: " + reason);
    }

    private static Sample sample(JsonNode series) {
        Map<String, String> labels = series.path("metric")
                .propertyStream()
                .filter(label -> !OMITTED_LABELS.contains(label.getKey()))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, label -> label.getValue().asText()));
        return new Sample(labels, number(series.at("/value/1").asText()));
    }

    /** Prometheus writes {@code +Inf} for Java's {@code Infinity}. */
    private static double number(String text) {
        return Double.parseDouble(text.replace("Inf", "Infinity"));
    }

    @Override
    public void close() {
        http.close();
    }
}
