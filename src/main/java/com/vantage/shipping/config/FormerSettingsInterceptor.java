package com.vantage.shipping.config;

import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.FallbackConfigSourceInterceptor;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/**
 * Reads a setting by its former name where that is set with a higher priority than the current one, from the environment
 * too. If both are set in the same place, the current one wins.
 */
public final class FormerSettingsInterceptor extends FallbackConfigSourceInterceptor {
    private static final long serialVersionUID = 1L;

    public FormerSettingsInterceptor() {
        super(FormerSettings::formerName);
    }

    /** Lists current names only, as config mappings reject names that they do not know. */
    @Override
    public Iterator<String> iterateNames(ConfigSourceInterceptorContext context) {
        Set<String> names = new HashSet<>();
        context.iterateNames().forEachRemaining(name -> names.add(FormerSettings.currentName(name)));
        return names.iterator();
    }
}
