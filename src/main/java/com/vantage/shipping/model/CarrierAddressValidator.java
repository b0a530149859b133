package com.vantage.shipping.model;

import java.util.concurrent.CompletionStage;

/** Validates addresses for other features. */
public interface CarrierAddressValidator {

    /** Asks the carriers about an address. Never fails: if no carrier answers, the address is unchecked. */
    CompletionStage<AddressValidationResult> validate(UsAddress address);
}
