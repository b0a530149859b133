package com.vantage.shipping.model;

import java.math.BigDecimal;

/** A part of a price that has a name of its own, in the currency of that price. */
public record Surcharge(String code, String description, BigDecimal amount) {}
