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
final class BodyDamage implements ResponseTransformerV2 {
    private static final String NAME = "damage";
    private static final ChunkedDribbleDelay SENT_BEFORE_THE_END = new ChunkedDribbleDelay(2, 0);

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public boolean applyGlobally() {
        return false;
    }

    /** The normal response with this fault. */
    static ResponseDefinitionBuilder of(ResponseDefinition usual, Fault fault) {
        return ResponseDefinitionBuilder.like(usual)
                .withTransformers(
                        Stream.concat(Stream.ofNullable(usual.getTransformers()).flatMap(List::stream), Stream.of(NAME))
                                .toArray(String[]::new))
                .withTransformerParameter(NAME, fault.word());
    }

    @Override
    public Response transform(Response response, ServeEvent event) {
        String whole = response.getBodyAsString();
        String half = whole.substring(0, whole.length() / 2);
        Response.Builder halved = Response.Builder.like(response).status(200).body(half);
        return Fault.of(event.getTransformerParameters().getString(NAME)) == Fault.CUT
                ? halved.headers(announcingMore(response, half))
                        .chunkedDribbleDelay(SENT_BEFORE_THE_END)
                        .build()
                : halved.build();
    }

    /** Disables compression, which would change the length. */
    private static HttpHeaders announcingMore(Response response, String half) {
        int length = 2 * half.getBytes(StandardCharsets.UTF_8).length + 1;
        return response.getHeaders()
                .plus(new HttpHeader("Content-Length", Integer.toString(length)))
                .plus(new HttpHeader("Content-Encoding", "identity"));
    }
}
