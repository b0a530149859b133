package com.vantage.shipping.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Failed;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.model.AddressCheck;
import com.vantage.shipping.model.AddressCheck.Deliverability;
import com.vantage.shipping.model.CancellationRequest;
import com.vantage.shipping.model.CancellationResult;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.FoundPurchase;
import com.vantage.shipping.model.Label;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.PurchaseResult;
import com.vantage.shipping.model.Rate;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.RateRequest;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.model.TrackingStatus;
import com.vantage.shipping.model.UsAddress;
import com.vantage.shipping.model.Weight;
import com.vantage.shipping.support.ApiTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Contract of the {@link Carrier} port, tested over HTTP against the simulated carriers and their faults. Each subclass
 * names one carrier.
 */
public abstract class CarrierContractTest extends ApiTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final String code;
    private final String service;
    private final boolean sells;
    private final boolean wantsTokens;

    @Inject
    Carriers carriers;

    /** @param service a service that is available for any parcel */
    protected CarrierContractTest(String code, String service) {
        this(code, service, true, true);
    }

    protected CarrierContractTest(String code, String service, boolean sells, boolean wantsTokens) {
        this.code = code;
        this.service = service;
        this.sells = sells;
        this.wantsTokens = wantsTokens;
    }

    @Test
    void eachServiceIsQuotedOnce() {
        List<Rate> rates = answered(quote(SampleRequests.parcel()));

        assertThat(rates).isNotEmpty().extracting(Rate::service).doesNotHaveDuplicates();
        assertThat(carrier().services())
                .containsAll(rates.stream().map(Rate::service).toList());
    }

    @Test
    void twoParcelsCostMoreThanOne() {
        Rate one = answered(quote(SampleRequests.parcel())).getFirst();

        List<Rate> three = answered(quote(SampleRequests.parcel(), SampleRequests.parcel(), SampleRequests.parcel()));

        assertThat(three)
                .filteredOn(rate -> rate.service().equals(one.service()))
                .singleElement()
                .satisfies(rate -> assertThat(rate.total().amount())
                        .isGreaterThan(one.total().amount()));
    }

    @Test
    void oversizedParcelIsDeclinedWithoutRequest() {
        Parcel heavy = new Parcel(Weight.ofOunces(151 * 16), Dimensions.ofInches(10, 8, 6));
        Parcel bulky = new Parcel(Weight.ofOunces(160), Dimensions.ofInches(60, 40, 40));

        assertThat(declined(quote(heavy)).refusal()).isEqualTo(Refusal.OVER_LIMIT);
        assertThat(declined(quote(bulky)).refusal()).isEqualTo(Refusal.OVER_LIMIT);
        assertThat(sandbox.count(code, "quote")).isZero();
    }

    @Test
    void internationalServicesAreQuotedOnce() {
        assumeTrue(sells, "the carrier's API is for domestic mail");

        List<Rate> rates = answered(carrier().quote(internationalRates(SampleRequests.parcel()), DEADLINE));

        assertThat(rates).isNotEmpty().extracting(Rate::service).doesNotHaveDuplicates();
        assertThat(carrier().services())
                .containsAll(rates.stream().map(Rate::service).toList());
    }

    @Test
    void refusalAndFailureOfInternationalQuoteAreTold() {
        assumeTrue(sells, "the carrier's API is for domestic mail");
        Parcel heavy = new Parcel(Weight.ofOunces(151 * 16), Dimensions.ofInches(10, 8, 6));

        assertThat(declined(carrier().quote(internationalRates(heavy), DEADLINE))
                        .refusal())
                .isEqualTo(Refusal.OVER_LIMIT);
        assertThat(sandbox.count(code, "quote")).isZero();

        sandbox.injectFault(code, "quote", "break");
        assertThat(failed(carrier().quote(internationalRates(SampleRequests.parcel()), DEADLINE))
                        .failure())
                .isEqualTo(Failure.BROKEN);
    }

    @Test
    void tokenIsReused() {
        assumeTrue(wantsTokens, "the carrier's API has no tokens");
        sandbox.revokeTokens();

        List<Outcome<List<Rate>>> all = Uni.join()
                .all(IntStream.range(0, 20)
                        .mapToObj(i -> carrier().quote(request(SampleRequests.parcel()), DEADLINE))
                        .toList())
                .andCollectFailures()
                .await()
                .atMost(TIMEOUT);

        assertThat(all).allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Answered.class));
        assertThat(sandbox.count(code, "token")).isEqualTo(1);
    }

    @Test
    void rejectedCredentialsAreRefusedUs() {
        assumeTrue(wantsTokens, "the carrier's API has no tokens");
        sandbox.stubReply(code, "quote", 401, "application/json", "{}");

        assertThat(failed(quote(SampleRequests.parcel())).failure()).isEqualTo(Failure.CREDENTIALS_REJECTED);
        assertThat(sandbox.count(code, "quote")).isEqualTo(2);
    }

    @Test
    void throttlingIsReportedWithRetryAfter() {
        assumeTrue(wantsTokens, "the carrier's API does not throttle");
        sandbox.injectFault(code, "quote", "throttle&seconds=7");

        Failed<List<Rate>> failed = failed(quote(SampleRequests.parcel()));

        assertThat(failed.failure()).isEqualTo(Failure.RATE_LIMITED);
        assertThat(failed.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(sandbox.count(code, "quote")).isEqualTo(1);
    }

    @Test
    void brokenReadsAreAttemptedThreeTimes() {
        sandbox.injectFault(code, "quote", "break");

        assertThat(failed(quote(SampleRequests.parcel())).failure()).isEqualTo(Failure.BROKEN);
        assertThat(sandbox.count(code, "quote")).isEqualTo(3);
    }

    @Test
    void connectionResetIsUnreachable() {
        sandbox.injectFault(code, "quote", "reset");

        assertThat(failed(quote(SampleRequests.parcel())).failure()).isEqualTo(Failure.UNREACHABLE);
    }

    @Test
    void hangingCarrierIsTimedOut() {
        sandbox.injectFault(code, "quote", "hang");

        assertThat(failed(quote(SampleRequests.parcel())).failure()).isEqualTo(Failure.TIMED_OUT);
    }

    @Test
    void truncatedAnswerIsUnreadable() {
        sandbox.injectFault(code, "quote", "garble");

        assertThat(failed(quote(SampleRequests.parcel())).failure()).isEqualTo(Failure.UNREADABLE);
        assertThat(sandbox.count(code, "quote")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "<html><body>Service Unavailable</body></html>"})
    void okWithoutUsableBodyIsUnreadable(String body) {
        sandbox.stubReply(code, "quote", 200, "application/json", body);

        assertThat(failed(quote(SampleRequests.parcel())).failure()).isEqualTo(Failure.UNREADABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html><body>Bad Gateway</body></html>", "{}"})
    void errorStatusWithoutReasonIsBroken(String body) {
        sandbox.stubReply(code, "quote", 502, "text/html", body);

        assertThat(failed(quote(SampleRequests.parcel())).failure()).isEqualTo(Failure.BROKEN);
    }

    @Test
    void unknownNumberIsNotFound() {
        assertThat(declined(carrier().track(List.of(unknownNumber()))).refusal())
                .isEqualTo(Refusal.NOT_FOUND);
    }

    @Test
    void addressIsFoundInStandardForm() {
        assumeSells();
        AddressCheck check = answered(validate("9 Elm Drive", DEADLINE));

        assertThat(check.deliverability()).isEqualTo(Deliverability.DELIVERABLE);
        assertThat(check.standardized()).extracting(UsAddress::street1).isEqualTo("9 ELM DR");
    }

    @Test
    void unknownAddressIsAnAnswer() {
        assumeSells();

        assertThat(answered(validate("9 Nowhere", DEADLINE)).deliverability())
                .isIn(Deliverability.UNDELIVERABLE, Deliverability.UNKNOWN);
    }

    @Test
    void addressIsNotAskedWithoutTimeLeft() {
        assumeSells();

        assertThat(failed(validate("9 Elm Drive", Duration.ZERO)).failure()).isEqualTo(Failure.TIMED_OUT);
        assertThat(sandbox.count(code, "validate")).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = LabelFormat.class,
            names = {"PDF", "PNG", "ZPL"})
    void everyParcelHasItsOwnLabel(LabelFormat format) {
        assumeSells();

        PurchaseResult bought =
                answered(carrier().buy(order(format, SampleRequests.parcel(), SampleRequests.parcel())));

        assertThat(bought.labels()).hasSize(2);
        assertThat(bought.labels()).extracting(Label::trackingNumber).doesNotHaveDuplicates();
        assertThat(bought.labels()).allSatisfy(label -> assertThat(start(label)).isEqualTo(start(label.format())));
        assertThat(bought.charge()).isNotNull();
    }

    @Test
    void newLabelIsPreTransit() {
        assumeSells();
        PurchaseResult bought = answered(carrier().buy(order(LabelFormat.PDF, SampleRequests.parcel())));

        Tracking tracking =
                answered(carrier().track(List.of(bought.trackingNumber()))).getFirst();

        assertThat(tracking.status()).isEqualTo(TrackingStatus.PRE_TRANSIT);
    }

    @Test
    void failedPurchaseIsNotRetried() {
        assumeSells();
        sandbox.injectFault(code, "buy", "break");

        assertThat(failed(carrier().buy(order(LabelFormat.PDF, SampleRequests.parcel())))
                        .failure())
                .isEqualTo(Failure.BROKEN);
        assertThat(sandbox.count(code, "buy")).isEqualTo(1);
    }

    @Test
    void purchaseIsFoundByReference() {
        assumeSells();
        PurchaseOrder order = order(LabelFormat.PDF, SampleRequests.parcel(), SampleRequests.parcel());
        PurchaseResult bought = answered(carrier().buy(order));

        List<FoundPurchase> found = answered(carrier().find(order));

        assertThat(found).singleElement().satisfies(purchase -> {
            assertThat(purchase.carrierShipmentId()).isEqualTo(bought.carrierShipmentId());
            assertThat(purchase.trackingNumbers())
                    .containsExactlyInAnyOrderElementsOf(
                            bought.labels().stream().map(Label::trackingNumber).toList());
        });
        assertThat(sandbox.sold(order.reference().value())).hasSize(2);
    }

    @Test
    void missingPurchaseIsNotFound() {
        assumeSells();

        assertThat(answered(carrier().find(order(LabelFormat.PDF, SampleRequests.parcel()))))
                .isEmpty();
    }

    @Test
    void labelsAreVoidedOnce() {
        assumeSells();
        PurchaseOrder order = order(LabelFormat.PDF, SampleRequests.parcel(), SampleRequests.parcel());
        CancellationRequest cancellation = cancellationOf(answered(carrier().buy(order)));

        assertThat(answered(carrier().cancel(cancellation))).isEqualTo(new CancellationResult(false));
        assertThat(answered(carrier().cancel(cancellation))).isEqualTo(new CancellationResult(false));
        assertThat(answered(carrier().find(order))).isEmpty();
        assertThat(sandbox.sold(order.reference().value()))
                .allSatisfy(sale -> assertThat(sale.getBoolean("cancelled")).isTrue());
    }

    @Test
    void unknownLabelIsNotVoided() {
        assumeSells();
        CancellationRequest cancellation =
                new CancellationRequest(unknownNumber().value(), List.of(unknownNumber()));

        assertThat(declined(carrier().cancel(cancellation)).refusal()).isIn(Refusal.NOT_FOUND, Refusal.CONFLICT);
    }

    @Test
    void failedCancellationIsNotRetried() {
        assumeSells();
        CancellationRequest cancellation =
                cancellationOf(answered(carrier().buy(order(LabelFormat.PDF, SampleRequests.parcel()))));
        sandbox.injectFault(code, "cancel", "break");

        assertThat(failed(carrier().cancel(cancellation)).failure()).isEqualTo(Failure.BROKEN);
        assertThat(sandbox.count(code, "cancel")).isEqualTo(1);
    }

    @Test
    void internationalPurchaseHasADocumentAndIsFoundAndVoided() {
        assumeSells();
        PurchaseOrder order = internationalOrder();

        PurchaseResult bought = answered(carrier().buy(order));
        List<FoundPurchase> found = answered(carrier().find(order));
        CancellationResult voided = answered(carrier().cancel(cancellationOf(bought)));

        assertThat(bought.charge()).isNotNull();
        assertThat(bought.documents()).hasSize(1);
        assertThat(found).singleElement().satisfies(purchase -> {
            assertThat(purchase.carrierShipmentId()).isEqualTo(bought.carrierShipmentId());
            assertThat(purchase.trackingNumbers()).containsExactly(bought.trackingNumber());
        });
        assertThat(voided).isEqualTo(new CancellationResult(false));
        assertThat(answered(carrier().find(order))).isEmpty();
        assertThat(sandbox.sold(order.reference().value())).hasSize(1);
    }

    @Test
    void failedInternationalPurchaseIsNotRetried() {
        assumeSells();
        PurchaseOrder order = internationalOrder();
        sandbox.injectFault(code, "buy", "garble");

        assertThat(failed(carrier().buy(order)).failure()).isEqualTo(Failure.UNREADABLE);
        assertThat(sandbox.count(code, "buy")).isEqualTo(1);
    }

    private PurchaseOrder internationalOrder() {
        Rate cheapest = answered(carrier().quote(internationalRates(SampleRequests.parcel()), DEADLINE))
                .getFirst();
        return SampleRequests.internationalOrder(cheapest.service().code(), LabelFormat.PDF, today());
    }

    private void assumeSells() {
        assumeTrue(sells, "the carrier's API sells nothing");
    }

    private GuardedCarrier carrier() {
        return carriers.find(new CarrierCode(code)).orElseThrow();
    }

    private Uni<Outcome<List<Rate>>> quote(Parcel... parcels) {
        return carrier().quote(request(parcels), DEADLINE);
    }

    private Uni<Outcome<AddressCheck>> validate(String street, Duration deadline) {
        return carrier().validate(new UsAddress(street, null, "Beverly Hills", "CA", "90210", "US"), deadline);
    }

    private static RateRequest request(Parcel... parcels) {
        return SampleRequests.rates(today(), parcels);
    }

    private static RateRequest internationalRates(Parcel... parcels) {
        return SampleRequests.internationalRates(today(), parcels);
    }

    private PurchaseOrder order(LabelFormat format, Parcel... parcels) {
        return SampleRequests.order(service, format, today(), parcels);
    }

    private static LocalDate today() {
        return new ShipDateRules(Clock.systemUTC()).today(new RateAddress("10001", "US", false));
    }

    private static CancellationRequest cancellationOf(PurchaseResult bought) {
        return new CancellationRequest(
                bought.carrierShipmentId(),
                bought.labels().stream().map(Label::trackingNumber).toList());
    }

    private static TrackingNumber unknownNumber() {
        return new TrackingNumber("1Z9999999999999999");
    }

    private static String start(Label label) {
        return new String(label.image(), 0, 4, StandardCharsets.ISO_8859_1);
    }

    private static String start(LabelFormat format) {
        return switch (format) {
            case PDF -> "%PDF";
            case PNG -> "\u0089PNG";
            case GIF -> "GIF8";
            case ZPL -> "^XA^";
        };
    }

    private static <T> T answered(Uni<Outcome<T>> call) {
        Outcome<T> outcome = call.await().atMost(TIMEOUT);
        assertThat(outcome).isInstanceOf(Answered.class);
        return ((Answered<T>) outcome).value();
    }

    private static <T> Declined<T> declined(Uni<Outcome<T>> call) {
        Outcome<T> outcome = call.await().atMost(TIMEOUT);
        assertThat(outcome).isInstanceOf(Declined.class);
        return (Declined<T>) outcome;
    }

    private static <T> Failed<T> failed(Uni<Outcome<T>> call) {
        Outcome<T> outcome = call.await().atMost(TIMEOUT);
        assertThat(outcome).isInstanceOf(Failed.class);
        return (Failed<T>) outcome;
    }
}
