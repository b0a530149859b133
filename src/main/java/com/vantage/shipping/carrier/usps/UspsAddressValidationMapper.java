package com.vantage.shipping.carrier.usps;

import static com.vantage.shipping.carrier.WireValues.nonBlank;
import static com.vantage.shipping.carrier.WireValues.orEmpty;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.LabelTextConverter;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.UsAddressReader;
import com.vantage.shipping.model.AddressCheck;
import com.vantage.shipping.model.AddressCheck.Deliverability;
import com.vantage.shipping.model.UsAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code GET /addresses/v3/address}: the standard form of a US address, and whether USPS delivers to it (DPV). */
final class UspsAddressValidationMapper {
    /** Carrier routes without delivery to the street address. */
    private static final Set<String> NO_STREET_DELIVERY = Set.of("R777", "R779");

    private static final String SEVERAL_MATCHES = "22";
    private static final String MORE_DATA_NEEDED = "32";
    private static final String EXACT_MATCH = "31";
    private static final int MAX_LENGTH = 50;
    private static final int MAX_CITY_LENGTH = 28;
    private static final LabelTextConverter TEXT = new LabelTextConverter("USPS");

    /** The query parameters. */
    record Request(
            String street,
            @Nullable String secondary,
            String city,
            String state,
            String zip5,
            @Nullable String plus4) {}

    record Response(
            @Nullable Address address,
            @Nullable Info additionalInfo,
            @Nullable List<Code> corrections,
            @Nullable List<Code> matches,
            @JsonAlias("fault") @Nullable JsonNode error) {

        /** Fails if USPS answered with status 200 but without an address. */
        void requireAnswer() {
            if (address == null) {
                throw UspsErrorMapper.missingResult(error, "address");
            }
        }
    }

    record Address(
            @Nullable String streetAddress,
            @Nullable String secondaryAddress,
            @Nullable String city,
            @Nullable String state,
            @JsonProperty("ZIPCode") @Nullable String zipCode,
            @JsonProperty("ZIPPlus4") @Nullable String zipPlus4) {

        /** Keeps personal data out of logs. */
        @Override
        public String toString() {
            return "Address[…]";
        }
    }

    /** @param business {@code N} is no proof of a home */
    record Info(
            @Nullable String carrierRoute,
            @JsonProperty("DPVConfirmation") @Nullable String dpvConfirmation,
            @Nullable String business,
            @Nullable String vacant) {}

    record Code(@Nullable String code) {}

    private UspsAddressValidationMapper() {}

    static Request toRequest(UsAddress address) {
        if (!address.country().equals("US")) {
            throw new CarrierDeclinedException(
                    Refusal.NO_SERVICE, "NO_COVERAGE", "USPS validates addresses in the US only");
        }
        String[] zip = address.zip().split("-", -1);
        return new Request(
                TEXT.line("street1", address.street1(), MAX_LENGTH),
                TEXT.optionalLine("street2", address.street2(), MAX_LENGTH),
                TEXT.line("city", address.city(), MAX_CITY_LENGTH),
                address.state(),
                zip[0],
                zip.length > 1 ? zip[1] : null);
    }

    static AddressCheck toCheck(Response response) {
        Info info = response.additionalInfo() == null ? new Info(null, null, null, null) : response.additionalInfo();
        Deliverability deliverability = deliverability(response, info);
        return new AddressCheck(
                deliverability,
                deliverability == Deliverability.DELIVERABLE ? toAddress(response.address()) : null,
                isYes(info.business()) ? false : null,
                List.of(),
                messages(info));
    }

    /** Whether USPS refused the request because it does not find the address, which is an answer. */
    static boolean isVerdict(Throwable failure) {
        return failure instanceof CarrierDeclinedException declined && UspsErrorCodes.isOfAddress(declined.code());
    }

    /** @param failure as {@link #isVerdict} accepts */
    static AddressCheck toCheck(Throwable failure) {
        return AddressCheck.without(
                UspsErrorCodes.isOfSeveralAddresses(((CarrierDeclinedException) failure).code())
                        ? Deliverability.AMBIGUOUS
                        : Deliverability.UNDELIVERABLE,
                "USPS: " + failure.getMessage());
    }

    private static Deliverability deliverability(Response response, Info info) {
        String confirmed = nonBlank(info.dpvConfirmation());
        if (confirmed != null) {
            return switch (confirmed) {
                case "Y" -> Deliverability.DELIVERABLE;
                case "D", "S" -> Deliverability.AMBIGUOUS;
                case "N" -> Deliverability.UNDELIVERABLE;
                default -> Deliverability.UNKNOWN;
            };
        }
        if (has(response.corrections(), SEVERAL_MATCHES) || has(response.corrections(), MORE_DATA_NEEDED)) {
            return Deliverability.AMBIGUOUS;
        }
        return has(response.matches(), EXACT_MATCH) ? Deliverability.DELIVERABLE : Deliverability.UNKNOWN;
    }

    private static boolean has(@Nullable List<Code> codes, String wanted) {
        return orEmpty(codes).stream().anyMatch(code -> wanted.equals(nonBlank(code.code())));
    }

    private static List<String> messages(Info info) {
        List<String> messages = new ArrayList<>();
        if ("D".equals(nonBlank(info.dpvConfirmation()))) {
            messages.add("USPS: the apartment or suite number is missing");
        }
        if ("S".equals(nonBlank(info.dpvConfirmation()))) {
            messages.add("USPS: the apartment or suite number is unknown");
        }
        if (isYes(info.vacant())) {
            messages.add("USPS: the address is vacant");
        }
        if (NO_STREET_DELIVERY.contains(String.valueOf(nonBlank(info.carrierRoute())))) {
            messages.add("USPS: no delivery to the street address, only to a PO box");
        }
        return messages;
    }

    private static @Nullable UsAddress toAddress(@Nullable Address address) {
        return address == null
                ? null
                : UsAddressReader.of(
                        Arrays.asList(address.streetAddress(), address.secondaryAddress()),
                        address.city(),
                        address.state(),
                        address.zipCode(),
                        address.zipPlus4());
    }

    private static boolean isYes(@Nullable String indicator) {
        return "Y".equals(nonBlank(indicator));
    }
}
