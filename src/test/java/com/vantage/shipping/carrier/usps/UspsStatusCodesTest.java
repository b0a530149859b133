package com.vantage.shipping.carrier.usps;

import com.vantage.shipping.carrier.StatusCodesTest;
import com.vantage.shipping.carrier.TrackingStatusTable;
import com.vantage.shipping.model.TrackingStatus;
import java.util.Map;
import java.util.Set;

class UspsStatusCodesTest extends StatusCodesTest {
    UspsStatusCodesTest() {
        super("USPS", "usps-event.csv");
    }

    @Override
    protected Map<TrackingStatusTable, Set<String>> tables() {
        return Map.of(UspsTrackingMapper.CODES, Set.of("event"));
    }

    @Override
    protected String meaning(String kind, String code) {
        return UspsTrackingMapper.CODES.status(code).map(TrackingStatus::code).orElse("unlisted");
    }
}
