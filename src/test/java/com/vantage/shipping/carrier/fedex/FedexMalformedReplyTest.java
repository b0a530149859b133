package com.vantage.shipping.carrier.fedex;

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

class FedexMalformedReplyTest extends MalformedReplyTest {
    private static final Map<String, String> VALID = Map.of(
            "token",
            "{\"access_token\":\"t\",\"expires_in\":3599}",
            "results",
            RecordedReplies.text("fedex/sold-two-parcels.json"));

    FedexMalformedReplyTest() {
        super("fedex", VALID);
    }

    @Override
    protected Carrier carrier(Function<String, String> replies) {
        return new FedexCarrier(
                ScriptedApi.of(FedexApi.class, Recorded.JSON, replies), FedexAccount.OURS, Clock.systemUTC());
    }

    @Override
    protected Map<String, List<String>> quotes() {
        return Map.of(
                "rate",
                List.of(
                        "rates-all-services.json",
                        "rates-with-taxes.json",
                        "rates-package-surcharges.json",
                        "rates-no-service.json",
                        "rates-several-currencies.json",
                        "rates-sparse-dates.json"));
    }

    @Override
    protected Map<String, List<String>> internationalQuotes() {
        return Map.of("rate", List.of("rates-international.json"));
    }

    @Override
    protected Map<String, List<String>> purchases() {
        return Map.of(
                "ship",
                List.of(
                        "sold-two-parcels.json",
                        "sold-other-rate-type.json",
                        "sold-without-charge.json",
                        "sold-nothing-alerts.json"),
                "results",
                List.of("sold-two-parcels.json"));
    }

    @Override
    protected Map<String, List<String>> internationalPurchases() {
        return Map.of("ship", List.of("sold-international.json"));
    }

    @Override
    protected Map<String, List<String>> finds() {
        return Map.of(
                "find",
                List.of("reference-three-parcels.json", "reference-two-shipments.json", "reference-cancelled.json"));
    }

    @Override
    protected Map<String, List<String>> cancellations() {
        return Map.of("cancel", List.of("cancelled.json", "cancelled-in-older-words.json"));
    }

    @Override
    protected Map<String, List<String>> trackings() {
        return Map.of(
                "track",
                List.of(
                        "tracking-delivered.json",
                        "tracking-in-transit.json",
                        "tracking-delivered-return.json",
                        "tracking-recycled-number.json",
                        "tracking-unknown-number.json"));
    }

    @Override
    protected Map<String, List<String>> validations() {
        return Map.of(
                "validate", List.of("address-resolved.json", "address-suite-missing.json", "address-unresolved.json"));
    }

    @Property
    void manifestMatchesReply(@ForAll("mutatedManifests") MutatedReply reply) {
        requireManifestTold(reply);
    }

    @Provide
    Arbitrary<MutatedReply> mutatedManifests() {
        return mutated(Map.of("endOfDay", List.of("closed.json", "closed-without-document.json")));
    }

    @Property
    void pickupMatchesReply(@ForAll("mutatedPickups") MutatedReply reply) {
        requirePickupTold(reply);
    }

    @Provide
    Arbitrary<MutatedReply> mutatedPickups() {
        return mutated(Map.of("schedulePickup", List.of("pickup-scheduled.json")));
    }

    @Override
    protected String service() {
        return "FEDEX_2_DAY";
    }

    @Override
    protected String internationalService() {
        return "INTERNATIONAL_ECONOMY";
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
