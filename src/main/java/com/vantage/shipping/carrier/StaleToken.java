package com.vantage.shipping.carrier;

/** The carrier does not take this access token (any more). Once, that is no error: {@link AccessToken} gets a new one. */
public final class StaleToken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StaleToken(String carriersWords) {
        super(carriersWords, null, false, false);
    }
}
