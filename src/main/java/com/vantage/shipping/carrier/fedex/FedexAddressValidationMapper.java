package com.vantage.shipping.carrier.fedex;

import static com.vantage.shipping.carrier.WireValues.nonBlank;
import static com.vantage.shipping.carrier.WireValues.orEmpty;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.LabelTextConverter;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.UsAddressReader;
import com.vantage.shipping.carrier.fedex.FedexErrorMapper.Notice;
import com.vantage.shipping.model.AddressCheck;
import com.vantage.shipping.model.AddressCheck.Deliverability;
import com.vantage.shipping.model.UsAddress;
import com.vantage.shipping.model.UsStatesByZipCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /address/v1/addresses/resolve}. FedEx resolves an address to its standard form; that it is a postal
 * delivery point is said by the attribute {@code DPV}. It never adds a missing apartment.
 */
final class FedexAddressValidationMapper {
    private static final int MAX_LINES = 3;
    private static final int MAX_LINE_LENGTH = 35;
    private static final LabelTextConverter TEXT = new LabelTextConverter("FedEx");

    record Request(List<ToValidate> addressesToValidate) {}

    record ToValidate(RequestAddress address) {}

    record RequestAddress(
            List<String> streetLines, String city, String stateOrProvinceCode, String postalCode, String countryCode) {

        /** Keeps personal data out of logs. */
        @Override
        public String toString() {
            return "RequestAddress[…]";
        }
    }

    record Response(@Nullable Output output, @Nullable List<Notice> errors) {}

    record Output(
            @Nullable List<Resolved> resolvedAddresses,
            @Nullable List<Notice> alerts) {}

    record Resolved(
            @Nullable List<String> streetLinesToken,
            @Nullable String city,
            @Nullable String stateOrProvinceCode,
            @Nullable String postalCode,
            @Nullable PostalCode parsedPostalCode,
            @Nullable String classification,
            @Nullable Attributes attributes) {}

    /** @param addOn the four digits of ZIP+4 */
    record PostalCode(@Nullable String base, @Nullable String addOn) {}

    /** Booleans, mostly as text. */
    record Attributes(
            @JsonProperty("Resolved") @Nullable String resolved,
            @JsonProperty("DPV") @Nullable String dpv,
            @JsonProperty("MultipleMatches") @Nullable String multipleMatches,

            @JsonProperty("SuiteRequiredButMissing") @Nullable
            String suiteMissing,

            @JsonProperty("InvalidSuiteNumber") @Nullable String suiteInvalid,

            @JsonProperty("InterpolatedStreetAddress") @Nullable
            String interpolated) {}

    private FedexAddressValidationMapper() {}

    static Request toRequest(UsAddress address) {
        if (UsStatesByZipCode.isMilitary(address.state())) {
            throw new CarrierDeclinedException(
                    Refusal.NO_SERVICE, "NO_COVERAGE", "FedEx does not validate military addresses");
        }
        return new Request(List.of(new ToValidate(new RequestAddress(
                TEXT.lines("street1", MAX_LINES, MAX_LINE_LENGTH, address.street1(), address.street2()),
                TEXT.line("city", address.city(), MAX_LINE_LENGTH),
                address.state(),
                address.zip(),
                address.country()))));
    }

    static AddressCheck toCheck(Response response) {
        Output output = response.output() == null ? new Output(null, null) : response.output();
        return orEmpty(output.resolvedAddresses()).stream()
                .findFirst()
                .map(FedexAddressValidationMapper::toCheck)
                .orElseThrow(() -> FedexErrorMapper.reason(Refusal.INVALID_REQUEST, response.errors(), output.alerts())
                        .orElseGet(() -> new NullPointerException("no resolvedAddresses")));
    }

    private static AddressCheck toCheck(Resolved resolved) {
        Deliverability deliverability = deliverability(resolved.attributes());
        UsAddress address = toAddress(resolved);
        boolean isCertain = deliverability == Deliverability.DELIVERABLE;
        return new AddressCheck(
                deliverability,
                isCertain ? address : null,
                isResidential(resolved.classification()),
                List.of(),
                messages(resolved.attributes()));
    }

    /** Without {@code Resolved}, FedEx does not say that the address does not exist. */
    private static Deliverability deliverability(@Nullable Attributes attributes) {
        if (attributes == null || !isTrue(attributes.resolved())) {
            return Deliverability.UNKNOWN;
        }
        boolean isExact = isTrue(attributes.dpv())
                && !isTrue(attributes.multipleMatches())
                && !isTrue(attributes.suiteMissing())
                && !isTrue(attributes.suiteInvalid())
                && !isTrue(attributes.interpolated());
        return isExact ? Deliverability.DELIVERABLE : Deliverability.AMBIGUOUS;
    }

    private static List<String> messages(@Nullable Attributes attributes) {
        List<String> messages = new ArrayList<>();
        if (attributes != null && isTrue(attributes.suiteMissing())) {
            messages.add("FedEx: the apartment or suite number is missing");
        }
        if (attributes != null && isTrue(attributes.suiteInvalid())) {
            messages.add("FedEx: the apartment or suite number is unknown");
        }
        if (attributes != null && isTrue(attributes.multipleMatches())) {
            messages.add("FedEx: several addresses match");
        }
        return messages;
    }

    private static @Nullable UsAddress toAddress(Resolved resolved) {
        PostalCode parsed = resolved.parsedPostalCode();
        return parsed == null || nonBlank(parsed.base()) == null
                ? UsAddressReader.of(
                        resolved.streetLinesToken(),
                        resolved.city(),
                        resolved.stateOrProvinceCode(),
                        resolved.postalCode(),
                        null)
                : UsAddressReader.of(
                        resolved.streetLinesToken(),
                        resolved.city(),
                        resolved.stateOrProvinceCode(),
                        parsed.base(),
                        parsed.addOn());
    }

    private static @Nullable Boolean isResidential(@Nullable String classification) {
        return switch (String.valueOf(nonBlank(classification)).toUpperCase(Locale.ROOT)) {
            case "RESIDENTIAL", "MIXED" -> true;
            case "BUSINESS" -> false;
            default -> null;
        };
    }

    private static boolean isTrue(@Nullable String attribute) {
        return "true".equalsIgnoreCase(nonBlank(attribute));
    }
}
