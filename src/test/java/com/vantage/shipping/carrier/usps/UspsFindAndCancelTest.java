package com.vantage.shipping.carrier.usps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vantage.shipping.carrier.CarrierUnavailableException;
import com.vantage.shipping.carrier.Outcome.Answer;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.TokenRejectedException;
import com.vantage.shipping.carrier.usps.UspsConfig.PriceType;
import com.vantage.shipping.model.Address;
import com.vantage.shipping.model.CancellationRequest;
import com.vantage.shipping.model.CancellationResult;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.FoundPurchase;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.PurchaseReference;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.model.Weight;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Finding and cancelling labels that were bought. */
class UspsFindAndCancelTest {
    private static final Clock ON_DECEMBER_1 = Clock.fixed(Instant.parse("2026-12-01T15:00:00Z"), ZoneOffset.UTC);
    private static final String SOLD = "reprint-as-json.json";
    private static final TrackingNumber FIRST = new TrackingNumber("9434650106151069021143");
    private static final TrackingNumber SECOND = new TrackingNumber("9434650106151069021150");

    private final Vertx vertx = Vertx.vertx();
    private final List<UUID> keys = new ArrayList<>();
    private final List<String> cancelled = new ArrayList<>();
    private int paymentTokens;

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void labelsAreFoundByIdempotencyKey() {
        List<FoundPurchase> found = found(order("2026-12-01", 2), SOLD, SOLD);

        assertThat(found).singleElement().satisfies(purchase -> {
            assertThat(purchase.trackingNumbers()).hasSize(2);
            assertThat(purchase.labels()).hasSize(2);
        });
        assertThat(keys)
                .containsExactly(
                        UspsShippingMapper.idempotencyKey(new PurchaseReference("ORDER-981"), 0),
                        UspsShippingMapper.idempotencyKey(new PurchaseReference("ORDER-981"), 1));
    }

    @Test
    void reprintRequestsMatchPurchase() {
        String sent = Recorded.sent(UspsLabelReprintMapper.toRequest(order("2026-12-01", 3), 1));

        assertThat(sent)
                .isEqualTo("{\"imageInfo\":{\"imageType\":\"ZPL203DPI\",\"labelType\":\"4X6LABEL\","
                        + "\"packageNumber\":2,\"totalPackages\":3}}");
    }

    @Test
    void searchEndsAtFirstUnsoldParcel() {
        assertThat(found(order("2026-12-01", 3), "error-order-not-found.json")).isEmpty();

        assertThat(keys).hasSize(1);
    }

    @Test
    void interruptedPurchaseHasItsExistingLabels() {
        List<FoundPurchase> found = found(order("2026-12-01", 3), SOLD, "error-order-not-found.json");

        assertThat(found).singleElement().satisfies(purchase -> assertThat(purchase.trackingNumbers())
                .hasSize(1));
        assertThat(keys).hasSize(2);
    }

    @Test
    void cancelledLabelsAreOmitted() {
        List<FoundPurchase> found = found(order("2026-12-01", 2), "error-reprint-canceled.json", SOLD);

        assertThat(found).singleElement().satisfies(purchase -> assertThat(purchase.trackingNumbers())
                .hasSize(1));
    }

    @Test
    void exhaustedReprintsAreAConflict() {
        Answer<List<FoundPurchase>> answer = find(order("2026-12-01", 2), SOLD, "error-reprint-limit.json");

        assertThat(answer)
                .isEqualTo(new Declined<>(
                        Refusal.CONFLICT, "160382", "This label has reached the reprint limit of 3 reprints"));
    }

    @Test
    void tooOldPurchaseIsAConflictWithoutACall() {
        Answer<List<FoundPurchase>> answer = find(order("2026-10-16", 1), "error-order-not-found.json");

        assertThat(answer).hasFieldOrPropertyWithValue("refusal", Refusal.CONFLICT);
        assertThat(keys).isEmpty();
        assertThat(found(order("2026-10-17", 1), "error-order-not-found.json")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "cancel-done.json, cancel-done.json, false",
        "cancel-done.json, cancel-disputed.json, true",
        "error-order-already-canceled.json, cancel-done.json, false"
    })
    void labelsAreCancelledOneByOne(String first, String second, boolean refundPending) {
        assertThat(cancel(first, second)).isEqualTo(new Answered<>(new CancellationResult(refundPending)));

        assertThat(cancelled).containsExactly(FIRST.value(), SECOND.value());
    }

    @ParameterizedTest
    @CsvSource({
        "error-on-a-scan-form.json, CONFLICT, 160174",
        "error-refund-asked-today.json, CONFLICT, 160377",
        "error-refund-not-submitted.json, CONFLICT, 160301",
        "error-order-not-found.json, NOT_FOUND, 160185"
    })
    void commonRefusalIsReturned(String file, Refusal refusal, String code) {
        assertThat(cancel(file, file))
                .hasFieldOrPropertyWithValue("refusal", refusal)
                .hasFieldOrPropertyWithValue("code", code);
        assertThat(cancelled).hasSize(2);
    }

