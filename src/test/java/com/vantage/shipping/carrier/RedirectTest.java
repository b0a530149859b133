package com.vantage.shipping.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;

import com.sun.net.httpserver.HttpServer;
import com.vantage.shipping.support.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Following a carrier's redirect would send tokens and personal addresses to another host. */
@QuarkusTest
class RedirectTest extends ApiTest {
    private static final List<String> CARRIERS = List.of("ups", "fedex", "usps");

    private final AtomicInteger followed = new AtomicInteger();

    @SuppressWarnings("NullAway.Init")
    private HttpServer target;

    @BeforeEach
    void startTarget() throws IOException {
        target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        target.createContext("/", exchange -> {
            followed.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        target.start();
    }

    @AfterEach
    void stopTarget() {
        target.stop(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 303, 307})
    void redirectsAreNotFollowed(int status) {
        String location = "http://127.0.0.1:" + target.getAddress().getPort() + "/elsewhere";
        CARRIERS.forEach(
                code -> sandbox.stubReply(code, "quote", status, Map.of("Location", location), "text/plain", ""));

        quote(referenceQuote()).statusCode(502).body("carriers.status", everyItem(is("failed")));

        assertThat(CARRIERS)
                .allSatisfy(code -> assertThat(sandbox.count(code, "quote")).isPositive());
        assertThat(followed).hasValue(0);
    }
}
