package com.vantage.shipping.model;

/**
 * Labels that a carrier took back; also those that it had taken back before.
 *
 * @param refundPending whether the money comes back only when the carrier has looked into it, some days later
 */
public record Cancelled(boolean refundPending) {}
