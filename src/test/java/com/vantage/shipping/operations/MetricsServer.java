package com.vantage.shipping.operations;

import com.sun.net.httpserver.HttpServer;
import com.vantage.shipping.monitoring.Prometheus.Target;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Serves metrics as text, in place of Patroni, the exporter and further replicas. */
final class MetricsServer implements AutoCloseable {
    private final HttpServer server;

    MetricsServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    /** Adds a pod with these metrics. */
    Target add(String job, String pod, String metrics) {
        byte[] text = metrics.getBytes(StandardCharsets.UTF_8);
        server.createContext("/" + pod, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, text.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(text);
            }
        });
        return new Target(
                job, pod, URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + pod));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
