package com.vantage.shipping.webhook;

import com.vantage.shipping.model.EventFeed.Position;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** The last event for which deliveries were made. There is one. */
@Entity
class WebhookCursor {
    static final int ID = 1;

    @Id
    private int id;

    private long transaction;
    private long number;

    Position position() {
        return new Position(transaction, number);
    }
}
