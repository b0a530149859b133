package com.vantage.shipping.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A manifest as the carrier has made it.
 *
 * @param number the carrier's number; absent if it gives none
 * @param trackingNumbers the packages that are in it
 * @param mediaType of the document
 * @param document to print for the driver
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record CarrierManifest(
        @Nullable String number, List<TrackingNumber> trackingNumbers, String mediaType, byte[] document) {
    public CarrierManifest {
        trackingNumbers = List.copyOf(trackingNumbers);
    }
}
