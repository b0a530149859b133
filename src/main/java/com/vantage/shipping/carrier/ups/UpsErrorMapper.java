package com.vantage.shipping.carrier.ups;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;
import org.jspecify.annotations.Nullable;

/**
 * Recognises UPS's error replies. Not all of them have a status that says so: UPS's gateway refuses some requests with 200 or
 * 206, an empty body, and the reason in headers.
 */
public final class UpsErrorMapper implements ResponseExceptionMapper<UpsErrorReply> {
    /** @param headers absent if no reply came */
    @Override
    public boolean handles(int status, @Nullable MultivaluedMap<String, Object> headers) {
        return status >= 400 || (headers != null && headers.containsKey(UpsErrorReply.CODE_HEADER));
    }

    /** Absent for a good reply that has the header beside its body. */
    @Override
    public @Nullable UpsErrorReply toThrowable(Response response) {
        return response.getStatus() < 400 && response.hasEntity() ? null : UpsErrorReply.of(response);
    }
}
