package com.vantage.shipping.address;

import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.model.AddressCheck;
import com.vantage.shipping.model.AddressCheck.Deliverability;
import com.vantage.shipping.model.AddressValidationResult;
import com.vantage.shipping.model.AddressValidationResult.Change;
import com.vantage.shipping.model.AddressValidationResult.Status;
import com.vantage.shipping.model.UsAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AddressCheckCombinerTest {
    private static final UsAddress SENT = address("9 Elm Drive", "90210");
    private static final UsAddress STANDARD = address("9 ELM DR", "90210-3311");
    private static final UsAddress OTHER = address("9 OAK DR", "90210-4422");
    private static final AddressCheck UNDELIVERABLE = AddressCheck.without(Deliverability.UNDELIVERABLE);
    private static final AddressCheck UNKNOWN = AddressCheck.without(Deliverability.UNKNOWN);

    @Test
    void firstDeliverableAnswerGivesTheAddress() {
        assertThat(combine(deliverable(STANDARD, null), deliverable(OTHER, null)))
                .isEqualTo(new AddressValidationResult(Status.VALID, STANDARD, List.of(), null, List.of(), List.of()));
    }

    @Test
    void changedAddressIsCorrected() {
        AddressValidationResult result = combine(UNKNOWN, deliverable(OTHER, null));

        assertThat(result.status()).isEqualTo(Status.CORRECTED);
        assertThat(result.address()).isEqualTo(OTHER);
        assertThat(result.changes()).containsExactly(new Change("street1", "9 Elm Drive", "9 OAK DR"));
    }

    @Test
    void deliverableAddressWithoutStandardFormIsValidAsSent() {
        assertThat(combine(deliverable(null, null)).address()).isEqualTo(SENT);
    }

    @Test
    void contradictionIsAmbiguousWithoutCandidates() {
        AddressValidationResult result = combine(UNDELIVERABLE, ambiguous(OTHER), deliverable(STANDARD, null));

        assertThat(result.status()).isEqualTo(Status.AMBIGUOUS);
        assertThat(result.address()).isEqualTo(SENT);
        assertThat(result.candidates()).isEmpty();
        assertThat(result.messages()).containsExactly("the carriers differ on whether this address exists");
        assertThat(result.isRefuted()).isFalse();
    }

    @Test
    void moreTrustedAmbiguityIsNeverCorrected() {
        AddressValidationResult result = combine(ambiguous(OTHER), deliverable(STANDARD, null));

        assertThat(result.status()).isEqualTo(Status.AMBIGUOUS);
        assertThat(result.address()).isEqualTo(SENT);
        assertThat(result.candidates()).containsExactly(OTHER);
        assertThat(result.isRefuted()).isTrue();
    }

    @Test
    void undeliverableAddressHasCandidatesOfOthers() {
        AddressValidationResult result = combine(UNDELIVERABLE, ambiguous(OTHER));

        assertThat(result.status()).isEqualTo(Status.UNDELIVERABLE);
        assertThat(result.candidates()).containsExactly(OTHER);
        assertThat(result.isRefuted()).isTrue();
    }

    @Test
    void addressThatNobodyKnowsIsUnchecked() {
        assertThat(combine().status()).isEqualTo(Status.UNCHECKED);
        assertThat(combine(UNKNOWN, UNKNOWN).status()).isEqualTo(Status.UNCHECKED);
        assertThat(combine().isRefuted()).isFalse();
    }

    @Test
    void disputedResidenceCountsAsResidential() {
        AddressValidationResult result = combine(deliverable(STANDARD, false), deliverable(STANDARD, true));

        assertThat(result.residential()).isTrue();
        assertThat(result.messages()).containsExactly("the carriers differ on whether this address is residential");
        assertThat(combine(deliverable(STANDARD, null), deliverable(STANDARD, false))
                        .residential())
                .isFalse();
    }

    private static AddressValidationResult combine(AddressCheck... checks) {
        return AddressCheckCombiner.combine(SENT, List.of(checks));
    }

    private static AddressCheck deliverable(@Nullable UsAddress standardized, @Nullable Boolean residential) {
        return new AddressCheck(Deliverability.DELIVERABLE, standardized, residential, List.of(), List.of());
    }

    private static AddressCheck ambiguous(UsAddress candidate) {
        return new AddressCheck(Deliverability.AMBIGUOUS, null, null, List.of(candidate), List.of());
    }

    private static UsAddress address(String street, String zip) {
        return new UsAddress(street, null, "Beverly Hills", "CA", zip, "US");
    }
}
