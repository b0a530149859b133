package com.vantage.shipping.ratestore;

import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.Rate;
import com.vantage.shipping.model.RateRequest;

/** A carrier's rate for a request, which can be bought by its quote id. */
public record QuotedRate(CarrierCode carrier, RateRequest request, Rate rate) {}
