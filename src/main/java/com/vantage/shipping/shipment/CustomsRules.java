package com.vantage.shipping.shipment;

import static com.vantage.shipping.api.json.CrossFieldValidation.REQUIRED;

import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.LabelRequirements;
import com.vantage.shipping.carrier.LabelRequirements.CustomsUse;
import com.vantage.shipping.model.Address;
import com.vantage.shipping.model.CustomsDeclaration;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.Weight;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a purchase across a customs border must state. Checked before any carrier is asked. */
final class CustomsRules {
    private static final String USD = "USD";

    private CustomsRules() {}

    /**
     * The customs that the carrier uses between these places; null if it uses none.
     *
     * @throws com.vantage.shipping.api.problem.ProblemException with a pointer to each missing or invalid field
     */
    static @Nullable CustomsDeclaration require(
            GuardedCarrier carrier,
            Address from,
            Address to,
            List<Parcel> parcels,
            @Nullable CustomsDeclaration stated) {
        LabelRequirements needs = carrier.labelRequirements(from.location(), to.location());
        Map<String, String> errors = new LinkedHashMap<>();
        if (needs.phones()) {
            requirePhone("/origin/phone", from, carrier, errors);
            requirePhone("/destination/phone", to, carrier, errors);
        }
        CustomsDeclaration customs = needs.customs() == CustomsUse.IGNORED ? null : stated;
        if (customs != null) {
            check(customs, from, to, parcels, errors);
        } else if (needs.customs() == CustomsUse.REQUIRED) {
            errors.put("/customs", "is required by " + carrier.displayName() + " between these places");
        }
        if (!errors.isEmpty()) {
            throw ProblemType.INVALID_REQUEST.at(errors);
        }
        return customs;
    }

    private static void requirePhone(
            String pointer, Address address, GuardedCarrier carrier, Map<String, String> errors) {
        if (address.phone() == null) {
            errors.put(pointer, "is required by " + carrier.displayName() + " across a customs border");
        }
    }

    private static void check(
            CustomsDeclaration customs, Address from, Address to, List<Parcel> parcels, Map<String, String> errors) {
        for (int i = 0; i < customs.items().size(); i++) {
            checkItem("/customs/items/" + i, customs, customs.items().get(i), errors);
        }
        if (errors.isEmpty()
                && customs.exemption(from.location(), to.location()).isEmpty()
                && customs.itn() == null) {
            errors.put(
                    "/customs/itn",
                    "is required, or export_exemption: goods of more than 2,500 USD with the same hs_code leave the US");
        }
        if (isHeavierThan(parcels, customs)) {
            errors.put("/customs/items", "must not weigh more than the packages");
        }
    }

    private static void checkItem(
            String pointer, CustomsDeclaration customs, CustomsDeclaration.Item item, Map<String, String> errors) {
        if (item.hsCode() == null && !customs.documentsOnly()) {
            errors.put(pointer + "/hs_code", REQUIRED);
        }
        if (item.originCountry() == null) {
            errors.put(pointer + "/origin_country", REQUIRED);
        }
        if (item.weight() == null) {
            errors.put(pointer + "/weight_oz", REQUIRED);
        }
        if (!item.unitValue().currency().equals(USD)) {
            errors.put(pointer + "/currency", "must be USD in a purchase");
        }
    }

    private static boolean isHeavierThan(List<Parcel> parcels, CustomsDeclaration customs) {
        BigDecimal packed =
                parcels.stream().map(parcel -> parcel.weight().ounces()).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal declared = customs.items().stream()
                .map(CustomsDeclaration.Item::totalWeight)
                .flatMap(Optional::stream)
                .map(Weight::ounces)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return declared.compareTo(packed) > 0;
    }
}
