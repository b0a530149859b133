package com.vantage.shipping;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import io.vertx.core.json.JsonObject;
import java.net.URI;

/** Looks at every answer that a test gets: the OpenAPI document must have announced it. */
final class AsDocumented implements Filter {
    private static final ApiDocument DOCUMENT = ApiDocument.served();

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
        Response answer = context.next(request, expected);
        String path = URI.create(request.getURI()).getPath();
        DOCUMENT.operation(request.getMethod(), path).ifPresent(operation -> {
            requireDocumented(answer, operation);
            ReceivedAnswers.note(operation.getString("operationId"), answer);
        });
        return answer;
    }

    private static void requireDocumented(Response answer, JsonObject operation) {
        String status = String.valueOf(answer.statusCode());
        String at = operation.getString("operationId") + " " + status;
        JsonObject response = requireNonNull(DOCUMENT.responses(operation).get(status), at + " is not documented");
        requireHeaders(answer, response, at);

        String mediaType = answer.contentType().replaceFirst(";.*", "");
        assertThat(response.getJsonObject("content").fieldNames()).as(at).contains(mediaType);
        JsonObject content = response.getJsonObject("content").getJsonObject(mediaType);
        if (mediaType.endsWith("json")) {
            DOCUMENT.requireShape(new JsonObject(answer.asString()), content.getJsonObject("schema"), at);
        }
        if (mediaType.equals("application/problem+json")) {
            assertThat(content.getJsonObject("examples").fieldNames())
                    .as(at)
                    .contains(answer.<String>path("type").replace("/problems/", ""));
        }
    }

    private static void requireHeaders(Response answer, JsonObject response, String at) {
        JsonObject headers = response.getJsonObject("headers");
        for (String header : headers.fieldNames()) {
            if (DOCUMENT.resolved(headers.getJsonObject(header)).getBoolean("required", false)) {
                assertThat(answer.headers().hasHeaderWithName(header))
                        .as(at + " with " + header)
                        .isTrue();
            }
        }
    }
}
