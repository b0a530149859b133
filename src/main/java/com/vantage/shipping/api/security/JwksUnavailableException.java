package com.vantage.shipping.api.security;

import org.jose4j.lang.UnresolvableKeyException;

/** The issuer's keys have not been fetched since the start, so that no token can be verified. */
public final class JwksUnavailableException extends UnresolvableKeyException {
    private static final long serialVersionUID = 1L;

    JwksUnavailableException() {
        super("the issuer's keys could not be fetched yet");
    }
}
