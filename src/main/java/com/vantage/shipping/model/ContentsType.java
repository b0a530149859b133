package com.vantage.shipping.model;

/** What a shipment across a customs border contains. */
public enum ContentsType {
    MERCHANDISE,
    GIFT,
    DOCUMENTS,
    SAMPLE,
    RETURN
}
