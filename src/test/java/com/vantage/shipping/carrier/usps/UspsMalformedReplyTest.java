package com.vantage.shipping.carrier.usps;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.vantage.shipping.carrier.Carrier;
import com.vantage.shipping.carrier.MalformedReplyTest;
import com.vantage.shipping.carrier.RecordedReplies;
import com.vantage.shipping.carrier.ScriptedApi;
import com.vantage.shipping.carrier.usps.UspsConfig.PriceType;
import com.vantage.shipping.model.TrackingNumber;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

class UspsMalformedReplyTest extends MalformedReplyTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final UspsConfig ACCOUNT = UspsAccount.paying(PriceType.COMMERCIAL);
    private static final Map<String, String> VALID = Map.of(
            "token",
            "{\"access_token\":\"t\",\"expires_in\":\"28799\"}",
            "authorizePayment",
            "{\"paymentAuthorizationToken\":\"p\"}",
            "options",
            RecordedReplies.text("usps/options-all-classes.json"),
            "internationalRates",
            RecordedReplies.text("usps/international-rates.json"));

    UspsMalformedReplyTest() {
        super("usps", VALID);
    }

    @Override
    protected Carrier carrier(Function<String, String> replies) {
        UspsApi api = ScriptedApi.of(UspsApi.class, UspsApi.objectMapper(new ObjectMapper()), replies);
        return new UspsCarrier(
                api,
                labels(replies),
                ACCOUNT,
                Clock.fixed(SHIP_DATE.atTime(12, 0).toInstant(ZoneOffset.UTC), ZoneOffset.UTC));
    }

    @Override
    protected Map<String, List<String>> quotes() {
        return Map.of(
                "options",
                List.of(
                        "options-all-classes.json",
                        "options-by-size.json",
                        "options-military.json",
                        "options-price-missing.json",
                        "options-second-package.json"));
    }

    @Override
    protected Map<String, List<String>> internationalQuotes() {
        return Map.of("internationalRates", List.of("international-rates.json"));
    }

    @Override
    protected Map<String, List<String>> purchases() {
        return Map.of("buy", List.of("label-as-json.json"), "options", List.of("options-all-classes.json"));
    }

    @Override
    protected Map<String, List<String>> internationalPurchases() {
        return Map.of(
                "buyInternational",
                List.of("international-label.json"),
                "internationalRates",
                List.of("international-rates.json"));
    }

    @Override
    protected Map<String, List<String>> finds() {
        return Map.of("reprint", List.of("reprint-as-json.json"));
    }

    @Override
    protected Map<String, List<String>> cancellations() {
        return Map.of("cancel", List.of("cancel-done.json", "cancel-disputed.json"));
    }

    @Override
    protected Map<String, List<String>> trackings() {
        return Map.of(
                "track",
                List.of(
                        "tracking-delivered.json",
                        "tracking-returned.json",
                        "tracking-on-its-way.json",
                        "tracking-notice-left.json",
                        "tracking-numbers-for-texts.json"));
    }

    @Override
    protected Map<String, List<String>> validations() {
        return Map.of(
                "validate",
                List.of(
                        "address-confirmed.json",
                        "address-apartment-missing.json",
                        "address-not-confirmed.json",
                        "address-match-only.json"));
    }

    @Property
    void manifestMatchesReply(@ForAll("mutatedManifests") MutatedReply reply) {
        requireManifestTold(reply);
    }

    @Provide
    Arbitrary<MutatedReply> mutatedManifests() {
        return mutated(Map.of("scanForm", List.of("scan-form.json")));
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
        return "USPS_GROUND_ADVANTAGE";
    }

    @Override
    protected String internationalService() {
        return "PRIORITY_MAIL_INTERNATIONAL";
    }

    @Override
    protected TrackingNumber number() {
        return new TrackingNumber("9400100000000000000000");
    }

    @Override
    protected Pattern cancelled() {
        return Pattern.compile("CANCELED|DISPUTED");
    }

    /**
     * A price may be the sum of rates and fees without a total, or of a label's postage and fees. Duties and taxes are the sum of a
     * package's fee and two amounts for each item, of which a mutated reply can have two.
     */
    @Override
    protected boolean isTold(BigDecimal price, Set<BigDecimal> numbers) {
        return isSum(price, numbers, 5);
    }

    private static boolean isSum(BigDecimal price, Set<BigDecimal> numbers, int most) {
        return numbers.contains(price.stripTrailingZeros())
                || (most > 1
                        && numbers.stream()
                                .filter(number -> number.compareTo(price) < 0)
                                .anyMatch(number -> isSum(price.subtract(number), numbers, most - 1)));
    }

    @AfterContainer
    static void close() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    private static UspsLabelClient labels(Function<String, String> replies) {
        return new UspsLabelClient(VERTX, ACCOUNT) {
            @Override
            Uni<UspsShippingMapper.Reply> buy(
                    String bearer, String payment, UUID key, UspsShippingMapper.Request request) {
                return read(replies.apply("buy"));
            }

            @Override
            Uni<UspsShippingMapper.Reply> buyInternational(
                    String bearer, String payment, UUID key, UspsInternationalShippingMapper.Request request) {
                return read(replies.apply("buyInternational"));
            }

            @Override
            Uni<UspsShippingMapper.Reply> reprint(
                    String bearer, String payment, UUID key, UspsLabelReprintMapper.Request request) {
                return read(replies.apply("reprint"));
            }
        };
    }

    private static Uni<UspsShippingMapper.Reply> read(String reply) {
        return Uni.createFrom()
                .item(() -> UspsShippingMapper.read("application/json", reply.getBytes(StandardCharsets.UTF_8)));
    }
}
