package com.vantage.shipping.model;

import java.util.Locale;

/** Speed of a service, across carriers. */
public enum ServiceClass {
    GROUND,
    EXPRESS,
    OVERNIGHT;

    /** The value in the API: {@code ground}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
