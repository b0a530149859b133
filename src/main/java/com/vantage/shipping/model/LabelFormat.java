package com.vantage.shipping.model;

/** Format of a label. Callers can choose the first three; some carriers send GIF. */
public enum LabelFormat {
    PDF("application/pdf"),
    PNG("image/png"),
    /** Zebra's printer language, 4 by 6 inches. */
    ZPL("application/zpl"),
    GIF("image/gif");

    private final String mediaType;

    LabelFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }
}
