package com.vantage.shipping.carrier.usps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.CarrierUnavailableException;
import com.vantage.shipping.carrier.Outcome.Answer;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.PreparedCall;
import com.vantage.shipping.carrier.TokenRejectedException;
import com.vantage.shipping.carrier.usps.UspsConfig.PriceType;
import com.vantage.shipping.model.Address;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.PurchaseReference;
import com.vantage.shipping.model.PurchaseResult;
import com.vantage.shipping.model.Rate;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.RateRequest;
import com.vantage.shipping.model.ServiceClass;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.model.TrackingStatus;
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
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UspsCarrierTest {
    private static final Parcel LARGE = new Parcel(Weight.ofOunces(40), Dimensions.ofInches(10, 8, 6));
    private static final Parcel SMALL = new Parcel(Weight.ofOunces(20), Dimensions.ofInches(9, 6, 4));
    private static final Clock ON_DECEMBER_1 = Clock.fixed(Instant.parse("2026-12-01T15:00:00Z"), ZoneOffset.UTC);
    private static final String PLAIN = "SP/MACHINABLE/NONE";

    private final Vertx vertx = Vertx.vertx();
    private final List<UspsRatingMapper.Request> requests = new ArrayList<>();
    private final List<UspsInternationalRatingMapper.Request> internationalRequests = new ArrayList<>();
    private final List<UUID> keys = new ArrayList<>();
    private final List<String> cancelled = new ArrayList<>();
    private String cancelReply = "cancel-done.json";
    private @Nullable RuntimeException tokenFails;
    private @Nullable RuntimeException paymentTokenFails;
    private int tokens;
    private int paymentTokens;
    private Clock clock = ON_DECEMBER_1;
    private boolean paymentTokenAbsent;

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void eachPackageHasItsOwnIdempotencyKey() {
        Answer<PurchaseResult> answer = buy(call -> sold(), PLAIN + "," + PLAIN, LARGE, SMALL);

        assertThat(((Answered<PurchaseResult>) answer).value().labels()).hasSize(2);
        assertThat(keys).doesNotHaveDuplicates().hasSize(2);
        assertThat(requests).isEmpty();
    }

    @Test
    void optionsAreRequestedOnceForEqualPackages() {
        Answer<PurchaseResult> answer = buy(call -> sold(), null, LARGE, SMALL, LARGE);

        assertThat(answer).isInstanceOf(Answered.class);
        assertThat(requests).hasSize(2);
    }

    @Test
    void refusedFirstPackageIsDeclined() {
        Answer<PurchaseResult> answer = buy(call -> refused(), PLAIN + "," + PLAIN, LARGE, SMALL);

        assertThat(answer).isInstanceOf(Declined.class);
        assertThat(keys).hasSize(1);
    }

    @Test
    void refusedSecondPackageCancelsFirstAndIsDeclined() {
        Answer<PurchaseResult> answer = buy(call -> call == 0 ? sold() : refused(), PLAIN + "," + PLAIN, LARGE, SMALL);

        assertThat(answer).isEqualTo(new Declined<>(Refusal.INVALID_ADDRESS, "010005", "Address Not Found"));
        assertThat(cancelled).containsExactly("9434650106151069021143");
    }

    @ParameterizedTest
    @EnumSource(names = {"CREDENTIALS_REJECTED", "RATE_LIMITED"})
    void refusedAccessBetweenPackagesCancelsFirst(Failure failure) {
        assertThatThrownBy(() -> buy(call -> call == 0 ? sold() : failing(failure), PLAIN + "," + PLAIN, LARGE, SMALL))
                .isInstanceOfSatisfying(
                        CarrierUnavailableException.class,
                        unavailable -> assertThat(unavailable.failure()).isEqualTo(failure));
        assertThat(cancelled).hasSize(1);
    }

    @Test
    void failureBetweenPackagesCancelsNothing() {
        assertThatThrownBy(() ->
                        buy(call -> call == 0 ? sold() : failing(Failure.BROKEN), PLAIN + "," + PLAIN, LARGE, SMALL))
                .isInstanceOf(CarrierUnavailableException.class);
        assertThat(cancelled).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel-disputed.json", "error-on-a-scan-form.json", "error-outage.json"})
    void uncancelledLabelIsReturned(String cancellation) {
        cancelReply = cancellation;

        Answer<PurchaseResult> answer =
                buy(call -> call < 2 ? sold() : refused(), PLAIN + "," + PLAIN + "," + PLAIN, LARGE, SMALL, SMALL);

        assertThat(((Answered<PurchaseResult>) answer).value().labels()).hasSize(2);
        assertThat(cancelled).isNotEmpty();
    }

    @Test
    void tooLongAddressIsRefusedWithoutACall() {
        Address far = new Address(
                "Jane Doe",
                null,
                null,
                null,
                "9 Elm Dr",
                null,
                "Llanfairpwllgwyngyllgogerychwyrn",
                "FL",
                new RateAddress("33601", "US", true));

        for (String terms : Arrays.asList(PLAIN, null)) {
            PreparedCall<PurchaseResult> prepared =
                    carrier(label -> sold(), null).buy(order("PRIORITY_MAIL", terms, far));

            assertThat(prepared.calls()).isZero();
            assertThat(prepared.send().await().indefinitely()).hasFieldOrPropertyWithValue("code", "text_too_long");
        }
        assertThat(tokens).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {PLAIN + "," + PLAIN, "of-another-day"})
    void missingDimensionsAreRefusedWithoutACall(String terms) {
        Parcel weightOnly = new Parcel(Weight.ofOunces(40), null);
        UspsCarrier carrier = carrier(call -> sold(), null);
        PurchaseOrder order = order("PRIORITY_MAIL", terms, LARGE, weightOnly);

        assertDimensionsRequired(carrier.buy(order));
        assertDimensionsRequired(carrier.quote(UspsShippingMapper.asRateRequest(order)));
        assertThat(tokens).isZero();
    }

    @Test
    void oversizedParcelIsRefusedWithoutACall() {
        Parcel long109 = new Parcel(Weight.ofOunces(40), Dimensions.ofInches(49, 15, 15));
        UspsCarrier carrier = carrier(call -> sold(), null);

        Answer<PurchaseResult> answer = carrier.buy(order("PRIORITY_MAIL", null, long109))
                .send()
                .await()
                .indefinitely();

        assertThat(((Declined<PurchaseResult>) answer).refusal()).isEqualTo(Refusal.OVER_LIMIT);
        assertThat(tokens).isZero();
    }

    @ParameterizedTest
    @CsvSource({"2026-11-30", "2026-12-09"})
    void invalidMailingDateIsRefusedWithoutACall(LocalDate shipDate) {
        UspsCarrier carrier = carrier(call -> sold(), null);

        Answer<PurchaseResult> answer = carrier.buy(order("PRIORITY_MAIL", PLAIN, shipDate, LARGE))
                .send()
                .await()
                .indefinitely();

        assertThat(answer)
                .isEqualTo(new Declined<>(
                        Refusal.INVALID_REQUEST,
                        "SHIP_DATE",
                        "USPS sells labels for mailing dates from today, 2026-12-01, to 7 days ahead"));
        assertThat(tokens).isZero();
    }

    @Test
    void labelIsSoldUpToAWeekAhead() {
        UspsCarrier carrier = carrier(call -> sold(), null);

        assertThat(carrier.buy(order("PRIORITY_MAIL", PLAIN, LocalDate.parse("2026-12-08"), LARGE))
                        .send()
                        .await()
                        .indefinitely())
                .isInstanceOf(Answered.class);
    }

    @ParameterizedTest
    @CsvSource({"2026-12-31, 1", "2027-01-01, 0"})
    void ratesAreRequestedUpToAMonthAhead(LocalDate shipDate, int questions) {
        carrier(call -> sold(), null)
                .quote(UspsShippingMapper.asRateRequest(order("PRIORITY_MAIL", null, shipDate, LARGE)))
                .send()
                .await()
                .indefinitely();

        assertThat(requests).hasSize(questions);
    }

    @ParameterizedTest
    @CsvSource({"2026-12-08, 2", "2026-12-09, 0"})
    void internationalRatesAreRequestedUpToAWeekAheadOnceForEqualPackages(LocalDate shipDate, int questions) {
        PreparedCall<List<Rate>> quote = carrier(call -> sold(), null)
                .quote(new RateRequest(
                        new RateAddress("10001", "US", false),
                        new RateAddress("M5V 3L9", "CA", true),
                        List.of(LARGE, SMALL, LARGE),
                        Set.of(ServiceClass.values()),
                        shipDate));
        quote.send().await().indefinitely();

        assertThat(quote.calls()).isEqualTo(questions);
        assertThat(internationalRequests).hasSize(questions);
        assertThat(requests).isEmpty();
    }

    @Test
    void mailingDateIsLocalAtOrigin() {
        clock = Clock.fixed(Instant.parse("2026-12-01T05:30:00Z"), ZoneOffset.UTC);
        Address losAngeles = address("Los Angeles", "CA", "90001");
        PurchaseOrder order = order(losAngeles, "PRIORITY_MAIL", PLAIN, LocalDate.parse("2026-11-30"), LARGE);
        UspsCarrier carrier = carrier(call -> sold(), null);

        assertThat(carrier.quote(UspsShippingMapper.asRateRequest(order)).calls())
                .isEqualTo(1);
        assertThat(carrier.buy(order).send().await().indefinitely()).isInstanceOf(Answered.class);
    }

    @Test
    void absentPaymentTokenIsNotCached() {
        paymentTokenAbsent = true;

        assertThatThrownBy(() -> buy(call -> sold(), PLAIN, LARGE)).hasMessage("no paymentAuthorizationToken");
        assertThat(keys).isEmpty();
    }

    @Test
    void rejectedTokensAreBothRenewed() {
        Answer<PurchaseResult> answer = buy(
                call -> call < 2 ? Uni.createFrom().failure(new TokenRejectedException("no")) : sold(), PLAIN, LARGE);

        assertThat(answer).isInstanceOf(Answered.class);
        assertThat(tokens).isEqualTo(2);
        assertThat(paymentTokens).isEqualTo(2);
        assertThat(keys.stream().distinct()).hasSize(1);
    }

    @Test
    void fraudulentPostageIsAnException() {
        UspsCarrier carrier = carrier(call -> sold(), error("error-tracking-forged-postage.json"));

        var answer = carrier.track(List.of(new TrackingNumber("9400100000000000000000")))
                .send()
                .await()
                .indefinitely();

        assertThat(answer).isInstanceOfSatisfying(Answered.class, answered -> assertThat(answered.value())
                .asInstanceOf(InstanceOfAssertFactories.list(Tracking.class))
                .singleElement()
                .extracting(Tracking::status)
                .isEqualTo(TrackingStatus.EXCEPTION));
    }

    @ParameterizedTest
    @ValueSource(strings = {"error-unknown-code.json", "error-gateway-page.html"})
    void refusedTokenRequestIsRefusedUs(String file) {
        tokenFails = error(file);

        assertThatThrownBy(() -> buy(call -> sold(), PLAIN, LARGE))
                .isInstanceOfSatisfying(
                        CarrierUnavailableException.class,
                        unavailable -> assertThat(unavailable.failure()).isEqualTo(Failure.CREDENTIALS_REJECTED));
    }

    @ParameterizedTest
    @CsvSource({"error-no-funds.json, FUNDS", "error-account-inactive.json, ACCOUNT"})
    void paymentAccountErrorIsDeclined(String file, Refusal refusal) {
        paymentTokenFails = error(file);

        assertThat(buy(call -> sold(), PLAIN, LARGE)).hasFieldOrPropertyWithValue("refusal", refusal);
        assertThat(keys).isEmpty();
    }

    @Test
    void refusedPaymentRequestIsRefusedUs() {
        paymentTokenFails = error("error-unknown-code.json");

        assertThatThrownBy(() -> buy(call -> sold(), PLAIN, LARGE))
                .isInstanceOfSatisfying(
                        CarrierUnavailableException.class,
                        unavailable -> assertThat(unavailable.failure()).isEqualTo(Failure.CREDENTIALS_REJECTED));
    }

    private static void assertDimensionsRequired(PreparedCall<?> call) {
        assertThat(call.calls()).isZero();
        assertThat(call.send().await().indefinitely()).hasFieldOrPropertyWithValue("code", "dimensions_required");
    }

    private static RuntimeException error(String file) {
        return UspsErrorMapper.read(400, null, Recorded.text(file));
    }

    private Answer<PurchaseResult> buy(
            IntFunction<Uni<UspsShippingMapper.Reply>> labels, @Nullable String terms, Parcel... parcels) {
        return carrier(labels, null)
                .buy(order("USPS_GROUND_ADVANTAGE", terms, parcels))
                .send()
                .await()
                .indefinitely();
    }

    private static Uni<UspsShippingMapper.Reply> sold() {
        byte[] body = Recorded.text("label-as-json.json").getBytes(StandardCharsets.UTF_8);
        return Uni.createFrom().item(UspsShippingMapper.read("application/json", body));
    }

    private static Uni<UspsShippingMapper.Reply> refused() {
        return Uni.createFrom()
                .failure(new CarrierDeclinedException(Refusal.INVALID_ADDRESS, "010005", "Address Not Found"));
    }

    private static Uni<UspsShippingMapper.Reply> failing(Failure failure) {
        return Uni.createFrom().failure(new CarrierUnavailableException(failure, "because"));
    }

    /** @param labels the reply to each label call, by index */
    private UspsCarrier carrier(
            IntFunction<Uni<UspsShippingMapper.Reply>> labels, @Nullable RuntimeException trackingFails) {
        UspsConfig account = UspsAccount.paying(PriceType.COMMERCIAL);
        UspsLabelClient scripted = new UspsLabelClient(vertx, account) {
            @Override
            Uni<UspsShippingMapper.Reply> buy(
                    String bearer, String paymentToken, UUID idempotencyKey, UspsShippingMapper.Request request) {
                keys.add(idempotencyKey);
                return labels.apply(keys.size() - 1);
            }
        };
        return new UspsCarrier(new ScriptedApi(trackingFails), scripted, account, clock);
    }

    private static PurchaseOrder order(String mailClass, @Nullable String terms, Parcel... parcels) {
        return order(mailClass, terms, LocalDate.parse("2026-12-01"), parcels);
    }

    private static PurchaseOrder order(String mailClass, @Nullable String terms, Address to) {
        PurchaseOrder order = order(mailClass, terms, LARGE);
        return new PurchaseOrder(
                order.reference(),
                mailClass,
                terms,
                order.from(),
                to,
                order.parcels(),
                order.shipDate(),
                order.labelFormat());
    }

    private static PurchaseOrder order(
            String mailClass, @Nullable String terms, LocalDate shipDate, Parcel... parcels) {
        return order(address("Tampa", "FL", "33601"), mailClass, terms, shipDate, parcels);
    }

    private static PurchaseOrder order(
            Address somebody, String mailClass, @Nullable String terms, LocalDate shipDate, Parcel... parcels) {
        return new PurchaseOrder(
                new PurchaseReference("ORDER-981"),
                mailClass,
                terms,
                somebody,
                somebody,
                List.of(parcels),
                shipDate,
                LabelFormat.PDF);
    }

    private static Address address(String city, String state, String zip) {
        return new Address(
                "Jane Doe", null, null, null, "9 Elm Dr", null, city, state, new RateAddress(zip, "US", true));
    }

    /** Grants tokens and answers every options request with the same reply. */
    private final class ScriptedApi implements UnexpectedUspsCalls {
        private final @Nullable RuntimeException trackingFails;

        ScriptedApi(@Nullable RuntimeException trackingFails) {
            this.trackingFails = trackingFails;
        }

        @Override
        public Uni<Token> token(TokenRequest request) {
            tokens++;
            return tokenFails != null
                    ? Uni.createFrom().failure(tokenFails)
                    : Uni.createFrom().item(new Token("token" + tokens, BigDecimal.valueOf(28_799), null));
        }

        @Override
        public Uni<PaymentAuthorization> authorizePayment(String bearer, PaymentRequest request) {
            paymentTokens++;
            return paymentTokenFails != null
                    ? Uni.createFrom().failure(paymentTokenFails)
                    : Uni.createFrom()
                            .item(new PaymentAuthorization(paymentTokenAbsent ? null : "payment" + paymentTokens));
        }

        @Override
        public Uni<UspsRatingMapper.Response> options(String bearer, UspsRatingMapper.Request request) {
            requests.add(request);
            return Uni.createFrom().item(Recorded.reply(UspsRatingMapper.Response.class, "options-all-classes.json"));
        }

        @Override
        public Uni<UspsInternationalRatingMapper.Response> internationalRates(
                String bearer, UspsInternationalRatingMapper.Request request) {
            internationalRequests.add(request);
            return Uni.createFrom()
                    .item(Recorded.reply(UspsInternationalRatingMapper.Response.class, "international-rates.json"));
        }

        @Override
        public Uni<UspsCancellationMapper.Reply> cancel(String bearer, String paymentToken, String number) {
            cancelled.add(number);
            return cancelReply.startsWith("error-")
                    ? Uni.createFrom().failure(error(cancelReply))
                    : Uni.createFrom().item(Recorded.reply(UspsCancellationMapper.Reply.class, cancelReply));
        }

        @Override
        public Uni<UspsTrackingMapper.Response> track(String bearer, String number, String expand) {
            return trackingFails == null
                    ? Uni.createFrom()
                            .item(Recorded.reply(UspsTrackingMapper.Response.class, "tracking-delivered.json"))
                    : Uni.createFrom().failure(trackingFails);
        }
    }
}
