package com.vantage.shipping.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class WebhookSecretTest {
    /** Signed by the reference library of Standard Webhooks for Node. */
    @Test
    void signatureIsThatOfTheReferenceLibrary() {
        WebhookSecret secret = new WebhookSecret(Base64.getDecoder().decode("C2FVsBQIhrscChlQIMV+b5sSYspob7oD"));

        assertThat(secret.sign("evt_1042", 1_763_982_513, "{\"type\":\"shipment.created\"}"))
                .isEqualTo("v1,FhSvQu95RBVUtgjXho7sB3d0GasbOM3PMD+ujgDMwL4=");
    }

    @Test
    void randomSecretsDiffer() {
        assertThat(WebhookSecret.random()).isNotEqualTo(WebhookSecret.random());
        assertThat(WebhookSecret.random().key()).hasSize(32);
    }
}
