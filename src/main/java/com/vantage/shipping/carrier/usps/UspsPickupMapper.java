package com.vantage.shipping.carrier.usps;

import static com.vantage.shipping.carrier.WireValues.nonBlank;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.LabelTextConverter;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.WireValues;
import com.vantage.shipping.model.CarrierPickup;
import com.vantage.shipping.model.PickupOrder;
import com.vantage.shipping.model.PickupOrder.Packages;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code /pickup/v3/carrier-pickup}: the carrier takes packages along on its tour of a day, without a time. A change needs the entity
 * tag of a {@code GET}, which is valid for an hour and once.
 */
final class UspsPickupMapper {
    private static final LabelTextConverter TEXT = new LabelTextConverter("USPS");
    private static final int MAX_INSTRUCTION_LENGTH = 255;
    private static final int MAX_EMAIL_LENGTH = 50;

    /** Other mail classes are {@code OTHER}, those abroad {@code INTERNATIONAL}. */
    private static final Set<String> PACKAGE_TYPES =
            Set.of(UspsServices.GROUND_ADVANTAGE, "PRIORITY_MAIL", UspsServices.PRIORITY_MAIL_EXPRESS);

    record Request(
            String pickupDate,
            PickupAddress pickupAddress,
            List<PackageGroup> packages,
            BigDecimal estimatedWeight,
            Location pickupLocation) {}

    record PickupAddress(
            String firstName, String lastName, @Nullable String firm, Address address, List<Contact> contact) {

        /** Keeps personal data out of logs. */
        @Override
        public String toString() {
            return "PickupAddress[…]";
        }
    }

    record Address(
            String streetAddress,
            @Nullable String secondaryAddress,
            String city,
            String state,
            @JsonProperty("ZIPCode") String zip,
            @JsonProperty("ZIPPlus4") @Nullable String plus4) {

        @Override
        public String toString() {
            return "Address[…]";
        }
    }

    /** One of the two. */
    record Contact(@Nullable String email, @Nullable String cellNumber) {

        @Override
        public String toString() {
            return "Contact[…]";
        }
    }

    record PackageGroup(String packageType, int packageCount) {}

    /** @param specialInstructions required if the location is {@code OTHER} */
    record Location(String packageLocation, @Nullable String specialInstructions) {}

    /** @param error in place of a number, even with HTTP 200 */
    record Response(
            @Nullable String confirmationNumber,
            @JsonAlias("fault") @Nullable JsonNode error) {

        void requireAnswer() {
            if (nonBlank(confirmationNumber) == null) {
                throw UspsErrorMapper.missingResult(error, "confirmationNumber");
            }
        }
    }

    private UspsPickupMapper() {}

    static Request toRequest(PickupOrder order) {
        String instructions = TEXT.optionalLine("/instructions", order.instructions(), MAX_INSTRUCTION_LENGTH);
        return new Request(
                order.date().toString(),
                address(order.address()),
                packages(order),
                order.totalWeight().pounds(1),
                new Location(instructions == null ? "FRONT_DOOR" : "OTHER", instructions));
    }

    static CarrierPickup toPickup(Response response) {
        return new CarrierPickup(requireNonNull(nonBlank(response.confirmationNumber())), null, null);
    }

    /**
     * Whether a refused cancellation may be due to an entity tag that has expired or was used. USPS publishes no codes for that, but
     * says by HTTP 404 that there is no such pickup.
     */
    static boolean mayBeStale(Throwable failure) {
        return failure instanceof CarrierDeclinedException declined && declined.refusal() != Refusal.NOT_FOUND;
    }

    private static List<PackageGroup> packages(PickupOrder order) {
        Map<String, Integer> counts = order.packages().stream()
                .collect(Collectors.toMap(UspsPickupMapper::type, Packages::count, Integer::sum, TreeMap::new));
        return counts.entrySet().stream()
                .map(type -> new PackageGroup(type.getKey(), type.getValue()))
                .toList();
    }

    private static String type(Packages packages) {
        boolean isInternational =
                UspsServices.byCode(packages.serviceCode()).stream().anyMatch(UspsServices.INTERNATIONAL::contains);
        if (isInternational) {
            return "INTERNATIONAL";
        }
        return PACKAGE_TYPES.contains(packages.serviceCode()) ? packages.serviceCode() : "OTHER";
    }

    /** USPS requires first and last name, also of a company. */
    private static PickupAddress address(com.vantage.shipping.model.Address contact) {
        UspsShippingMapper.Address place = UspsLabelParties.address("/address", contact);
        String firm = place.firm();
        return new PickupAddress(
                place.firstName() == null ? UspsLabelParties.ATTENTION : place.firstName(),
                place.lastName() == null ? requireNonNull(firm) : place.lastName(),
                firm,
                new Address(
                        place.streetAddress(),
                        place.secondaryAddress(),
                        place.city(),
                        place.state(),
                        place.zip(),
                        place.plus4()),
                contacts(contact));
    }

    /** An e-mail address that is too long for USPS is left out. */
    private static List<Contact> contacts(com.vantage.shipping.model.Address contact) {
        String email = WireValues.nonBlank(contact.email());
        Contact phone = new Contact(null, requireNonNull(contact.phone(), "phone"));
        return email == null || email.length() > MAX_EMAIL_LENGTH
                ? List.of(phone)
                : Stream.of(new Contact(email, null), phone).toList();
    }
}
