package com.vantage.shipping.shipment;

/** The response to a purchase, stored to be replayed byte for byte for the same key. */
@SuppressWarnings("ArrayRecordComponent") // bytes to be sent, never compared
record StoredReply(int status, byte[] body, boolean replayed, String shipmentId) {
    StoredReply again() {
        return new StoredReply(status, body, true, shipmentId);
    }
}
