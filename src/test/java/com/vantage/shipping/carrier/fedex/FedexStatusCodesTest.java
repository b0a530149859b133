package com.vantage.shipping.carrier.fedex;

import com.vantage.shipping.carrier.StatusCodesTest;
import com.vantage.shipping.carrier.TrackingStatusTable;
import com.vantage.shipping.model.TrackingStatus;
import java.util.Map;
import java.util.Set;

class FedexStatusCodesTest extends StatusCodesTest {
    FedexStatusCodesTest() {
        super("FedEx", "fedex-status.csv");
    }

    @Override
    protected Map<TrackingStatusTable, Set<String>> tables() {
        return Map.of(
                FedexTrackingStatusRules.CODES, Set.of("event"), FedexTrackingStatusRules.DERIVED, Set.of("derived"));
    }

    @Override
    protected String meaning(String kind, String code) {
        TrackingStatusTable table =
                kind.equals("derived") ? FedexTrackingStatusRules.DERIVED : FedexTrackingStatusRules.CODES;
        return table.isInfo(code)
                ? "info"
                : table.status(code).map(TrackingStatus::code).orElse("unlisted");
    }
}
