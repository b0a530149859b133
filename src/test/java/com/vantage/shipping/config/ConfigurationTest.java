package com.vantage.shipping.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference of settings matches the code. */
class ConfigurationTest {
    private static final Path COMMITTED = Path.of("docs/configuration.md");
    private static final Path WRITTEN = Path.of("target/configuration.md");

    @Test
    void committedReferenceIsCurrent() throws IOException {
        Files.writeString(WRITTEN, ConfigurationReference.write());

        assertThat(Files.readString(WRITTEN))
                .as("settings differ from docs/configuration.md; if intended, commit the generated file: "
                        + "cp target/configuration.md docs/")
                .isEqualTo(Files.exists(COMMITTED) ? Files.readString(COMMITTED) : "");
    }

    @Test
    void everySettingIsDescribed() {
        assertThat(ConfigurationReference.write().lines())
                .filteredOn(line -> line.startsWith("| `"))
                .hasSizeGreaterThan(80)
                .allMatch(line -> line.matches(".*\\| \\S[^|]{8,} \\|"), "has a description");
    }

    /** Build-time settings are fixed in the package. */
    @Test
    void documentedFrameworkSettingsAreRuntimeSettings() {
        assertThat(DocumentedQuarkusSettings.all()).isNotEmpty().allSatisfy(setting -> assertThat(setting.phase())
                .as(setting.property())
                .isEqualTo("RUN_TIME"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SHIPPING_CARRIERS_UPS_CLIENT_ID",
                "SHIPPING_CARRIERS_FEDEX_TRACK_CLIENT_SECRET",
                "SHIPPING_CARRIERS_USPS_CIRCUIT_OPEN_FOR",
                "SHIPPING_CARRIERS_USPS_QUOTA_0_",
                "SHIPPING_CALLERS_LIMITS_ORDER_PROCESSOR",
                "SHIPPING_LIMITS_REPLICAS",
                "QUARKUS_TLS__API__KEY_STORE_PEM__0__CERT",
                "MP_JWT_VERIFY_ISSUER"
            })
    void existingSettingIsKnown(String name) {
        assertThat(KnownSettings.exists(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SHIPPING_LIMITS_REPLICA",
                "SHIPPING_CARRIERS_DHL_URL",
                "SHIPPING_CARRIERS_UPS_CRID",
                "SHIPPING_TRACKING",
                "QUARKUS_HTTP_PROT"
            })
    void misspeltSettingIsUnknown(String name) {
        assertThat(KnownSettings.exists(name)).isFalse();
    }

    @Test
    void variablesOfKubernetesAndOthersAreNotReported() {
        assertThat(UnknownSettingsWarning.findUnknown(
                        Set.of(
                                "SHIPPING_LIMITS_REPLICAS",
                                "SHIPPING_LIMITS_REPLICA",
                                "SHIPPING_SERVICE_SERVICE_HOST",
                                "SHIPPING_SERVICE_SERVICE_PORT_HTTP",
                                "SHIPPING_SERVICE_PORT",
                                "SHIPPING_SERVICE_PORT_8080_TCP_ADDR",
                                "PATH"),
                        UnknownSettingsWarning.patterns(KnownSettings.mappings(), KnownSettings.carriers())))
                .containsExactly("SHIPPING_LIMITS_REPLICA");
    }

    @Test
    void secretsAreRecognized() {
        assertThat(KnownSettings.isSecret("SHIPPING_CARRIERS_UPS_CLIENT_SECRET"))
                .isTrue();
        assertThat(KnownSettings.isSecret("QUARKUS_DATASOURCE_PASSWORD")).isTrue();
        assertThat(KnownSettings.isSecret("SHIPPING_CARRIERS_UPS_ACCOUNT")).isFalse();
    }
}
