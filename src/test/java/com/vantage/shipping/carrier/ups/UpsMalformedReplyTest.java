package com.vantage.shipping.carrier.ups;

import com.vantage.shipping.carrier.Carrier;
import com.vantage.shipping.carrier.MalformedReplyTest;
import com.vantage.shipping.carrier.ScriptedApi;
import com.vantage.shipping.model.TrackingNumber;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

class UpsMalformedReplyTest extends MalformedReplyTest {
    private static final Map<String, String> VALID = Map.of(
            "token", "{\"access_token\":\"t\",\"expires_in\":\"14399\"}",
            "trackReference", text("ups/reference-two-parcels.json"),
            "recover", text("ups/recovered-pdf.json"));

    @Override
    protected Carrier carrier(Function<String, String> replies) {
        return new UpsCarrier(ScriptedApi.of(UpsApi.class, Recorded.JSON, replies), UpsAccount.OURS, Clock.systemUTC());
    }

    @Override
    protected String goodReply(String method) {
        return VALID.getOrDefault(method, "");
    }

    @Override
    protected List<Situation> quotes() {
        return List.of(
                new Situation("rate", "ups/rates-all-services.json"),
                new Situation("rate", "ups/rates-with-taxes.json"),
                new Situation("rate", "ups/rates-saturday-first.json"),
                new Situation("rate", "ups/rates-several-currencies.json"),
                new Situation("rate", "ups/rates-single-object.json"));
    }

    @Override
    protected List<Situation> purchases() {
        return List.of(
                new Situation("ship", "ups/sold-two-parcels.json"),
                new Situation("ship", "ups/sold-one-parcel-as-object.json"),
                new Situation("ship", "ups/sold-at-list-price.json"));
    }

    @Override
    protected List<Situation> finds() {
        return List.of(
                new Situation("trackReference", "ups/reference-two-parcels.json"),
                new Situation("trackReference", "ups/reference-two-purchases.json"),
                new Situation("trackReference", "ups/reference-some-voided.json"),
                new Situation("recover", "ups/recovered-pdf.json"),
                new Situation("recover", "ups/recovered-as-object.json"));
    }

    @Override
    protected List<Situation> cancellations() {
        return List.of(
                new Situation("cancel", "ups/voided.json"),
                new Situation("cancel", "ups/voided-as-object.json"),
                new Situation("cancel", "ups/voided-one-of-two.json"),
                new Situation("cancel", "ups/voided-summary-only.json"));
    }

    @Override
    protected List<Situation> trackings() {
        return List.of(
                new Situation("track", "ups/tracking-delivered.json"),
                new Situation("track", "ups/tracking-in-transit.json"),
                new Situation("track", "ups/tracking-returned.json"),
                new Situation("track", "ups/tracking-several-parcels.json"),
                new Situation("track", "ups/tracking-unknown-number.json"));
    }

    @Override
    protected List<Situation> validations() {
        return List.of(
                new Situation("validate", "ups/address-valid.json"),
                new Situation("validate", "ups/address-valid-as-object.json"),
                new Situation("validate", "ups/address-ambiguous.json"),
                new Situation("validate", "ups/address-none.json"));
    }

    @Override
    protected String service() {
        return "03";
    }

    @Override
    protected TrackingNumber number() {
        return new TrackingNumber("1Z023E2X0214323462");
    }

    @Override
    protected Pattern cancelled() {
        return Pattern.compile("\"Code\"\\s*:\\s*(\\[+\\s*)?\"?1\\b");
    }
}
