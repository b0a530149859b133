package com.vantage.shipping.carrier.fedex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.vantage.shipping.FrontDoor;
import com.vantage.shipping.carrier.CarrierDeclined;
import com.vantage.shipping.model.TrackingNumber;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against a server that gzips whoever asks, as FedEx does and the simulated one does not. */
@QuarkusTest
class FedexDecompressionTest extends FrontDoor {
    private final HttpServer server;

    FedexDecompressionTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void gzippedReplyIsRead() {
        answers(200, "tracking-delivered");

        FedexTracking.Response reply = track();

        assertThat(reply).isEqualTo(Recorded.reply("tracking-delivered", FedexTracking.Response.class));
    }

    @Test
    void gzippedRefusalIsRead() {
        answers(400, "error-postal-code");

        assertThatThrownBy(this::track)
                .isInstanceOf(CarrierDeclined.class)
                .hasMessage("Destination postal code missing or invalid. Please update and try again.");
    }

    private FedexTracking.Response track() {
        FedexApi api = QuarkusRestClientBuilder.newBuilder()
                .baseUri(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .build(FedexApi.class);
        List<TrackingNumber> numbers = List.of(new TrackingNumber("794644790138"));
        return api.track(
                        "Bearer t",
                        "ship-rq-8a2b3c",
                        FedexTracking.toRequests(numbers).getFirst())
                .await()
                .indefinitely();
    }

    private void answers(int status, String situation) {
        server.createContext("/", exchange -> gzip(exchange, status, Recorded.text(situation)));
    }

    private static void gzip(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.getResponseHeaders().add("Content-Encoding", "gzip");
        exchange.sendResponseHeaders(status, 0);
        try (OutputStream compressed = new GZIPOutputStream(exchange.getResponseBody())) {
            compressed.write(body.getBytes(StandardCharsets.UTF_8));
        }
    }
}
