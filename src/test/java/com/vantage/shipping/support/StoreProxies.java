package com.vantage.shipping.support;

import com.vantage.shipping.sandbox.Futures;
import com.vantage.shipping.sandbox.Sandbox;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The proxies between the service and its stores, with an HTTP API to {@link StoreProxyClient control them}. */
final class StoreProxies implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final Map<String, TcpFaultProxy> proxies = new HashMap<>();
    private final Sandbox sandbox;
    private final HttpServer server = vertx.createHttpServer().requestHandler(this::handle);

    StoreProxies(Sandbox sandbox) {
        this.sandbox = sandbox;
        Futures.await(server.listen(0, "127.0.0.1"));
    }

    /**
     * Starts a proxy and returns its address.
     *
     * @param address of the server, ending with a port and optionally a path: {@code redis://127.0.0.1:6379}
     */
    String add(String name, String address) {
        int from = address.lastIndexOf(':') + 1;
        int path = address.indexOf('/', from);
        int to = path < 0 ? address.length() : path;
        TcpFaultProxy proxy = new TcpFaultProxy(vertx, Integer.parseInt(address.substring(from, to)));
        proxies.put(name, proxy);
        return address.substring(0, from) + proxy.port() + address.substring(to);
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    @Override
    public void close() {
        proxies.values().forEach(TcpFaultProxy::close);
        Futures.await(vertx.close());
    }

    /** {@code PUT /redis/stalled}, {@code PUT /redis/killed}, or {@code PUT /postgres/lost?words=COMMIT&after=1}. */
    private void handle(HttpServerRequest request) {
        String[] path = Objects.requireNonNull(request.path()).split("/", -1);
        TcpFaultProxy proxy = Objects.requireNonNull(proxies.get(path[1]), path[1]);
        switch (path[2]) {
            case "killed" -> sandbox.killRedis();
            case "started" -> sandbox.startRedis();
            case "lost" ->
                proxy.dropReplyTo(
                        Objects.requireNonNull(request.getParam("words")),
                        Integer.parseInt(Objects.requireNonNull(request.getParam("after"))));
            default -> change(proxy, path[2]);
        }
        request.response().end();
    }

    private static void change(TcpFaultProxy proxy, String state) {
        switch (TcpFaultProxy.State.valueOf(state.toUpperCase(Locale.ROOT))) {
            case NORMAL -> proxy.restore();
            case CUT -> proxy.cut();
            case STALLED -> proxy.stall();
            case SLOW -> proxy.slow();
        }
    }
}
