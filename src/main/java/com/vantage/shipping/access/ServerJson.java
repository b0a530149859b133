package com.vantage.shipping.access;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/** Our own JSON, written and read: snake_case. {@link RequestJson} reads what callers send. */
@Singleton
final class ServerJson implements ObjectMapperCustomizer {
    @Override
    public void customize(ObjectMapper json) {
        json.setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
    }
}
