package com.vantage.shipping.operations;

import java.util.Locale;

/** Result of a check, from good to bad. Unknown means that there is no value: what is not measured may be broken. */
enum Status {
    OK,
    WARN,
    UNKNOWN,
    FAIL;

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
