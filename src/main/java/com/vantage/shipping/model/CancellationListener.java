package com.vantage.shipping.model;

import java.util.concurrent.CompletionStage;

/** Learns that a shipment was cancelled. */
public interface CancellationListener {

    /** The shipment's labels were voided, and its row says so. The caller is answered when this ends; it never fails. */
    CompletionStage<Void> cancelled(String shipmentId);
}
