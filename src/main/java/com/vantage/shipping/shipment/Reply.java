package com.vantage.shipping.shipment;

/** The response to a purchase, stored to be replayed byte for byte for the same key. */
@SuppressWarnings("ArrayRecordComponent") // bytes to be sent, never compared
record Reply(int status, byte[] body, boolean replayed, String shipmentId) {
    Reply again() {
        return new Reply(status, body, true, shipmentId);
    }
}
