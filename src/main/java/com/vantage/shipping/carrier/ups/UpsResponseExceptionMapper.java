package com.vantage.shipping.carrier.ups;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes UPS's error replies. Some have a success status: UPS's gateway refuses some requests with 200 or 206, an
 * empty body, and the reason in headers.
 */
public final class UpsResponseExceptionMapper implements ResponseExceptionMapper<UpsErrorReplyException> {
    /** @param headers absent if there was no reply */
    @Override
    public boolean handles(int status, @Nullable MultivaluedMap<String, Object> headers) {
        return status >= 400 || (headers != null && headers.containsKey(UpsErrorReplyException.CODE_HEADER));
    }

    /** Returns null for a success with a body, even if it has the header. */
    @Override
    public @Nullable UpsErrorReplyException toThrowable(Response response) {
        return response.getStatus() < 400 && response.hasEntity() ? null : UpsErrorReplyException.of(response);
    }
}
