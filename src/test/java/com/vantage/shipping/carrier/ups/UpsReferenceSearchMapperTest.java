package com.vantage.shipping.carrier.ups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.ups.UpsLabelRecoveryMapper.Recovered;
import com.vantage.shipping.carrier.ups.UpsReferenceSearchMapper.Days;
import com.vantage.shipping.carrier.ups.UpsReferenceSearchMapper.Parcel;
import com.vantage.shipping.carrier.ups.UpsReferenceSearchMapper.RecoveredParcel;
import com.vantage.shipping.model.FoundPurchase;
import com.vantage.shipping.model.Label;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.TrackingNumber;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpsReferenceSearchMapperTest {
    private static final String FIRST = "1ZA1B2C30300000001";
    private static final String SECOND = "1ZA1B2C30300000012";
    private static final String THIRD = "1ZA1B2C30300000023";
    private static final String LIVING = "1ZA1B2C30300000034";

    @Test
    void parcelsOfOneShipmentAreOnePurchase() {
        List<FoundPurchase> found = found("reference-two-parcels", number -> label(number, null));

        assertThat(found).singleElement().satisfies(purchase -> {
            assertThat(purchase.carrierShipmentId()).isEqualTo(FIRST);
            assertThat(purchase.trackingNumbers())
                    .extracting(TrackingNumber::value)
                    .containsExactly(FIRST, SECOND);
            assertThat(purchase.labels()).extracting(Label::trackingNumber).isEqualTo(purchase.trackingNumbers());
            assertThat(purchase.charge()).isNull();
        });
    }

    @Test
    void severalShipmentsAreSeveralPurchases() {
        List<FoundPurchase> found = found("reference-two-purchases", number -> label(number, null));

        assertThat(found)
                .extracting(FoundPurchase::carrierShipmentId, purchase -> purchase.trackingNumbers()
                        .size())
                .containsExactly(tuple(FIRST, 1), tuple(SECOND, 2));
        assertThat(found).allMatch(FoundPurchase::hasLabels);
    }

    @Test
    void recoveredShipmentNumberSeparatesPurchases() {
        assertThat(found("reference-two-parcels", number -> label(number, number)))
                .extracting(FoundPurchase::carrierShipmentId)
                .containsExactly(FIRST, SECOND);
        assertThat(found("reference-two-purchases", number -> label(number, THIRD)))
                .extracting(FoundPurchase::carrierShipmentId)
                .containsExactly(THIRD);
    }

    @Test
    void parcelWithoutShipmentNumberJoinsItsShipment() {
        assertThat(found("reference-two-parcels", number -> label(number, number.equals(SECOND) ? THIRD : null)))
                .extracting(FoundPurchase::carrierShipmentId)
                .containsExactly(THIRD);
    }

    @Test
    void voidedParcelsAreOmittedButNotVoidedPickups() {
        assertThat(found("reference-some-voided", number -> label(number, null)))
                .singleElement()
                .extracting(FoundPurchase::carrierShipmentId)
                .isEqualTo(LIVING);
    }

    @Test
    void purchaseMissingALabelHasNone() {
        List<FoundPurchase> found = found(
                "reference-two-parcels", number -> number.equals(SECOND) ? Recovered.NOTHING : label(number, null));

        assertThat(found).singleElement().satisfies(purchase -> {
            assertThat(purchase.trackingNumbers()).hasSize(2);
            assertThat(purchase.hasLabels()).isFalse();
        });
    }

    @Test
    void incompletePurchaseHasNoLabels() {
        assertThat(found("reference-some-parcels-only", number -> label(number, null)))
                .singleElement()
                .matches(purchase -> !purchase.hasLabels());
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference-unknown", "reference-all-voided"})
    void referenceWithoutActiveParcelsIsNoPurchase(String situation) {
        assertThat(parcels(situation)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference-other-warning", "reference-parcel-without-number", "tracking-nothing"})
    void ambiguousReplyIsUnreadable(String situation) {
        assertThatThrownBy(() -> parcels(situation))
                .isInstanceOf(RuntimeException.class)
                .isNotInstanceOf(CarrierDeclinedException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-01,2026-12-01,2026-11-17,2026-12-02",
        "2027-01-20,2026-12-01,2026-11-17,2027-01-21",
        "2026-12-01,2026-12-20,2026-11-17,2026-12-21"
    })
    void searchPeriodIncludesPurchaseAndHandover(LocalDate shipDate, LocalDate today, LocalDate from, LocalDate to) {
        assertThat(Days.around(shipDate, today)).isEqualTo(new Days(from, to));
    }

    private static List<Parcel> parcels(String situation) {
        return UpsReferenceSearchMapper.toParcels(Recorded.reply(situation, UpsTrackingMapper.Response.class));
    }

    private static List<FoundPurchase> found(String situation, Function<String, Recovered> recovery) {
        return UpsReferenceSearchMapper.toPurchases(parcels(situation).stream()
                .map(parcel -> new RecoveredParcel(
                        parcel, recovery.apply(parcel.number().value())))
                .toList());
    }

    private static Recovered label(String number, @Nullable String shipment) {
        return new Recovered(shipment, new Label(new TrackingNumber(number), LabelFormat.PDF, new byte[] {1}));
    }
}
