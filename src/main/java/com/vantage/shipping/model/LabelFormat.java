package com.vantage.shipping.model;

/** What a label is kept as. Callers choose among the first three; the last is only some carriers' way to give it. */
public enum LabelFormat {
    PDF("application/pdf"),
    PNG("image/png"),
    /** Zebra's printer language, 4 by 6 inches at 203 dots per inch. */
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
