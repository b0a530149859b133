package com.vantage.shipping.carrier.fedex;

import io.vertx.core.http.HttpClientOptions;
import jakarta.ws.rs.ext.ContextResolver;

/**
 * Makes the client decompress: FedEx gzips all it says, errors too, whoever asks. The setting for it,
 * {@code enable-response-decompression}, makes Quarkus warn at each start of an older name that nobody used.
 */
public final class FedexDecompression implements ContextResolver<HttpClientOptions> {
    @Override
    public HttpClientOptions getContext(Class<?> type) {
        return new HttpClientOptions().setDecompressionSupported(true);
    }
}
