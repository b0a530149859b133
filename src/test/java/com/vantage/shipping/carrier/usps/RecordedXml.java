package com.vantage.shipping.carrier.usps;

import com.vantage.shipping.carrier.RecordedReplies;

/** Recorded Web Tools replies. */
final class RecordedXml {
    private RecordedXml() {}

    static String text(String file) {
        return RecordedReplies.text("usps-webtools/" + file);
    }
}
