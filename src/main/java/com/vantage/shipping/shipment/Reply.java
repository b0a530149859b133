package com.vantage.shipping.shipment;

/** An answer to a purchase, byte for byte as it goes out now and again for the same key. */
@SuppressWarnings("ArrayRecordComponent") // bytes to be sent, never compared
record Reply(int status, byte[] body, boolean replayed, String shipmentId) {
    Reply again() {
        return new Reply(status, body, true, shipmentId);
    }
}
