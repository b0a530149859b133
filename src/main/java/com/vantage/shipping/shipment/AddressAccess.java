package com.vantage.shipping.shipment;

/** How much of a shipment's addresses its reader may see. */
enum AddressAccess {
    /** No address. */
    NONE,
    /** Both, but not how to reach who sends it: what the customer sees, whom it was made for. */
    WITHOUT_SENDERS_CONTACT,
    /** Both whole: what the client sees that made it, and an operator whose reading is in the audit trail. */
    ALL
}
