package com.vantage.shipping.api.json;

import jakarta.inject.Singleton;
import jakarta.validation.Path;
import jakarta.validation.TraversableResolver;
import java.lang.annotation.ElementType;
import org.jspecify.annotations.Nullable;

/**
 * Lets bean validation read every property. The default asks Hibernate by reflection whether each one is loaded, but only
 * requests are validated here, and no entities.
 */
@Singleton
final class AllPropertiesReachable implements TraversableResolver {
    @Override
    public boolean isReachable(
            @Nullable Object object, Path.Node property, Class<?> root, Path pathToObject, ElementType element) {
        return true;
    }

    @Override
    public boolean isCascadable(
            @Nullable Object object, Path.Node property, Class<?> root, Path pathToObject, ElementType element) {
        return true;
    }
}