    @Test
    void partialRefusalListsAllLabels() {
        assertThat(cancel("error-order-not-found.json", "cancel-done.json"))
                .isEqualTo(new Declined<>(
                        Refusal.CONFLICT,
                        "160185",
                        FIRST + " was not voided: Order not found (160185); " + SECOND + " was voided"));
        assertThat(cancelled).containsExactly(FIRST.value(), SECOND.value());
    }

    @Test
    void answerWithoutStatusIsUnreadable() {
        assertThatThrownBy(() -> cancel("label-as-json.json", "cancel-done.json"))
                .isInstanceOfSatisfying(
                        CarrierUnavailableException.class,
                        unavailable -> assertThat(unavailable.failure()).isEqualTo(Failure.UNREADABLE));
    }

    @Test
    void rejectedTokensAreBothRenewedForCancellation() {
        UspsCarrier carrier =
                carrier(new ArrayList<>(), new ArrayList<>(List.of("stale", "stale", "cancel-done.json")));

        Answer<CancellationResult> answer = carrier.cancel(new CancellationRequest(FIRST.value(), List.of(FIRST)))
                .send()
                .await()
                .indefinitely();

        assertThat(answer).isEqualTo(new Answered<>(new CancellationResult(false)));
        assertThat(paymentTokens).isEqualTo(2);
    }

    private List<FoundPurchase> found(PurchaseOrder order, String... replies) {
        return ((Answered<List<FoundPurchase>>) find(order, replies)).value();
    }

    private Answer<List<FoundPurchase>> find(PurchaseOrder order, String... replies) {
        return carrier(script(replies), new ArrayList<>())
                .find(order)
                .send()
                .await()
                .indefinitely();
    }

    private Answer<CancellationResult> cancel(String... replies) {
        return carrier(new ArrayList<>(), script(replies))
                .cancel(new CancellationRequest(FIRST.value(), List.of(FIRST, SECOND)))
                .send()
                .await()
                .indefinitely();
    }

    private static List<String> script(String... replies) {
        List<String> script = new ArrayList<>();
        Collections.addAll(script, replies);
        return script;
    }

    /** Answers with these files in order. */
    private UspsCarrier carrier(List<String> reprints, List<String> cancellations) {
        UspsConfig account = UspsAccount.paying(PriceType.COMMERCIAL);
        UspsLabelClient scripted = new UspsLabelClient(vertx, account) {
            @Override
            Uni<UspsShippingMapper.Reply> reprint(
                    String bearer, String paymentToken, UUID idempotencyKey, UspsLabelReprintMapper.Request request) {
                keys.add(idempotencyKey);
                return said(reprints.removeFirst(), body -> UspsShippingMapper.read("application/json", body));
            }
        };
        return new UspsCarrier(new ScriptedApi(cancellations), scripted, account, ON_DECEMBER_1);
    }

    private static <T> Uni<T> said(String file, Function<byte[], T> read) {
        if (file.equals("stale")) {
            return Uni.createFrom().failure(new TokenRejectedException("no"));
        }
        return file.startsWith("error-")
                ? Uni.createFrom().failure(UspsErrorMapper.read(400, null, Recorded.text(file)))
                : Uni.createFrom().item(() -> read.apply(Recorded.text(file).getBytes(StandardCharsets.UTF_8)));
    }

    private static PurchaseOrder order(String shipDate, int parcels) {
        Address somebody = new Address(
                "Jane Doe", null, null, null, "9 Elm Dr", null, "Tampa", "FL", new RateAddress("33601", "US", true));
        Parcel parcel = new Parcel(Weight.ofOunces(40), Dimensions.ofInches(10, 8, 6));
        return new PurchaseOrder(
                new PurchaseReference("ORDER-981"),
                "PRIORITY_MAIL",
                null,
                somebody,
                somebody,
                Stream.generate(() -> parcel).limit(parcels).toList(),
                LocalDate.parse(shipDate),
                LabelFormat.ZPL);
    }

    private final class ScriptedApi implements UnexpectedUspsCalls {
        private final List<String> cancellations;

        ScriptedApi(List<String> cancellations) {
            this.cancellations = cancellations;
        }

        @Override
        public Uni<Token> token(TokenRequest request) {
            return Uni.createFrom().item(new Token("token", BigDecimal.valueOf(28_799), null));
        }

        @Override
        public Uni<PaymentAuthorization> authorizePayment(String bearer, PaymentRequest request) {
            paymentTokens++;
            return Uni.createFrom().item(new PaymentAuthorization("payment" + paymentTokens));
        }

        @Override
        public Uni<UspsCancellationMapper.Reply> cancel(String bearer, String paymentToken, String number) {
            String file = cancellations.removeFirst();
            if (!file.equals("stale")) {
                cancelled.add(number);
            }
            return said(file, body -> Recorded.reply(UspsCancellationMapper.Reply.class, file));
        }
    }
}
