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
    private static final Duration HANG_DURATION = Duration.ofMinutes(1);

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Fault of(String code) {
        return Arrays.stream(values())
                .filter(fault -> fault.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown fault \"%s\"; expected one of %s"
                        .formatted(
                                code, Arrays.stream(values()).map(Fault::code).collect(Collectors.joining(", ")))));
    }

    /** Whether the carrier processes the request before the fault occurs. */
    boolean changesNormalReply() {
        return this == SLOW || this == GARBLE || this == CUT;
    }

    /**
     * The response of the fault's stub.
     *
     * @param normal the carrier's normal stub
     * @param duration delay or Retry-After; ignored by other faults
     */
    ResponseDefinition response(StubMapping normal, Duration duration) {
        ResponseDefinitionBuilder response =
                switch (this) {
                    case HANG ->
                        immediate()
                                .withFixedDelay((int) HANG_DURATION.toMillis())
                                .withFault(EMPTY_RESPONSE);
                    case SLOW ->
                        ResponseDefinitionBuilder.like(normal.getResponse()).withFixedDelay((int) duration.toMillis());
                    case THROTTLE ->
                        immediate(normal, "throttled", 429, "throttled.json")
                                .withHeader("Retry-After", Long.toString(duration.toSeconds()));
                    case BREAK -> immediate(normal, "broken", 500, "broken.json");
                    case RESET -> immediate().withFault(CONNECTION_RESET_BY_PEER);
                    case GARBLE, CUT -> BodyTruncator.of(normal.getResponse(), this);
                };
        return response.build();
    }

    Metadata describe(Duration duration) {
        Metadata.Builder builder = metadata().attr("fault", code());
        Metadata.Builder complete =
                switch (this) {
                    case SLOW -> builder.attr("ms", (int) duration.toMillis());
                    case THROTTLE -> builder.attr("retry_after_s", (int) duration.toSeconds());
                    case HANG, BREAK, RESET, GARBLE, CUT -> builder;
                };
        return complete.build();
    }

    private static ResponseDefinitionBuilder immediate() {
        return aResponse().withUniformRandomDelay(0, 0);
    }

    /** @param name metadata entry of stubs with their own response for the fault */
    private static ResponseDefinitionBuilder immediate(StubMapping normal, String name, int status, String bodyFile) {
        Metadata override = normal.getMetadata().getMetadata(name, null);
        return override == null
                ? immediate()
                        .withStatus(status)
                        .withHeader("Content-Type", "application/json")
                        .withBodyFile(bodyFile)
                        .withTransformers("response-template")
                : ResponseDefinitionBuilder.like(override.as(ResponseDefinition.class))
                        .withUniformRandomDelay(0, 0);
    }
}
