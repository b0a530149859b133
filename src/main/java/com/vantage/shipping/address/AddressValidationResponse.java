package com.vantage.shipping.address;

import com.vantage.shipping.carrier.CarrierResult;
import com.vantage.shipping.model.AddressValidationResult;
import com.vantage.shipping.model.AddressValidationResult.Status;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The response body of an address validation. */
@Schema(name = "AddressResults", description = "One result for each address")
record AddressValidationResponse(
        @Schema(description = "In the order of the request") List<Result> results,

        @Schema(description = "Whether a carrier that was asked about an address gave no answer")
        boolean partial,

        String requestId) {

    @Schema(name = "AddressResult", description = "The combined answers of the carriers about one address")
    record Result(
            @Schema(
                    description = """
                            `valid`: deliverable as written. `corrected`: deliverable as in `address`. `ambiguous`: several \
                            addresses may be meant, a part such as the apartment is missing, or the carriers differ. \
                            `undeliverable`: no carrier finds it. `unchecked`: no carrier could tell""",
                    enumeration = {"valid", "corrected", "ambiguous", "undeliverable", "unchecked"},
                    examples = "corrected")
            String status,

            @Schema(description = "In the carriers' form if `valid` or `corrected`, else as it was sent")
            AddressBody address,

            @Schema(description = "What was corrected, except case, punctuation, abbreviations and ZIP+4")
            List<Change> changes,

            @Schema(description = "Whether the address is residential; absent if no carrier knows") @Nullable
            Boolean residential,

            @Schema(description = "Addresses that may be meant if it is `ambiguous` or `undeliverable`")
            List<AddressBody> candidates,

            @Schema(description = "Remarks for people") List<String> messages,

            @Schema(
                    description =
                            "Outcome of each carrier that was asked, in order of trust. `latency_ms` is 0 if its answer "
                                    + "was cached")
            List<CarrierResult> carriers) {

        private static Result of(ValidatedAddress validated) {
            AddressValidationResult result = validated.result();
            return new Result(
                    code(result.status()),
                    AddressBody.of(result.address()),
                    result.changes().stream().map(Change::of).toList(),
                    result.residential(),
                    result.candidates().stream().map(AddressBody::of).toList(),
                    result.messages(),
                    validated.answers().stream()
                            .map(CarrierAddressResult::toCarrierResult)
                            .toList());
        }

        private static String code(Status status) {
            return status.name().toLowerCase(Locale.ROOT);
        }
    }

    @Schema(name = "AddressChange", description = "A corrected field of an address")
    record Change(
            @Schema(
                    description = "The field's name",
                    enumeration = {"street1", "street2", "city", "state", "zip", "country"},
                    examples = "zip")
            String field,

            @Schema(description = "As it was sent; absent if it was added", examples = "90211") @Nullable
            String from,

            @Schema(description = "As it is in `address`; absent if it was removed", examples = "90210-3311") @Nullable
            String to) {

        private static Change of(AddressValidationResult.Change change) {
            return new Change(change.field(), change.from(), change.to());
        }
    }

    static AddressValidationResponse of(List<ValidatedAddress> validated, String requestId) {
        return new AddressValidationResponse(
                validated.stream().map(Result::of).toList(),
                validated.stream().flatMap(one -> one.answers().stream()).anyMatch(answer -> !answer.isAnswered()),
                requestId);
    }
}
