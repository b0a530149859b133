package com.vantage.shipping.carrier.ups;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * An unparsed error reply of UPS. {@link UpsErrorMapper} interprets it for each operation, since codes have different
 * meanings. Has no stack trace.
 */
final class UpsErrorReplyException extends RuntimeException {
    /** Header that UPS's gateway sets on replies without body. */
    static final String CODE_HEADER = "errorcode";

    private static final String DESCRIPTION_HEADER = "errordescription";
    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable String retryAfter;
    private final @Nullable String code;
    private final @Nullable String description;
    private final @Nullable String body;

    /** @param code from the header, like the description */
    UpsErrorReplyException(
            int status,
            @Nullable String retryAfter,
            @Nullable String code,
            @Nullable String description,
            @Nullable String body) {
        super("HTTP " + status, null, false, false);
        this.status = status;
        this.retryAfter = retryAfter;
        this.code = code;
        this.description = description;
        this.body = body;
    }

    static UpsErrorReplyException of(Response response) {
        return new UpsErrorReplyException(
                response.getStatus(),
                response.getHeaderString(HttpHeaders.RETRY_AFTER),
                response.getHeaderString(CODE_HEADER),
                response.getHeaderString(DESCRIPTION_HEADER),
                response.readEntity(String.class));
    }

    int status() {
        return status;
    }

    @Nullable
    String retryAfter() {
        return retryAfter;
    }

    @Nullable
    String code() {
        return code;
    }

    @Nullable
    String description() {
        return description;
    }

    @Nullable
    String body() {
        return body;
    }
}
