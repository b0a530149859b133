package com.vantage.shipping.model;

import java.util.concurrent.CompletionStage;

/** Is notified of cancelled shipments. */
public interface CancellationListener {

    /** Called when the labels are voided and the row is updated. The caller waits for completion; must not fail. */
    CompletionStage<Void> onCancelled(String shipmentId);
}
