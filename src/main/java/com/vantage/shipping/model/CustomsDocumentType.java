package com.vantage.shipping.model;

import java.util.Locale;

/** Documents that customs need beside the label. */
public enum CustomsDocumentType {
    COMMERCIAL_INVOICE,
    CUSTOMS_FORM;

    /** The code in the API. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
