package com.vantage.shipping.model;

/** What is stuck on one parcel. The bytes are shared, not copied: nobody writes into them. */
@SuppressWarnings("ArrayRecordComponent") // labels are passed on, never compared
public record Label(TrackingNumber trackingNumber, LabelFormat format, byte[] image) {
    public Label {
        if (image.length == 0) {
            throw new IllegalArgumentException("a label has an image");
        }
    }
}
