package com.vantage.shipping.model;

/** The label of a parcel. The bytes are shared, not copied, and must not be modified. */
@SuppressWarnings("ArrayRecordComponent") // labels are passed on, never compared
public record Label(TrackingNumber trackingNumber, LabelFormat format, byte[] image) {
    public Label {
        if (image.length == 0) {
            throw new IllegalArgumentException("the label's image is empty");
        }
    }
}
