package com.vantage.shipping.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Validates our requests to UPS after a purchase against UPS's own specifications. */
@EnabledIf(
        value = "com.vantage.shipping.carrier.SpecificationTest#specificationsArePresent",
        disabledReason = "-Dcarrier.specs=… names no folder of the carriers' specifications")
class UpsSpecificationTest {
    private static final Map<String, String> HEADERS =
            Map.of("content-type", "application/json", "transid", "-12345678", "transactionsrc", "shipping-service");

    @ParameterizedTest
    @ValueSource(strings = {"recovery-pdf", "recovery-zpl", "recovery-without-context"})
    void labelRecoveryConforms(String request) throws IOException {
        SentRequest sent = new SentRequest("POST", "/api/labels/v1/recovery", Map.of(), HEADERS, text(request));

        assertThat(violations("ups/Shipping.yaml", sent)).isEmpty();
        assertThat(violations("ups/Shipping.yaml", sent.withBody(sent.body().replace("LabelImage", "LabelsImage"))))
                .isNotEmpty();
    }

    @Test
    void referenceSearchConforms() throws IOException {
        Map<String, String> query = Map.of(
                "locale", "en_US",
                "refNumType", "SmallPackage",
                "shipperNum", "A1B2C3",
                "fromPickUpDate", "20261117",
                "toPickUpDate", "20261201");
        SentRequest sent = new SentRequest("GET", "/api/track/v1/reference/details/ORDER-981", query, HEADERS, "");

        assertThat(violations("ups/Tracking.yaml", sent)).isEmpty();
        assertThat(violations("ups/Tracking.yaml", sent.withQuery(Map.of("shipperNumber", "A1B2C3"))))
                .isNotEmpty();
    }

    @Test
    void voidConforms() throws IOException {
        SentRequest sent =
                new SentRequest("DELETE", "/api/shipments/v2409/void/cancel/1ZA1B2C30300000001", Map.of(), HEADERS, "");

        assertThat(violations("ups/Shipping.yaml", sent)).isEmpty();
        assertThat(violations("ups/Shipping.yaml", sent.withQuery(Map.of("trackingNumbers", "1ZA1B2C30300000001"))))
                .isNotEmpty();
    }

    private static List<String> violations(String file, SentRequest request) throws IOException {
        return Specification.read(Path.of(System.getProperty("carrier.specs")), file)
                .violations(request);
    }

    private static String text(String request) throws IOException {
        String path = "/carrier/ups/sent-" + request + ".json";
        try (InputStream file = Objects.requireNonNull(UpsSpecificationTest.class.getResourceAsStream(path), path)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
