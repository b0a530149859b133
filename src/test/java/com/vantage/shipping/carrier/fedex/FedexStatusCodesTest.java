package com.vantage.shipping.carrier.fedex;

import com.vantage.shipping.carrier.StatusCodesTest;
import com.vantage.shipping.carrier.StatusTable;
import com.vantage.shipping.model.TrackingStatus;

class FedexStatusCodesTest extends StatusCodesTest {
    FedexStatusCodesTest() {
        super("FedEx", "fedex-status.csv");
    }

    @Override
    protected String meaning(String kind, String code) {
        StatusTable table = kind.equals("derived") ? FedexTrackingStatus.DERIVED : FedexTrackingStatus.CODES;
        return table.isInfo(code)
                ? "info"
                : table.status(code).map(TrackingStatus::code).orElse("unlisted");
    }
}
