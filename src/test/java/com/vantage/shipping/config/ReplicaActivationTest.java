package com.vantage.shipping.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplicaActivationTest {
    private static final String URL = "shipping.database.read-url";

    @Test
    void replicaWithAddressIsActive() {
        assertThat(isActive(Map.of(URL, "postgresql://replicas:5432/shipping"))).isTrue();
    }

    @Test
    void replicaWithoutAddressIsInactive() {
        assertThat(isActive(Map.of())).isFalse();
        assertThat(isActive(Map.of(URL, ""))).isFalse();
    }

    private static boolean isActive(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withInterceptors(new ReplicaActivation())
                .withSources(new PropertiesConfigSource(settings, "test", 500))
                .build()
                .getValue("quarkus.hibernate-orm.replica.active", Boolean.class);
    }
}
