package com.vantage.shipping.carrier.ups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.CarrierUnavailableException;
import com.vantage.shipping.carrier.CorrelationId;
import com.vantage.shipping.carrier.Outcome.Answer;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.TokenRejectedException;
import com.vantage.shipping.model.Address;
import com.vantage.shipping.model.CancellationRequest;
import com.vantage.shipping.model.CancellationResult;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.FoundPurchase;
import com.vantage.shipping.model.Label;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.PurchaseReference;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.model.TrackingStatus;
import com.vantage.shipping.model.Weight;
import io.smallrye.mutiny.Uni;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpsCarrierTest {
    private static final TrackingNumber NUMBER = new TrackingNumber("1Z023E2X0214323462");
    private static final TrackingNumber SECOND = new TrackingNumber("1Z023E2X0214323471");
    private static final TrackingNumber THIRD = new TrackingNumber("1Z023E2X0214323480");

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-12-01T17:00:00Z"), ZoneOffset.UTC);
    private static final Address DOOR = new Address(
            "Jane Doe",
            null,
            null,
            null,
            "9 Elm Dr",
            null,
            "Beverly Hills",
            "CA",
            new RateAddress("90210", "US", true));
    private static final PurchaseOrder ORDER = new PurchaseOrder(
            new PurchaseReference("ORDER-981"),
            "03",
            null,
            DOOR,
            DOOR,
            List.of(new Parcel(Weight.ofOunces(40), Dimensions.ofInches(10, 8, 6))),
            LocalDate.of(2026, 12, 1),
            LabelFormat.PDF);

    private final List<List<Object>> requests = new ArrayList<>();
    private final List<String> recoveries = new ArrayList<>();
    private final List<String> bearers = new ArrayList<>();
    private final List<String> transIds = new ArrayList<>();
    private final List<String> credentials = new ArrayList<>();

    @AfterEach
    void forgetTheRequest() {
        MDC.remove(CorrelationId.KEY);
    }

    @Test
    void everyAttemptHasItsOwnTransIdStartingWithRequestId() {
        MDC.put(CorrelationId.KEY, "3f0c2a52-5d0e-4a3b-9d3c-0123456789ab");

        track(1);

        assertThat(transIds)
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("3f0c2a52-5d0e-4a3b-9d3c-[0-9a-f]{8}"));
    }

    @Test
    void tokenIsFetchedWithOurCredentialsAndSentAsBearer() {
        track(0);

        assertThat(credentials).containsExactly("Basic Y2xpZW50OnNlY3JldA==");
        assertThat(bearers).containsExactly("Bearer token1");
    }

    @Test
    void rejectedTokenIsReplacedOnce() {
        track(1);

        assertThat(bearers).containsExactly("Bearer token1", "Bearer token2");
    }

    @Test
    void purchaseIsFoundByReferenceWithLabels() {
        List<FoundPurchase> found =
                find(reply("reference-two-parcels"), number -> recovered("recovered-without-names"));

        assertThat(found).singleElement().satisfies(purchase -> {
            assertThat(purchase.carrierShipmentId()).isEqualTo("1ZA1B2C30300000001");
            assertThat(purchase.labels()).extracting(Label::format).containsExactly(LabelFormat.PDF, LabelFormat.PDF);
        });
        assertThat(requests).containsExactly(List.of("ORDER-981", "A1B2C3", "20261117", "20261202"));
        assertThat(recoveries).containsExactly("1ZA1B2C30300000001", "1ZA1B2C30300000012");
    }

    @Test
    void purchaseIsFoundWithoutUnrecoverableLabels() {
        List<FoundPurchase> found = find(
                reply("reference-two-parcels"),
                number -> number.endsWith("12")
                        ? failure(new CarrierDeclinedException(Refusal.NOT_FOUND, "300022", "no"))
                        : recovered("recovered-without-names"));

        assertThat(found).singleElement().satisfies(purchase -> {
            assertThat(purchase.trackingNumbers()).hasSize(2);
            assertThat(purchase.labels()).isEmpty();
        });
    }

    @Test
    void unknownReferenceIsNoPurchase() {
        assertThat(find(reply("reference-unknown"), number -> recovered("recovered-pdf")))
                .isEmpty();
        assertThat(find(
                        failure(new CarrierDeclinedException(Refusal.NOT_FOUND, "TV1002", "no")),
                        number -> recovered("recovered-pdf")))
                .isEmpty();
        assertThat(recoveries).isEmpty();
    }

    @Test
    void onlyUnknownReferenceMeansNoPurchase() {
        CarrierUnavailableException broken = new CarrierUnavailableException(Failure.BROKEN, "no");
        CarrierDeclinedException refused = new CarrierDeclinedException(Refusal.INVALID_REQUEST, "10001", "no");

        assertThatThrownBy(() -> find(failure(broken), number -> recovered("recovered-pdf")))
                .isEqualTo(broken);
        assertThatThrownBy(() -> find(reply("reference-two-parcels"), number -> failure(broken)))
                .isEqualTo(broken);
        assertThat(found(failure(refused), number -> recovered("recovered-pdf")))
                .isEqualTo(new Declined<>(Refusal.INVALID_REQUEST, "10001", "no"));
    }

    @Test
    void shipmentIsVoidedByNumber() {
        assertThat(cancel(Uni.createFrom().item(Recorded.reply("voided", UpsCancellationMapper.Response.class))))
                .isEqualTo(new Answered<>(new CancellationResult(false)));
        assertThat(requests).containsExactly(List.of("1ZA1B2C30300000001"));
    }

    @Test
    void alreadyVoidedIsASuccess() {
        assertThat(cancel(failure(new UpsCancellationMapper.AlreadyVoidedException("no"))))
                .isEqualTo(new Answered<>(new CancellationResult(false)));
    }

    @Test
    void notVoidableIsDeclined() {
        assertThat(cancel(failure(new CarrierDeclinedException(Refusal.CONFLICT, "190101", "Too late."))))
                .isEqualTo(new Declined<>(Refusal.CONFLICT, "190101", "Too late."));
    }

    @Test
    void parcelsOfAShipmentAreTrackedInOneCall() {
        assertThat(tracked(List.of(NUMBER, SECOND), Map.of(NUMBER, "tracking-delivered-and-damaged")))
                .extracting(Tracking::number, Tracking::status)
                .containsExactly(tuple(NUMBER, TrackingStatus.DELIVERED), tuple(SECOND, TrackingStatus.EXCEPTION));
        assertThat(requests).containsExactly(List.of(NUMBER.value()));
    }

    @Test
    void omittedParcelIsRequestedSeparately() {
        Map<TrackingNumber, String> replies =
                Map.of(NUMBER, "tracking-delivered-and-damaged", THIRD, "tracking-third-parcel");

        assertThat(tracked(List.of(NUMBER, SECOND, THIRD), replies))
                .extracting(Tracking::number)
                .containsExactly(NUMBER, SECOND, THIRD);
        assertThat(requests).containsExactly(List.of(NUMBER.value()), List.of(THIRD.value()));
    }

    @Test
    void unknownParcelIsOmitted() {
        assertThat(tracked(List.of(THIRD, NUMBER), Map.of(NUMBER, "tracking-delivered-and-damaged")))
                .extracting(Tracking::number)
                .containsExactly(NUMBER);
    }

    @Test
    void unknownShipmentTakesFewCalls() {
        List<TrackingNumber> numbers = IntStream.range(0, 50)
                .mapToObj(i -> new TrackingNumber("1Z023E2X03000000" + (10 + i)))
                .toList();

        assertThat(answer(numbers, Map.of()))
                .isInstanceOfSatisfying(Declined.class, declined -> assertThat(declined.refusal())
                        .isEqualTo(Refusal.NOT_FOUND));
        assertThat(requests).hasSize(13);
    }

    @Test
    void errorWithSuccessStatusIsAnError() {
        assertThat(cancel(Uni.createFrom()
                        .item(Recorded.reply("error-voided-before", UpsCancellationMapper.Response.class))))
                .isEqualTo(new Answered<>(new CancellationResult(false)));
        assertThat(found(
                        Uni.createFrom().item(Recorded.reply("error-postal-code", UpsTrackingMapper.Response.class)),
                        number -> recovered("recovered-pdf")))
                .isInstanceOfSatisfying(Declined.class, declined -> assertThat(declined.refusal())
                        .isEqualTo(Refusal.INVALID_ADDRESS));
    }

    @Test
    void rejectedTokenWithSuccessStatusIsReplaced() {
        Map<String, Function<Object[], Uni<?>>> script = Map.of("track", told -> {
            bearers.add((String) told[0]);
            return reply(bearers.size() == 1 ? "error-token-expired" : "tracking-delivered");
        });

        assertThat(carrier(script).track(List.of(NUMBER)).send().await().indefinitely())
                .isInstanceOf(Answered.class);
        assertThat(bearers).containsExactly("Bearer token1", "Bearer token2");
    }

    private List<Tracking> tracked(List<TrackingNumber> numbers, Map<TrackingNumber, String> replies) {
        return ((Answered<List<Tracking>>) answer(numbers, replies)).value();
    }

    /** @param replies parcels without a reply are unknown to UPS */
    private Answer<List<Tracking>> answer(List<TrackingNumber> numbers, Map<TrackingNumber, String> replies) {
        Map<String, Function<Object[], Uni<?>>> script = Map.of("track", told -> {
            requests.add(List.of(told[2]));
            String situation = replies.get(new TrackingNumber((String) told[2]));
            return situation == null
                    ? failure(new UpsErrorReplyException(
                            404, null, null, null, Recorded.text("error-tracking-number-unknown")))
                    : reply(situation);
        });
        return carrier(script).track(numbers).send().await().indefinitely();
    }

    private void track(int refusals) {
        var answer = carrier(Map.of("track", told -> tracked((String) told[0], (String) told[1], refusals)))
                .track(List.of(NUMBER))
                .send()
                .await()
                .indefinitely();

        assertThat(answer).isInstanceOf(Answered.class);
    }

    private List<FoundPurchase> find(Uni<UpsTrackingMapper.Response> known, Function<String, Uni<?>> recovery) {
        return ((Answered<List<FoundPurchase>>) found(known, recovery)).value();
    }

    private Answer<List<FoundPurchase>> found(
            Uni<UpsTrackingMapper.Response> known, Function<String, Uni<?>> recovery) {
        Map<String, Function<Object[], Uni<?>>> script = Map.of(
                "trackReference",
                told -> {
                    requests.add(List.of(told).subList(2, told.length));
                    return known;
                },
                "recover",
                told -> {
                    String number = ((UpsLabelRecoveryMapper.Request) told[2])
                            .labelRecoveryRequest()
                            .trackingNumber();
                    recoveries.add(number);
                    return recovery.apply(number);
                });
        return carrier(script).find(ORDER).send().await().indefinitely();
    }

    private Answer<CancellationResult> cancel(Uni<?> reply) {
        Map<String, Function<Object[], Uni<?>>> script = Map.of("cancel", told -> {
            requests.add(List.of(told).subList(2, told.length));
            return reply;
        });
        return carrier(script)
                .cancel(new CancellationRequest(
                        "1ZA1B2C30300000001",
                        List.of(new TrackingNumber("1ZA1B2C30300000001"), new TrackingNumber("1ZA1B2C30300000012"))))
                .send()
                .await()
                .indefinitely();
    }

    private UpsCarrier carrier(Map<String, Function<Object[], Uni<?>>> script) {
        return new UpsCarrier(scriptedApi(script), UpsAccount.OURS, NOON);
    }

    private static Uni<UpsTrackingMapper.Response> reply(String situation) {
        return Uni.createFrom().item(Recorded.reply(situation, UpsTrackingMapper.Response.class));
    }

    private static Uni<?> recovered(String situation) {
        return Uni.createFrom().item(Recorded.reply(situation, UpsLabelRecoveryMapper.Response.class));
    }

    private static <T> Uni<T> failure(Throwable failure) {
        return Uni.createFrom().failure(failure);
    }

    /**
     * Grants tokens and answers other calls as scripted. A dynamic proxy, since tests that start the service would take
     * an implementing class for a resource and add it to the OpenAPI document.
     */
    private UpsApi scriptedApi(Map<String, Function<Object[], Uni<?>>> script) {
        return (UpsApi) Proxy.newProxyInstance(
                UpsApi.class.getClassLoader(),
                new Class<?>[] {UpsApi.class},
                (proxy, method, arguments) -> method.getName().equals("token")
                        ? granted((String) arguments[0])
                        : Objects.requireNonNull(script.get(method.getName()), method.getName())
                                .apply(arguments));
    }

    private Uni<UpsApi.Token> granted(String basic) {
        credentials.add(basic);
        return Uni.createFrom().item(new UpsApi.Token("token" + credentials.size(), BigDecimal.valueOf(14_399)));
    }

    private Uni<UpsTrackingMapper.Response> tracked(String bearer, String transId, int refusals) {
        bearers.add(bearer);
        transIds.add(transId);
        return bearers.size() <= refusals
                ? Uni.createFrom().failure(new TokenRejectedException("no"))
                : Uni.createFrom().item(Recorded.reply("tracking-delivered", UpsTrackingMapper.Response.class));
    }
}
