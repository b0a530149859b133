package com.vantage.shipping.tracking;

import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.support.SandboxClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sets what each simulated carrier answers about a parcel. */
enum SimulatedTracking {
    UPS("UPS", "03") {
        @Override
        String scanned(TrackingNumber number, Scan scan, LocalDate day) {
            String code =
                    switch (scan) {
                        case IN_TRANSIT -> "{\"type\": \"I\", \"code\": \"DP\", \"statusCode\": \"005\"}";
                        case DELIVERED -> "{\"type\": \"D\", \"code\": \"FS\", \"statusCode\": \"011\"}";
                        case EXCEPTION -> "{\"type\": \"X\", \"code\": \"48\", \"statusCode\": \"059\"}";
                    };
            return """
                   {"trackResponse": {"shipment": [{"inquiryNumber": "%1$s", "package": [{"trackingNumber": "%1$s", "activity": [
                    {"location": {"address": {"city": "Newark", "stateProvince": "NJ", "countryCode": "US"}}, "status": %2$s,
                     "date": "%3$s", "time": "101500", "gmtDate": "%3$s", "gmtTime": "15:15:00", "gmtOffset": "-05:00"}]}]}]}}""".formatted(number, code, DateTimeFormatter.BASIC_ISO_DATE.format(day));
        }

        @Override
        void doesNotFind(SandboxClient desk, TrackingNumber number) {
            tells(desk, number, 200, """
                    {"trackResponse": {"shipment": [{"inquiryNumber": "%s",
                     "warnings": [{"code": "TW0001", "message": "Tracking Information Not Found"}]}]}}""".formatted(number));
        }
    },

    FEDEX("FedEx", "FEDEX_2_DAY") {
        /** One FedEx response covers all requested numbers. */
        @SuppressWarnings("ImmutableEnumChecker") // responses set by tests
        private final Map<TrackingNumber, JsonObject> told = new LinkedHashMap<>();

        @Override
        void tells(SandboxClient desk, TrackingNumber number, int status, String body) {
            told.put(
                    number,
                    new JsonObject(body)
                            .getJsonObject("output")
                            .getJsonArray("completeTrackResults")
                            .getJsonObject(0));
            JsonObject output = new JsonObject().put("completeTrackResults", new JsonArray(List.copyOf(told.values())));
            desk.stubReply(
                    "fedex",
                    "track",
                    status,
                    "application/json",
                    new JsonObject().put("output", output).encode());
        }

        @Override
        String scanned(TrackingNumber number, Scan scan, LocalDate day) {
            String code =
                    switch (scan) {
                        case IN_TRANSIT -> "IT";
                        case DELIVERED -> "DL";
                        case EXCEPTION -> "DE";
                    };
            return """
                   {"output": {"completeTrackResults": [{"trackingNumber": "%1$s", "trackResults": [{
                     "latestStatusDetail": {"code": "%2$s"}, "scanEvents": [{"date": "%3$sT10:15:00-05:00", "eventType": "%2$s",
                      "eventDescription": "Scanned", "scanLocation": {"city": "NEWARK", "stateOrProvinceCode": "NJ"}}]}]}]}}""".formatted(number, code, day);
        }

        @Override
        void doesNotFind(SandboxClient desk, TrackingNumber number) {
            tells(desk, number, 200, """
                    {"output": {"completeTrackResults": [{"trackingNumber": "%s", "trackResults": [{"error":
                     {"code": "TRACKING.TRACKINGNUMBER.NOTFOUND", "message": "Tracking number cannot be found."}}]}]}}""".formatted(number));
        }
    },

    USPS("USPS", "PRIORITY_MAIL") {
        @Override
        String scanned(TrackingNumber number, Scan scan, LocalDate day) {
            String code =
                    switch (scan) {
                        case IN_TRANSIT -> "EF";
                        case DELIVERED -> "01";
                        case EXCEPTION -> "02";
                    };
            return """
                   {"trackingNumber": "%s", "trackingEvents": [{"eventType": "Scanned", "eventCode": "%s",
                     "eventTimestamp": "%3$sT10:15:00Z", "GMTTimestamp": "%3$sT15:15:00Z", "GMTOffset": "-05:00",
                     "eventCity": "NEWARK", "eventState": "NJ"}]}""".formatted(number, code, day);
        }

        @Override
        void doesNotFind(SandboxClient desk, TrackingNumber number) {
            tells(desk, number, 400, """
                    {"apiVersion": "v3", "error": {"code": "400", "message": "The tracking number may be incorrect",
                     "errors": [{"status": "400", "code": "150002", "title": "The tracking number may be incorrect"}]}}""");
        }
    };

    private final String displayName;
    private final String service;

    /** The only event of a parcel, at 10:15 in Newark. */
    enum Scan {
        IN_TRANSIT,
        DELIVERED,
        EXCEPTION
    }

    SimulatedTracking(String displayName, String service) {
        this.displayName = displayName;
        this.service = service;
    }

    /** Sets the event that the carrier reports. */
    void tells(SandboxClient desk, TrackingNumber number, Scan scan, LocalDate day) {
        tells(desk, number, 200, scanned(number, scan, day));
    }

    /** Makes the carrier not find the parcel. */
    abstract void doesNotFind(SandboxClient desk, TrackingNumber number);

    abstract String scanned(TrackingNumber number, Scan scan, LocalDate day);

    CarrierCode code() {
        return CarrierCode.of(displayName);
    }

    String displayName() {
        return displayName;
    }

    String service() {
        return service;
    }

    void tells(SandboxClient desk, TrackingNumber number, int status, String body) {
        desk.stubReply(code().value(), "track", number.value(), status, "application/json", body);
    }
}
