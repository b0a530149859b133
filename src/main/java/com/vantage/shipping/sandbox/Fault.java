package com.vantage.shipping.sandbox;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.common.Metadata.metadata;
import static com.github.tomakehurst.wiremock.http.Fault.CONNECTION_RESET_BY_PEER;
import static com.github.tomakehurst.wiremock.http.Fault.EMPTY_RESPONSE;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.common.Metadata;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Faults of a simulated carrier on the network level, each implemented as a WireMock stub. */
public enum Fault {
    /** Accepts the request and never responds. */
    HANG,
    /** Responds normally after a delay. */
    SLOW,
    /** 429 with {@code Retry-After}. */
    THROTTLE,
    /** 500 with the carrier's own error body. */
    BREAK,
    /** Resets the connection after reading the request. */
    RESET,
    /** 200 with truncated JSON. */
    GARBLE,
    /** Announces a complete response and closes the connection before its end. */
    CUT;

    /** Longer than any timeout of the service; then the connection is closed. */
    private static final Duration NEVER = Duration.ofMinutes(1);

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Fault of(String word) {
        return Arrays.stream(values())
                .filter(fault -> fault.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown fault \"%s\"; expected one of %s"
                        .formatted(
                                word, Arrays.stream(values()).map(Fault::word).collect(Collectors.joining(", ")))));
    }

    /** Whether the carrier processes the request before the fault occurs. */
    boolean spoilsTheUsualAnswer() {
        return this == SLOW || this == GARBLE || this == CUT;
    }

    /**
     * The response of the fault's stub.
     *
     * @param usual the carrier's normal stub
     * @param time delay or Retry-After; ignored by other faults
     */
    ResponseDefinition insteadOf(StubMapping usual, Duration time) {
        ResponseDefinitionBuilder response =
                switch (this) {
                    case HANG -> atOnce().withFixedDelay((int) NEVER.toMillis()).withFault(EMPTY_RESPONSE);
                    case SLOW ->
                        ResponseDefinitionBuilder.like(usual.getResponse()).withFixedDelay((int) time.toMillis());
                    case THROTTLE ->
                        atOnce(usual, "throttled", 429, "throttled.json")
                                .withHeader("Retry-After", Long.toString(time.toSeconds()));
                    case BREAK -> atOnce(usual, "broken", 500, "broken.json");
                    case RESET -> atOnce().withFault(CONNECTION_RESET_BY_PEER);
                    case GARBLE, CUT -> BodyDamage.of(usual.getResponse(), this);
                };
        return response.build();
    }

    Metadata describe(Duration time) {
        Metadata.Builder described = metadata().attr("fault", word());
        Metadata.Builder complete =
                switch (this) {
                    case SLOW -> described.attr("ms", (int) time.toMillis());
                    case THROTTLE -> described.attr("retry_after_s", (int) time.toSeconds());
                    case HANG, BREAK, RESET, GARBLE, CUT -> described;
                };
        return complete.build();
    }

    private static ResponseDefinitionBuilder atOnce() {
        return aResponse().withUniformRandomDelay(0, 0);
    }

    /** @param name metadata entry of stubs with their own response for the fault */
    private static ResponseDefinitionBuilder atOnce(StubMapping usual, String name, int status, String bodyFile) {
        Metadata own = usual.getMetadata().getMetadata(name, null);
        return own == null
                ? atOnce().withStatus(status)
                        .withHeader("Content-Type", "application/json")
                        .withBodyFile(bodyFile)
                        .withTransformers("response-template")
                : ResponseDefinitionBuilder.like(own.as(ResponseDefinition.class))
                        .withUniformRandomDelay(0, 0);
    }
}
