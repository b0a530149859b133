package com.vantage.shipping.carrier.fedex;

import io.vertx.core.http.HttpClientOptions;
import jakarta.ws.rs.ext.ContextResolver;

/**
 * Enables decompression in the client: FedEx gzips all replies, including errors, even if not accepted. The setting
 * {@code enable-response-decompression} makes Quarkus log a deprecation warning at each start.
 */
public final class FedexHttpClientOptions implements ContextResolver<HttpClientOptions> {
    @Override
    public HttpClientOptions getContext(Class<?> type) {
        return new HttpClientOptions().setDecompressionSupported(true);
    }
}
