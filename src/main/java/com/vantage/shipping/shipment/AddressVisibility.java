package com.vantage.shipping.shipment;

/** Which parts of a shipment's addresses a reader may see. */
enum AddressVisibility {
    /** Neither address. */
    NONE,
    /** Both addresses without the sender's phone and email: for the customer of the shipment. */
    WITHOUT_SENDERS_CONTACT,
    /** Both addresses in full: for the client that created the shipment, and for operators whose access is audited. */
    ALL
}
