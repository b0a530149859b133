package com.vantage.shipping.carrier;

/** The carrier rejected the access token. {@link AccessTokenSource} then fetches a new one and repeats the call once. */
public final class TokenRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TokenRejectedException(String carrierMessage) {
        super(carrierMessage, null, false, false);
    }
}
