package com.vantage.shipping.model;

/**
 * Labels that a carrier has voided, now or before.
 *
 * @param refundPending whether the carrier decides on the refund later
 */
public record CancellationResult(boolean refundPending) {}
