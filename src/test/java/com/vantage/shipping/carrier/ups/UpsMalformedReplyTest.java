package com.vantage.shipping.carrier.ups;

import com.vantage.shipping.carrier.Carrier;
import com.vantage.shipping.carrier.MalformedReplyTest;
import com.vantage.shipping.carrier.RecordedReplies;
import com.vantage.shipping.carrier.ScriptedApi;
import com.vantage.shipping.model.TrackingNumber;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class UpsMalformedReplyTest extends MalformedReplyTest {
    private static final Map<String, String> VALID = Map.of(
            "token", "{\"access_token\":\"t\",\"expires_in\":\"14399\"}",
            "trackReference", RecordedReplies.text("ups/reference-two-parcels.json"),
            "recover", RecordedReplies.text("ups/recovered-pdf.json"));

    UpsMalformedReplyTest() {
        super("ups", VALID);
    }

    @Override
    protected Carrier carrier(Function<String, String> replies) {
        return new UpsCarrier(ScriptedApi.of(UpsApi.class, Recorded.JSON, replies), UpsAccount.OURS, Clock.systemUTC());
    }

    @Override
    protected Map<String, List<String>> quotes() {
        return Map.of(
                "rate",
                List.of(
                        "rates-all-services.json",
                        "rates-with-taxes.json",
                        "rates-saturday-first.json",
                        "rates-several-currencies.json",
                        "rates-single-object.json"));
    }

    @Override
    protected Map<String, List<String>> internationalQuotes() {
        return Map.of("rate", List.of("rates-international.json"));
    }

    @Override
    protected Map<String, List<String>> purchases() {
        return Map.of(
                "ship", List.of("sold-two-parcels.json", "sold-one-parcel-as-object.json", "sold-at-list-price.json"));
    }

    @Override
    protected Map<String, List<String>> internationalPurchases() {
        return Map.of("ship", List.of("sold-international.json"));
    }

    @Override
    protected Map<String, List<String>> finds() {
        return Map.of(
                "trackReference",
                List.of("reference-two-parcels.json", "reference-two-purchases.json", "reference-some-voided.json"),
                "recover",
                List.of("recovered-pdf.json", "recovered-as-object.json"));
    }

    @Override
    protected Map<String, List<String>> cancellations() {
        return Map.of(
                "cancel",
                List.of("voided.json", "voided-as-object.json", "voided-one-of-two.json", "voided-summary-only.json"));
    }

    @Override
    protected Map<String, List<String>> trackings() {
        return Map.of(
                "track",
                List.of(
                        "tracking-delivered.json",
                        "tracking-in-transit.json",
                        "tracking-returned.json",
                        "tracking-several-parcels.json",
                        "tracking-unknown-number.json"));
    }

    @Override
    protected Map<String, List<String>> validations() {
        return Map.of(
                "validate",
                List.of(
                        "address-valid.json",
                        "address-valid-as-object.json",
                        "address-ambiguous.json",
                        "address-none.json"));
    }

    @Property
    void pickupMatchesReply(@ForAll("mutatedPickups") MutatedReply reply) {
        requirePickupTold(reply);
    }

    @Provide
    Arbitrary<MutatedReply> mutatedPickups() {
        return mutated(
                Map.of("schedulePickup", List.of("pickup-scheduled.json", "pickup-scheduled-without-rate.json")));
    }

    @Property
    void foundPickupMatchesReply(@ForAll("mutatedPickupLists") MutatedReply reply) {
        requireFoundPickupTold(reply);
    }

    @Provide
    Arbitrary<MutatedReply> mutatedPickupLists() {
        return mutated(Map.of("listPickups", List.of("pickups-several.json", "pickups-as-object.json")));
    }

    @Override
    protected String service() {
        return "03";
    }

    @Override
    protected String internationalService() {
        return "08";
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
