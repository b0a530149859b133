package com.vantage.shipping.address;

import com.vantage.shipping.model.AddressCheck;
import com.vantage.shipping.model.AddressCheck.Deliverability;
import com.vantage.shipping.model.AddressValidationResult;
import com.vantage.shipping.model.AddressValidationResult.Change;
import com.vantage.shipping.model.AddressValidationResult.Status;
import com.vantage.shipping.model.UsAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Combines the carriers' answers about one address: {@code docs/carriers.md} states the rule for callers.
 *
 * <ol>
 *   <li>The first answer in order of trust that is not "unknown" decides, unless one carrier delivers and another says
 *       that nobody can: then the address is ambiguous, since some places are known to the post only and some to parcel
 *       carriers only.
 *   <li>A correction is applied only if the address is deliverable. It is that of the first carrier that delivers.
 *   <li>If carriers differ about a residential address, it counts as one: that is the dearer, and so the safe, price.
 * </ol>
 */
final class AddressCheckCombiner {
    private AddressCheckCombiner() {}

    /** @param checks in order of trust */
    static AddressValidationResult combine(UsAddress sent, List<AddressCheck> checks) {
        List<AddressCheck> known = checks.stream()
                .filter(check -> check.deliverability() != Deliverability.UNKNOWN)
                .toList();
        boolean isContradictory = find(known, Deliverability.DELIVERABLE).isPresent()
                && find(known, Deliverability.UNDELIVERABLE).isPresent();
        if (isContradictory) {
            return open(
                    Status.AMBIGUOUS, sent, List.of(), checks, "the carriers differ on whether this address exists");
        }
        return known.stream()
                .findFirst()
                .map(decisive -> combine(sent, decisive, checks))
                .orElseGet(() -> open(Status.UNCHECKED, sent, List.of(), checks));
    }

    private static AddressValidationResult combine(UsAddress sent, AddressCheck decisive, List<AddressCheck> checks) {
        return switch (decisive.deliverability()) {
            case DELIVERABLE -> deliverable(sent, decisive.standardized(), checks);
            case AMBIGUOUS -> open(Status.AMBIGUOUS, sent, candidates(checks), checks);
            case UNDELIVERABLE -> open(Status.UNDELIVERABLE, sent, candidates(checks), checks);
            case UNKNOWN -> open(Status.UNCHECKED, sent, List.of(), checks);
        };
    }

    private static AddressValidationResult deliverable(
            UsAddress sent, @Nullable UsAddress standardized, List<AddressCheck> checks) {
        UsAddress address = standardized == null ? sent : standardized;
        List<Change> changes = AddressChanges.between(sent, address);
        return new AddressValidationResult(
                changes.isEmpty() ? Status.VALID : Status.CORRECTED,
                address,
                changes,
                residential(checks),
                List.of(),
                messages(checks));
    }

    private static AddressValidationResult open(
            Status status, UsAddress sent, List<UsAddress> candidates, List<AddressCheck> checks, String... messages) {
        List<String> all = new ArrayList<>(List.of(messages));
        all.addAll(messages(checks));
        return new AddressValidationResult(status, sent, List.of(), residential(checks), candidates, all);
    }

    /** Those of the first carrier that has any. */
    private static List<UsAddress> candidates(List<AddressCheck> checks) {
        return checks.stream()
                .map(AddressCheck::candidates)
                .filter(candidates -> !candidates.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private static @Nullable Boolean residential(List<AddressCheck> checks) {
        List<Boolean> opinions = checks.stream()
                .flatMap(check -> Stream.ofNullable(check.residential()))
                .toList();
        return opinions.isEmpty() ? null : opinions.contains(true);
    }

    private static List<String> messages(List<AddressCheck> checks) {
        List<Boolean> opinions = checks.stream()
                .flatMap(check -> Stream.ofNullable(check.residential()))
                .distinct()
                .toList();
        Stream<String> residential = opinions.size() > 1
                ? Stream.of("the carriers differ on whether this address is residential")
                : Stream.empty();
        return Stream.concat(checks.stream().flatMap(check -> check.messages().stream()), residential)
                .toList();
    }

    private static Optional<AddressCheck> find(List<AddressCheck> checks, Deliverability deliverability) {
        return checks.stream()
                .filter(check -> check.deliverability() == deliverability)
                .findFirst();
    }
}
