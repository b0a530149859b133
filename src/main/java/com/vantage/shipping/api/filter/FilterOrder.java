package com.vantage.shipping.api.filter;

import com.vantage.shipping.api.RequestId;

/**
 * The order in which a request passes the HTTP filters. All run before Quarkus authenticates the caller, and
 * before RESTEasy Reactive, where {@link AllowedMethodsFilter}, {@link RateLimitFilter} and {@link QueryParameterFilter} follow.
 */
public enum FilterOrder {
    /** {@link RequestId}: every answer and every log line has it. */
    REQUEST_ID(1000),
    /** {@link BodyTimeoutFilter}: limits the time that the body may take. */
    BODY_TIMEOUT(990),
    /** {@link SecurityHeadersFilter}: on every answer, rejections included. */
    SECURITY_HEADERS(980),
    /** {@link RequestSmugglingFilter}: before anything of the request is trusted. */
    REQUEST_SMUGGLING(970),
    /** {@link HeaderSizeFilter}: limits URI and headers. */
    HEADER_SIZE(960),
    /** {@link CorsFilter}: preflight requests end here and do not count as work. */
    CORS(950),
    /** {@link ShutdownFilter}: rejects requests once the replica stops. */
    SHUTDOWN(940),
    /** {@link LoadSheddingFilter}: before the token is checked and the body read, which cost most. */
    LOAD_SHEDDING(930),
    /** {@link BodySizeFilter}: limits the body. */
    BODY_SIZE(920),
    /** {@link JwksRefreshFilter}: before Quarkus checks the token. */
    JWKS_REFRESH(910),
    /** {@link ContentEncodingFilter}: rejects compressed bodies. */
    CONTENT_ENCODING(900),
    /** {@code PageRoutes}: pages are read only. */
    PAGES(890),
    /** {@link CompressionFilter}: compresses text answers. */
    COMPRESSION(880);

    private final int priority;

    FilterOrder(int priority) {
        this.priority = priority;
    }

    /** The priority for {@link io.quarkus.vertx.http.runtime.filters.Filters#register}: the greatest runs first. */
    public int priority() {
        return priority;
    }
}
