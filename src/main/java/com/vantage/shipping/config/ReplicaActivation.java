package com.vantage.shipping.config;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/**
 * Activates the persistence unit of the database replicas if they have an address. The framework would start it and its
 * connection pool in any case.
 */
public final class ReplicaActivation implements ConfigSourceInterceptor {
    private static final long serialVersionUID = 1L;

    private static final String IS_ACTIVE = "quarkus.hibernate-orm.replica.active";
    private static final String URL = "shipping.database.read-url";

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        return name.equals(IS_ACTIVE)
                ? ConfigValue.builder()
                        .withName(name)
                        .withValue(Boolean.toString(isSet(context.restart(URL))))
                        .build()
                : context.proceed(name);
    }

    private static boolean isSet(@Nullable ConfigValue setting) {
        return setting != null
                && setting.getValue() != null
                && !setting.getValue().isBlank();
    }
}
