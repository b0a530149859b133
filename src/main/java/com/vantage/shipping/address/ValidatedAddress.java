package com.vantage.shipping.address;

import com.vantage.shipping.model.AddressValidationResult;
import java.util.List;

/** The result for an address, and the answers that it combines in order of trust. */
record ValidatedAddress(AddressValidationResult result, List<CarrierAddressResult> answers) {}
