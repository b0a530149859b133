package com.vantage.shipping.carrier.fedex;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.LaneRules;
import com.vantage.shipping.carrier.OptionRules;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.fedex.FedexRatingMapper.Amount;
import com.vantage.shipping.model.CarrierService;
import com.vantage.shipping.model.CustomsDeclaration;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.ShippingOptions;
import com.vantage.shipping.model.ShippingOptions.Signature;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Options of FedEx's services: which there are, and how rating and shipping requests state them. */
final class FedexOptions {
    private static final String SATURDAY_DELIVERY = "SATURDAY_DELIVERY";

    private static final Set<String> SATURDAY_SERVICES =
            Set.of("FEDEX_2_DAY", "PRIORITY_OVERNIGHT", "FIRST_OVERNIGHT", "FEDEX_INTERNATIONAL_PRIORITY");

    /** @param signatureOptionType direct: somebody at the address */
    record OfPackage(List<String> specialServiceTypes, String signatureOptionType) {}

    record OfShipment(
            List<String> specialServiceTypes, @Nullable HoldAtLocation holdAtLocationDetail) {}

    record HoldAtLocation(String locationId) {}

    private FedexOptions() {}

    static OptionRules.Rule rule(ShippingOptions options, RateAddress origin, RateAddress destination) {
        return service -> {
            if (options.signed() && !isSigned(service, options.signature(), origin, destination)) {
                return Optional.of(OptionRules.SIGNATURE);
            }
            if (options.holdForPickup() && FedexServices.isEconomy(service)) {
                return Optional.of(OptionRules.HOLD_FOR_PICKUP);
            }
            return options.saturdayDelivery() && !SATURDAY_SERVICES.contains(service.code())
                    ? Optional.of(OptionRules.SATURDAY_DELIVERY)
                    : Optional.empty();
        };
    }

    /** Adults sign within a country only; others sign for ground parcels to Canada too. */
    private static boolean isSigned(
            CarrierService service, Signature signature, RateAddress origin, RateAddress destination) {
        boolean abroad = LaneRules.isInternational(origin, destination);
        boolean groundToCanada = service.code().equals(FedexServices.GROUND_CODE)
                && destination.country().equals("CA");
        return !FedexServices.isEconomy(service) && (!abroad || (signature == Signature.STANDARD && groundToCanada));
    }

    /**
     * @param customs the contents, across a customs border
     * @throws CarrierDeclinedException if the location is missing, or the parcels are insured for more than their contents' value
     */
    static void require(ShippingOptions options, int parcels, @Nullable CustomsDeclaration customs) {
        OptionRules.holdLocation("FedEx", options);
        Amount insured = total(options, parcels);
        if (insured == null || customs == null) {
            return;
        }
        Money contents = customs.total();
        if (!contents.currency().equals(insured.currency()) || insured.amount().compareTo(contents.amount()) > 0) {
            throw new CarrierDeclinedException(
                    Refusal.INVALID_REQUEST,
                    "insured_value_too_high",
                    "FedEx insures up to the value of the contents in customs, " + contents.amount() + " "
                            + contents.currency() + ", in USD; the packages together are insured for "
                            + insured.amount());
        }
    }

    /** The sum of all parcels' insured values; absent if they are not insured. */
    static @Nullable Amount total(ShippingOptions options, int parcels) {
        Money insured = options.insuredValue();
        return insured == null
                ? null
                : new Amount(insured.amount().multiply(BigDecimal.valueOf(parcels)), insured.currency());
    }

    static @Nullable Amount ofParcel(ShippingOptions options) {
        return total(options, 1);
    }

    static @Nullable OfPackage ofPackage(ShippingOptions options) {
        return options.signed()
                ? new OfPackage(
                        List.of("SIGNATURE_OPTION"), options.signature() == Signature.ADULT ? "ADULT" : "DIRECT")
                : null;
    }

    static @Nullable OfShipment ofShipment(ShippingOptions options) {
        Optional<String> location = OptionRules.holdLocation("FedEx", options);
        List<String> types = Stream.concat(
                        options.saturdayDelivery() ? Stream.of(SATURDAY_DELIVERY) : Stream.empty(),
                        location.stream().map(id -> "HOLD_AT_LOCATION"))
                .toList();
        return types.isEmpty()
                ? null
                : new OfShipment(types, location.map(HoldAtLocation::new).orElse(null));
    }

    /** Without it, FedEx rates regular deliveries only. */
    static @Nullable String variableOptions(ShippingOptions options) {
        return options.saturdayDelivery() ? SATURDAY_DELIVERY : null;
    }
}
