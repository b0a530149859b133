package com.vantage.shipping.ratestore;

import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.RateRequest;
import com.vantage.shipping.model.ServiceClass;
import com.vantage.shipping.model.ShippingOptions;
import com.vantage.shipping.model.ShippingOptions.LabelSize;
import com.vantage.shipping.model.ShippingOptions.Signature;
import com.vantage.shipping.model.Weight;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LaneTest {
    private static final CarrierCode UPS = new CarrierCode("ups");
    private static final RateAddress NEW_YORK = new RateAddress("10001", "US", false);
    private static final RateAddress BEVERLY_HILLS = new RateAddress("90210", "US", true);
    private static final Dimensions BOX = Dimensions.ofInches(12, 8, 6);
    private static final Set<ServiceClass> ALL = EnumSet.allOf(ServiceClass.class);
    private static final LocalDate MONDAY = LocalDate.of(2026, 11, 30);
    private static final Lane LANE = lane(NEW_YORK, BEVERLY_HILLS, parcel(30, BOX));

    @Test
    void neighbouringZipCodesWeightsBelowTheSamePoundAndOrderOfPackagesDoNotMatter() {
        assertThat(lane(
                        new RateAddress("10019-1234", "US", false),
                        BEVERLY_HILLS,
                        parcel(31.5, Dimensions.ofInches(6, 12.0, 8))))
                .isEqualTo(LANE);
        assertThat(lane(NEW_YORK, BEVERLY_HILLS, parcel(30, BOX), parcel(80, null)))
                .isEqualTo(lane(NEW_YORK, BEVERLY_HILLS, parcel(80, null), parcel(30, BOX)));
    }

    @Test
    void whateverThePriceDependsOnMatters() {
        RateRequest ground =
                new RateRequest(NEW_YORK, BEVERLY_HILLS, List.of(parcel(30, BOX)), Set.of(ServiceClass.GROUND), MONDAY);

        assertThat(List.of(
                        lane(new RateAddress("11201", "US", false), BEVERLY_HILLS, parcel(30, BOX)),
                        lane(NEW_YORK, new RateAddress("94105", "US", true), parcel(30, BOX)),
                        lane(NEW_YORK, new RateAddress("90210", "US", false), parcel(30, BOX)),
                        lane(NEW_YORK, new RateAddress("902 10", "SE", true), parcel(30, BOX)),
                        lane(NEW_YORK, BEVERLY_HILLS, parcel(33, BOX)),
                        lane(NEW_YORK, BEVERLY_HILLS, parcel(30, null)),
                        lane(NEW_YORK, BEVERLY_HILLS, parcel(30, Dimensions.ofInches(12, 8, 7))),
                        lane(NEW_YORK, BEVERLY_HILLS, parcel(30, BOX), parcel(30, BOX)),
                        Lane.of(UPS, ground),
                        Lane.of(new CarrierCode("fedex"), request(NEW_YORK, BEVERLY_HILLS, parcel(30, BOX)))))
                .doesNotHaveDuplicates()
                .doesNotContain(LANE);
    }

    @Test
    void optionsWithAPriceMatter() {
        Money value = Money.usd("250");

        assertThat(List.of(
                        lane(options(Signature.STANDARD, null, false)),
                        lane(options(Signature.ADULT, null, false)),
                        lane(options(Signature.NONE, value, false)),
                        lane(options(Signature.NONE, Money.usd("250.01"), false)),
                        lane(options(Signature.NONE, null, true)),
                        lane(new ShippingOptions(
                                Signature.NONE, null, false, true, "YBZA", LabelSize.FOUR_BY_SIX, null))))
                .doesNotHaveDuplicates()
                .doesNotContain(LANE);
        assertThat(lane(new ShippingOptions(Signature.NONE, null, false, false, null, LabelSize.LETTER, 300)))
                .isEqualTo(LANE);
    }

    private static ShippingOptions options(Signature signature, @Nullable Money insured, boolean saturday) {
        return new ShippingOptions(signature, insured, saturday, false, null, LabelSize.FOUR_BY_SIX, null);
    }

    private static Lane lane(ShippingOptions options) {
        return Lane.of(
                UPS, new RateRequest(NEW_YORK, BEVERLY_HILLS, List.of(parcel(30, BOX)), ALL, MONDAY, null, options));
    }

    private static Parcel parcel(double ounces, @Nullable Dimensions size) {
        return new Parcel(Weight.ofOunces(ounces), size);
    }

    private static Lane lane(RateAddress origin, RateAddress destination, Parcel... parcels) {
        return Lane.of(UPS, request(origin, destination, parcels));
    }

    private static RateRequest request(RateAddress origin, RateAddress destination, Parcel... parcels) {
        return new RateRequest(origin, destination, List.of(parcels), ALL, MONDAY);
    }
}
