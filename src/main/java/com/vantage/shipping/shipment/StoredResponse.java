package com.vantage.shipping.shipment;

/**
 * The response to a purchase or to a request for a pickup, stored to be replayed byte for byte for the same key.
 *
 * @param shipmentId or the id of the pickup
 */
@SuppressWarnings("ArrayRecordComponent") // bytes to be sent, never compared
record StoredResponse(int status, byte[] body, boolean replayed, String shipmentId) {}
