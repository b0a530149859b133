package com.vantage.shipping.support;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.openapi.ApiDocument;
import com.vantage.shipping.openapi.ReceivedAnswers;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An HTTP response, independent of the client.
 *
 * @param headers by their names in lower case
 */
public record HttpAnswer(int status, Map<String, String> headers, Buffer body) {
    private static final String PROBLEM = "application/problem+json";

    /** Personal data in {@link ApiTest}'s requests. */
    private static final List<String> PERSONAL_DATA =
            List.of("Jane Doe", "Vantage DC 3", "9 Elm Dr", "1 Main St", "2125550100");

    /** The media type without parameters; empty if there is none. */
    public String mediaType() {
        return headers.getOrDefault("content-type", "").replaceFirst(";.*", "").strip();
    }

    public String text() {
        return body.toString();
    }

    public JsonObject json() {
        return new JsonObject(body);
    }

    /** Fails unless status, headers, media type and body are documented for this operation. */
    public void requireDocumented(JsonObject operation, ApiDocument document) {
        String at = operation.getString("operationId") + " " + status;
        JsonObject response =
                requireNonNull(document.responses(operation).get(Integer.toString(status)), at + " is not documented");
        requireHeaders(response, document, at);
        assertThat(response.getJsonObject("content").fieldNames()).as(at).contains(mediaType());
        requireContent(response.getJsonObject("content").getJsonObject(mediaType()), document, at);
        ReceivedAnswers.record(operation.getString("operationId"), this);
    }

    /** Fails unless this is a problem; for responses that belong to no operation. */
    public void requireProblem(ApiDocument document) {
        assertThat(mediaType()).as("media type of a " + status).isEqualTo(PROBLEM);
        document.requireShape(json(), new JsonObject().put("$ref", "#/components/schemas/Problem"), "problem");
        assertThat(json().getInteger("status")).isEqualTo(status);
        assertThat(headers).containsKey("x-request-id");
    }

    private void requireHeaders(JsonObject response, ApiDocument document, String at) {
        JsonObject documented = response.getJsonObject("headers");
        assertThat(documented.stream()
                        .filter(header -> document.resolved((JsonObject) header.getValue())
                                .getBoolean("required", false))
                        .map(header -> header.getKey().toLowerCase(Locale.ROOT)))
                .as("headers of " + at)
                .isSubsetOf(headers.keySet());
    }

    private void requireContent(JsonObject content, ApiDocument document, String at) {
        if (mediaType().endsWith("json")) {
            document.requireShape(json(), content.getJsonObject("schema"), at);
        }
        if (mediaType().equals(PROBLEM)) {
            assertThat(text()).as("personal data in a problem of " + at).doesNotContain(PERSONAL_DATA);
            assertThat(content.getJsonObject("examples").fieldNames())
                    .as("problems of " + at)
                    .contains(json().getString("type").replace("/problems/", ""));
        }
    }
}
