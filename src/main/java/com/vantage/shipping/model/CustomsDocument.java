package com.vantage.shipping.model;

import org.jspecify.annotations.Nullable;

/**
 * A document of a shipment beside its labels. The bytes are shared, not copied, and must not be modified.
 *
 * @param image absent if the labels contain the document
 */
@SuppressWarnings("ArrayRecordComponent") // documents are passed on, never compared
public record CustomsDocument(CustomsDocumentType type, LabelFormat format, byte @Nullable [] image) {
    public CustomsDocument {
        if (image != null && image.length == 0) {
            throw new IllegalArgumentException("the document's image is empty");
        }
    }
}
