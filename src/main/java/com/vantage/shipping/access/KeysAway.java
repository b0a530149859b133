package com.vantage.shipping.access;

import org.jose4j.lang.UnresolvableKeyException;

/** The issuer's keys could not be fetched since this replica has started, so that no token can be checked. */
public final class KeysAway extends UnresolvableKeyException {
    private static final long serialVersionUID = 1L;

    KeysAway() {
        super("the issuer's keys could not be fetched yet");
    }
}
