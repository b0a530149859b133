package com.vantage.shipping.carrier.ups;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.vantage.shipping.carrier.OptionRules;
import com.vantage.shipping.carrier.ups.UpsRatingMapper.Charge;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.ShippingOptions;
import com.vantage.shipping.model.ShippingOptions.Signature;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Options of UPS's services: which there are, and how rating and shipping requests state them. */
final class UpsOptions {
    /** The only resolution of UPS's ZPL labels. */
    private static final int DPI = 203;

    private static final Set<String> SATURDAY_SERVICES = Set.of("01", "02", "07", "14", "54");

    record OfPackage(
            @Nullable DeliveryConfirmation deliveryConfirmation,
            @Nullable Charge declaredValue) {}

    /** @param type 2 or 3 for a package, 1 or 2 for a shipment: signature, adult signature */
    record DeliveryConfirmation(@JsonProperty("DCISType") String type) {}

    private UpsOptions() {}

    /** UPS holds for pickup only at an Access Point, for whose name and address the API has no fields. */
    static OptionRules.Rule rule(ShippingOptions options) {
        return service -> {
            if (options.holdForPickup()) {
                return Optional.of(OptionRules.HOLD_FOR_PICKUP);
            }
            if (options.labelDpi() != null && options.labelDpi() != DPI) {
                return Optional.of(OptionRules.LABEL_DPI);
            }
            return options.saturdayDelivery() && !SATURDAY_SERVICES.contains(service.code())
                    ? Optional.of(OptionRules.SATURDAY_DELIVERY)
                    : Optional.empty();
        };
    }

    /** The options of each package; absent if there are none. */
    static @Nullable OfPackage ofPackage(ShippingOptions options, RateAddress origin, RateAddress destination) {
        boolean confirmed = options.signed() && isConfirmedByPackage(origin, destination);
        Money insured = options.insuredValue();
        return confirmed || insured != null
                ? new OfPackage(
                        confirmed ? new DeliveryConfirmation(isAdult(options) ? "3" : "2") : null,
                        insured == null
                                ? null
                                : new Charge(
                                        insured.currency(), insured.amount().toPlainString()))
                : null;
    }

    /** The confirmation of the whole shipment; absent if there is none, or if each package has its own. */
    static @Nullable DeliveryConfirmation ofShipment(
            ShippingOptions options, RateAddress origin, RateAddress destination) {
        return options.signed() && !isConfirmedByPackage(origin, destination)
                ? new DeliveryConfirmation(isAdult(options) ? "2" : "1")
                : null;
    }

    /** Within and between the US and Puerto Rico packages are confirmed, elsewhere shipments. */
    private static boolean isConfirmedByPackage(RateAddress origin, RateAddress destination) {
        return UpsCountryCodes.isQualifiedDomestic(origin, destination);
    }

    private static boolean isAdult(ShippingOptions options) {
        return options.signature() == Signature.ADULT;
    }
}
