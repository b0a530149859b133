package com.vantage.shipping.carrier.ups;

import com.vantage.shipping.carrier.StatusCodesTest;
import com.vantage.shipping.carrier.TrackingStatusTable;
import com.vantage.shipping.carrier.ups.UpsTrackingMapper.Status;
import com.vantage.shipping.model.TrackingStatus;
import java.util.Map;
import java.util.Set;

class UpsStatusCodesTest extends StatusCodesTest {
    UpsStatusCodesTest() {
        super("UPS", "ups-status.csv");
    }

    @Override
    protected Map<TrackingStatusTable, Set<String>> tables() {
        return Map.of(
                UpsTrackingMapper.CODES, Set.of("statusCode"),
                UpsTrackingMapper.TYPES, Set.of("type"),
                UpsTrackingMapper.SCANS, Set.of("scan", "manifest", "update"));
    }

    @Override
    protected String meaning(String kind, String code) {
        Status told =
                switch (kind) {
                    case "statusCode" -> new Status(null, null, code, null, null);
                    case "type" -> new Status(code, null, null, null, null);
                    case "scan", "update" -> new Status(null, code, null, null, null);
                    // Scan codes are tested with the type of a manifest or of a void
                    case "manifest" -> new Status(code.equals("VP") ? "MV" : "M", code, null, null, null);
                    default -> throw new IllegalArgumentException(kind);
                };
        return UpsTrackingMapper.status(told).map(TrackingStatus::code).orElse("info");
    }
}
