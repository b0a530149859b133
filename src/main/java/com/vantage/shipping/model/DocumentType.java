package com.vantage.shipping.model;

/** Documents that customs need beside the label. */
public enum DocumentType {
    COMMERCIAL_INVOICE,
    CUSTOMS_FORM
}
