package com.vantage.shipping.carrier;

import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Refusal;

/**
 * A carrier's refusal, as an exception for use inside adapters, where it often arrives as an error reply. Has no stack
 * trace.
 */
public final class CarrierDeclinedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Refusal refusal;
    private final String code;

    /**
     * @param code the carrier's error code
     * @param reason the carrier's message; may be empty
     */
    public CarrierDeclinedException(Refusal refusal, String code, String reason) {
        super(reason.isBlank() ? "no reason given" : reason.strip(), null, false, false);
        this.refusal = refusal;
        this.code = code;
    }

    /** Whether the call failed because the carrier does not know the shipment or parcel. */
    public static boolean isNotFound(Throwable failure) {
        return failure instanceof CarrierDeclinedException declined && declined.refusal() == Refusal.NOT_FOUND;
    }

    public Refusal refusal() {
        return refusal;
    }

    public String code() {
        return code;
    }

    <T> Declined<T> asOutcome() {
        return new Declined<>(refusal, code, String.valueOf(getMessage()));
    }
}
