package com.vantage.shipping.address;

import com.vantage.shipping.model.AddressVerdict;
import java.util.List;

/** The verdict about an address, and the answers that it combines in order of trust. */
record CheckedAddress(AddressVerdict verdict, List<CarrierOutcome> answers) {}
