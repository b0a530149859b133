package com.vantage.shipping.offer;

import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.Rate;
import com.vantage.shipping.model.RateRequest;

/** A carrier's rate for a request: what a caller may come back to and buy. */
public record Offer(CarrierCode carrier, RateRequest request, Rate rate) {}
