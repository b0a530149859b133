package com.vantage.shipping.sandbox;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.ChunkedDribbleDelay;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Truncates responses, for {@link Fault#GARBLE} and {@link Fault#CUT}. */
final class BodyTruncator implements ResponseTransformerV2 {
    private static final String NAME = "damage";
    private static final ChunkedDribbleDelay DELIVER_BEFORE_CLOSING = new ChunkedDribbleDelay(2, 0);

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public boolean applyGlobally() {
        return false;
    }

    /** The normal response with this fault. */
    static ResponseDefinitionBuilder of(ResponseDefinition normal, Fault fault) {
        return ResponseDefinitionBuilder.like(normal)
                .withTransformers(Stream.concat(
                                Stream.ofNullable(normal.getTransformers()).flatMap(List::stream), Stream.of(NAME))
                        .toArray(String[]::new))
                .withTransformerParameter(NAME, fault.code());
    }

    @Override
    public Response transform(Response response, ServeEvent event) {
        String body = response.getBodyAsString();
        String half = body.substring(0, body.length() / 2);
        Response.Builder truncated = Response.Builder.like(response).status(200).body(half);
        return Fault.of(event.getTransformerParameters().getString(NAME)) == Fault.CUT
                ? truncated
                        .headers(withTooLongContentLength(response, half))
                        .chunkedDribbleDelay(DELIVER_BEFORE_CLOSING)
                        .build()
                : truncated.build();
    }

    /** Disables compression, which would change the length. */
    private static HttpHeaders withTooLongContentLength(Response response, String half) {
        int length = 2 * half.getBytes(StandardCharsets.UTF_8).length + 1;
        return response.getHeaders()
                .plus(new HttpHeader("Content-Length", Integer.toString(length)))
                .plus(new HttpHeader("Content-Encoding", "identity"));
    }
}
