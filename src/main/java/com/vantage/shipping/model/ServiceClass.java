package com.vantage.shipping.model;

import java.util.Locale;

/** How fast a service is, across carriers. */
public enum ServiceClass {
    GROUND,
    EXPRESS,
    OVERNIGHT;

    /** As callers write it: {@code ground}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
