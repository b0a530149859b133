package com.vantage.shipping.carrier.fedex;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.common.Gzip;
import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.support.ApiTest;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs against a server that gzips every reply, as FedEx does. */
@QuarkusTest
class FedexHttpClientOptionsTest extends ApiTest {
    private final WireMockServer server =
            new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));

    FedexHttpClientOptionsTest() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void gzippedReplyIsRead() {
        answers(200, "tracking-delivered");

        FedexTrackingMapper.Response reply = track();

        assertThat(reply).isEqualTo(Recorded.reply("tracking-delivered", FedexTrackingMapper.Response.class));
    }

    @Test
    void gzippedRefusalIsRead() {
        answers(400, "error-postal-code");

        assertThatThrownBy(this::track)
                .isInstanceOf(CarrierDeclinedException.class)
                .hasMessage("Destination postal code missing or invalid. Please update and try again.");
    }

    private FedexTrackingMapper.Response track() {
        FedexApi api = QuarkusRestClientBuilder.newBuilder()
                .baseUri(URI.create(server.baseUrl()))
                .build(FedexApi.class);
        List<TrackingNumber> numbers = List.of(new TrackingNumber("794644790138"));
        return api.track(
                        "Bearer t",
                        "ship-rq-8a2b3c",
                        FedexTrackingMapper.toRequests(numbers).getFirst())
                .await()
                .indefinitely();
    }

    private void answers(int status, String situation) {
        server.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(status)
                        .withHeader("Content-Type", "application/json")
                        .withHeader("Content-Encoding", "gzip")
                        .withBody(Gzip.gzip(Recorded.text(situation)))));
    }
}
