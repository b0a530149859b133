package com.vantage.shipping.shipment;

/** The response to a purchase, stored to be replayed byte for byte for the same key. */
@SuppressWarnings("ArrayRecordComponent") // bytes to be sent, never compared
record StoredResponse(int status, byte[] body, boolean replayed, String shipmentId) {}
