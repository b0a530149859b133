package com.vantage.shipping.carrier.usps;

import com.vantage.shipping.carrier.StatusCodesTest;
import com.vantage.shipping.model.TrackingStatus;

class UspsStatusCodesTest extends StatusCodesTest {
    UspsStatusCodesTest() {
        super("USPS", "usps-event.csv");
    }

    @Override
    protected String meaning(String kind, String code) {
        return UspsTracking.CODES.status(code).map(TrackingStatus::code).orElse("unlisted");
    }
}
