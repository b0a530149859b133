package com.vantage.shipping.api.filter;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;

/** The Netty channel of a request's connection, for state of the connection. Decision record 17 says why it is internal. */
final class ConnectionChannel {
    private ConnectionChannel() {}

    static Channel of(HttpServerRequest request) {
        return ((ConnectionBase) request.connection()).channel();
    }
}
