package com.vantage.shipping.sandbox;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.stream.Stream;

/** A reply of a simulated carrier. */
record SimulatedResponse(int status, String contentType, String body, Map<String, String> headers) {
    private static final String CONTENT_TYPE = "Content-Type";

    static SimulatedResponse json(int status, JsonObject body) {
        return new SimulatedResponse(status, "application/json", body.encode(), Map.of());
    }

    static SimulatedResponse ok(JsonObject body) {
        return json(200, body);
    }

    /** Without other headers, which no variant needs. */
    static SimulatedResponse of(Response response) {
        return new SimulatedResponse(
                response.getStatus(),
                response.getHeaders().getHeader(CONTENT_TYPE).firstValue(),
                response.getBodyAsString(),
                Map.of());
    }

    /** This reply with the delay and transformers of the stub. */
    ResponseDefinition toDefinition(ResponseDefinition stub) {
        return ResponseDefinitionBuilder.like(stub)
                .withStatus(status)
                .withHeaders(httpHeaders())
                .withBody(body)
                .build();
    }

    /** This reply with the delay of the replaced response. */
    Response insteadOf(Response response) {
        return Response.Builder.like(response)
                .status(status)
                .headers(httpHeaders())
                .body(body)
                .build();
    }

    private HttpHeaders httpHeaders() {
        return new HttpHeaders(Stream.concat(
                        Stream.of(new HttpHeader(CONTENT_TYPE, contentType)),
                        headers.entrySet().stream().map(header -> new HttpHeader(header.getKey(), header.getValue())))
                .toList());
    }
}
