package com.vantage.shipping.carrier.fedex;

import com.vantage.shipping.carrier.Carrier;
import com.vantage.shipping.carrier.MalformedReplyTest;
import com.vantage.shipping.carrier.ScriptedApi;
import com.vantage.shipping.model.TrackingNumber;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

class FedexMalformedReplyTest extends MalformedReplyTest {
    private static final Map<String, String> VALID = Map.of(
            "token", "{\"access_token\":\"t\",\"expires_in\":3599}", "results", text("fedex/sold-two-parcels.json"));

    @Override
    protected Carrier carrier(Function<String, String> replies) {
        return new FedexCarrier(
                ScriptedApi.of(FedexApi.class, Recorded.JSON, replies), FedexAccount.OURS, Clock.systemUTC());
    }

    @Override
    protected String goodReply(String method) {
        return VALID.getOrDefault(method, "");
    }

    @Override
    protected List<Situation> quotes() {
        return List.of(
                new Situation("rate", "fedex/rates-all-services.json"),
                new Situation("rate", "fedex/rates-with-taxes.json"),
                new Situation("rate", "fedex/rates-package-surcharges.json"),
                new Situation("rate", "fedex/rates-no-service.json"),
                new Situation("rate", "fedex/rates-several-currencies.json"),
                new Situation("rate", "fedex/rates-sparse-dates.json"));
    }

    @Override
    protected List<Situation> purchases() {
        return List.of(
                new Situation("ship", "fedex/sold-two-parcels.json"),
                new Situation("ship", "fedex/sold-other-rate-type.json"),
                new Situation("ship", "fedex/sold-without-charge.json"),
                new Situation("ship", "fedex/sold-nothing-alerts.json"),
                new Situation("results", "fedex/sold-two-parcels.json"));
    }

    @Override
    protected List<Situation> finds() {
        return List.of(
                new Situation("find", "fedex/reference-three-parcels.json"),
                new Situation("find", "fedex/reference-two-shipments.json"),
                new Situation("find", "fedex/reference-cancelled.json"));
    }

    @Override
    protected List<Situation> cancellations() {
        return List.of(
                new Situation("cancel", "fedex/cancelled.json"),
                new Situation("cancel", "fedex/cancelled-in-older-words.json"));
    }

    @Override
    protected List<Situation> trackings() {
        return List.of(
                new Situation("track", "fedex/tracking-delivered.json"),
                new Situation("track", "fedex/tracking-in-transit.json"),
                new Situation("track", "fedex/tracking-delivered-return.json"),
                new Situation("track", "fedex/tracking-recycled-number.json"),
                new Situation("track", "fedex/tracking-unknown-number.json"));
    }

    @Override
    protected List<Situation> validations() {
        return List.of(
                new Situation("validate", "fedex/address-resolved.json"),
                new Situation("validate", "fedex/address-suite-missing.json"),
                new Situation("validate", "fedex/address-unresolved.json"));
    }

    @Override
    protected String service() {
        return "FEDEX_2_DAY";
    }

    @Override
    protected TrackingNumber number() {
        return new TrackingNumber("122816215025810");
    }

    @Override
    protected Pattern cancelled() {
        return Pattern.compile("\"cancelledShipment\"\\s*:\\s*(\\[+\\s*)?\"?true");
    }
}
