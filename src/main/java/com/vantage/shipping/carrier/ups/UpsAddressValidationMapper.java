package com.vantage.shipping.carrier.ups;

import static com.vantage.shipping.carrier.WireValues.nonBlank;
import static com.vantage.shipping.carrier.WireValues.orEmpty;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.LabelTextConverter;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.UsAddressReader;
import com.vantage.shipping.carrier.ups.UpsRatingMapper.Code;
import com.vantage.shipping.model.AddressCheck;
import com.vantage.shipping.model.AddressCheck.Deliverability;
import com.vantage.shipping.model.UsAddress;
import com.vantage.shipping.model.UsStatesByZipCode;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code POST /addressvalidation/v2/3}: validates and classifies an address in the US or Puerto Rico. */
final class UpsAddressValidationMapper {
    private static final int MAX_LINES = 3;
    private static final int MAX_LINE_LENGTH = 100;
    private static final int MAX_CITY_LENGTH = 30;
    private static final String COMMERCIAL = "1";
    private static final String RESIDENTIAL = "2";
    private static final LabelTextConverter TEXT = new LabelTextConverter("UPS");

    record Request(@JsonProperty("XAVRequest") XavRequest xavRequest) {}

    record XavRequest(AddressKey addressKeyFormat) {}

    /** @param politicalDivision2 the city */
    record AddressKey(
            @Nullable List<String> addressLine,
            @Nullable String politicalDivision2,
            @Nullable String politicalDivision1,
            @Nullable String postcodePrimaryLow,
            @Nullable String postcodeExtendedLow,
            @Nullable String countryCode) {

        /** Keeps personal data out of logs. */
        @Override
        public String toString() {
            return "AddressKey[…]";
        }
    }

    record Response(
            @Nullable JsonNode response,
            @JsonProperty("XAVResponse") @Nullable XavResponse xavResponse) implements UpsErrorMapper.Body {}

    /** Indicators are empty; their presence is the verdict. */
    record XavResponse(
            UpsErrorMapper.@Nullable Head response,
            @Nullable String validAddressIndicator,
            @Nullable String ambiguousAddressIndicator,
            @Nullable String noCandidatesIndicator,
            @Nullable Code addressClassification,
            @Nullable List<Candidate> candidate) {}

    record Candidate(
            @Nullable Code addressClassification, @Nullable AddressKey addressKeyFormat) {}

    private UpsAddressValidationMapper() {}

    static Request toRequest(UsAddress address) {
        if (!address.country().equals("US") || !isServed(address.state())) {
            throw new CarrierDeclinedException(
                    Refusal.NO_SERVICE, "NO_COVERAGE", "UPS validates addresses in the US and Puerto Rico only");
        }
        String[] zip = address.zip().split("-", -1);
        return new Request(new XavRequest(new AddressKey(
                TEXT.lines("street1", MAX_LINES, MAX_LINE_LENGTH, address.street1(), address.street2()),
                TEXT.line("city", address.city(), MAX_CITY_LENGTH),
                address.state(),
                zip[0],
                zip.length > 1 ? zip[1] : null,
                address.country())));
    }

    private static boolean isServed(String state) {
        return state.equals("PR") || !(UsStatesByZipCode.isTerritory(state) || UsStatesByZipCode.isMilitary(state));
    }

    static AddressCheck toCheck(Response response) {
        XavResponse reply = Objects.requireNonNull(response.xavResponse(), "no XAVResponse");
        UpsErrorMapper.requireSuccess(reply.response(), UpsErrorMapper.OwnCodes.NONE);
        List<Candidate> candidates = orEmpty(reply.candidate());
        if (reply.validAddressIndicator() != null) {
            return candidates.stream()
                    .findFirst()
                    .map(candidate -> deliverable(reply, candidate))
                    .orElseGet(() -> AddressCheck.without(Deliverability.DELIVERABLE));
        }
        if (reply.ambiguousAddressIndicator() != null) {
            return new AddressCheck(
                    Deliverability.AMBIGUOUS,
                    null,
                    isResidential(reply.addressClassification()),
                    candidates.stream()
                            .flatMap(candidate -> Stream.ofNullable(toAddress(candidate)))
                            .toList(),
                    List.of());
        }
        Objects.requireNonNull(reply.noCandidatesIndicator(), "no indicator");
        return AddressCheck.without(Deliverability.UNDELIVERABLE);
    }

    private static AddressCheck deliverable(XavResponse reply, Candidate candidate) {
        Boolean own = isResidential(candidate.addressClassification());
        return new AddressCheck(
                Deliverability.DELIVERABLE,
                toAddress(candidate),
                own == null ? isResidential(reply.addressClassification()) : own,
                List.of(),
                List.of());
    }

    private static @Nullable UsAddress toAddress(Candidate candidate) {
        AddressKey key = candidate.addressKeyFormat();
        return key == null
                ? null
                : UsAddressReader.of(
                        key.addressLine(),
                        key.politicalDivision2(),
                        key.politicalDivision1(),
                        key.postcodePrimaryLow(),
                        key.postcodeExtendedLow());
    }

    private static @Nullable Boolean isResidential(@Nullable Code classification) {
        String code = classification == null ? null : nonBlank(classification.code());
        if (RESIDENTIAL.equals(code)) {
            return true;
        }
        return COMMERCIAL.equals(code) ? false : null;
    }
}
