package com.vantage.shipping.carrier.ups;

import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.carrier.Outcome.Answer;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Refusal;
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
import com.vantage.shipping.model.Weight;
import com.vantage.shipping.support.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests over HTTP, including errors, which the REST client maps by their origin. */
@QuarkusTest
class UpsAfterPurchaseTest extends ApiTest {
    private static final Parcel BOX = new Parcel(Weight.ofOunces(40), Dimensions.ofInches(10, 8, 6));

    @Inject
    @Nullable
    UpsCarrier injected;

    @Test
    void purchaseIsFoundUntilVoided() {
        PurchaseOrder order = order("WIRE-1", LabelFormat.ZPL);
        ups().buy(order).send().await().indefinitely();

        FoundPurchase found = find(order).getFirst();

        assertThat(found.trackingNumbers()).hasSize(2);
        assertThat(found.labels()).extracting(Label::format).containsExactly(LabelFormat.ZPL, LabelFormat.ZPL);
        assertThat(cancel(found.carrierShipmentId())).isEqualTo(new Answered<>(new CancellationResult(false)));
        assertThat(cancel(found.carrierShipmentId())).isEqualTo(new Answered<>(new CancellationResult(false)));
        assertThat(find(order)).isEmpty();
    }

    @Test
    void imageIsRecoveredAsPdf() {
        PurchaseOrder order = order("WIRE-2", LabelFormat.PNG);
        ups().buy(order).send().await().indefinitely();

        assertThat(find(order).getFirst().labels()).extracting(Label::format).containsOnly(LabelFormat.PDF);
    }

    @Test
    void unknownPurchaseIsNotFoundAndNotVoidable() {
        assertThat(find(order("WIRE-3", LabelFormat.PDF))).isEmpty();
        assertThat(cancel("1ZA1B2C30300000000"))
                .isEqualTo(new Declined<>(Refusal.CONFLICT, "190101", "Time for voiding has expired."));
    }

    @Test
    void parcelsOfAShipmentAreTrackedInOneRequest() {
        List<TrackingNumber> numbers = numbers(order("WIRE-4", LabelFormat.PDF));

        List<Tracking> tracked = value(ups().track(numbers).send().await().indefinitely());

        assertThat(tracked).extracting(Tracking::number).isEqualTo(numbers).hasSize(2);
        assertThat(sandbox.count("ups", "track")).isEqualTo(1);
    }

    @Test
    void voidIsReadThroughCharacterReferences() {
        String shipment = numbers(order("WIRE-5", LabelFormat.PDF)).getFirst().value();
        sandbox.varyReplies("ups", "void-references");

        assertThat(cancel(shipment)).isEqualTo(new Answered<>(new CancellationResult(false)));
        assertThat(cancel(shipment)).isEqualTo(new Answered<>(new CancellationResult(false)));
    }

    private List<TrackingNumber> numbers(PurchaseOrder order) {
        return value(ups().buy(order).send().await().indefinitely()).labels().stream()
                .map(Label::trackingNumber)
                .toList();
    }

    private static <T> T value(Answer<T> answer) {
        return ((Answered<T>) answer).value();
    }

    private UpsCarrier ups() {
        return Objects.requireNonNull(injected);
    }

    private List<FoundPurchase> find(PurchaseOrder order) {
        return value(ups().find(order).send().await().indefinitely());
    }

    private Object cancel(String shipment) {
        return ups().cancel(new CancellationRequest(shipment, List.of(new TrackingNumber(shipment))))
                .send()
                .await()
                .indefinitely();
    }

    private static PurchaseOrder order(String reference, LabelFormat format) {
        Address door = new Address(
                "Jane Doe",
                null,
                "3105550100",
                null,
                "9 Elm Dr",
                null,
                "Beverly Hills",
                "CA",
                new RateAddress("90210", "US", true));
        return new PurchaseOrder(
                new PurchaseReference(reference),
                "03",
                null,
                door,
                door,
                List.of(BOX, BOX),
                LocalDate.now(ZoneOffset.UTC),
                format);
    }
}
