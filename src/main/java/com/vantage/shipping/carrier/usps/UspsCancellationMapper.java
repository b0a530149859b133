package com.vantage.shipping.carrier.usps;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.Outcome.Answer;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.WireValues;
import com.vantage.shipping.model.CancellationResult;
import com.vantage.shipping.model.TrackingNumber;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code DELETE /labels/v3/label/{trackingNumber}}, abroad {@code
 * /international-labels/v3/international-label/{trackingNumber}}: voids one label.
 */
final class UspsCancellationMapper {
    private static final String ALREADY_CANCELLED = "160186";

    /**
     * @param disputeId id of the pending refund, only for labels that are already billed
     * @param error in place of a status, even with HTTP 200
     */
    record Reply(
            @Nullable String status,
            @Nullable String disputeId,
            @JsonAlias("fault") @Nullable JsonNode error) {
        void requireAnswer() {
            if (WireValues.nonBlank(status) == null) {
                throw UspsErrorMapper.missingResult(error, "status");
            }
        }
    }

    /** One label's result: voided, or the refusal. */
    private record LabelResult(TrackingNumber number, Answer<CancellationResult> answer) {
        @Nullable
        Declined<CancellationResult> refusal() {
            return answer instanceof Declined<CancellationResult> declined ? declined : null;
        }
    }

    private UspsCancellationMapper() {}

    /** Maps one label's reply; an already voided label counts as voided. */
    static Answer<CancellationResult> toAnswer(Answer<Reply> answer) {
        return switch (answer) {
            case Answered<Reply>(var reply) -> new Answered<>(toCancellationResult(reply));
            case Declined<Reply>(var refusal, var code, var reason) ->
                code.equals(ALREADY_CANCELLED)
                        ? new Answered<>(new CancellationResult(false))
                        : new Declined<>(refusal, code, reason);
        };
    }

    /**
     * Combines the results of all labels.
     *
     * @param answers in the order of {@code numbers}
     * @throws CarrierDeclinedException if any of them was not voided
     */
    static CancellationResult combine(List<TrackingNumber> numbers, List<Answer<CancellationResult>> answers) {
        List<LabelResult> labels = IntStream.range(0, numbers.size())
                .mapToObj(i -> new LabelResult(numbers.get(i), answers.get(i)))
                .toList();
        List<Declined<CancellationResult>> refusals = answers.stream()
                .filter(Declined.class::isInstance)
                .map(answer -> (Declined<CancellationResult>) answer)
                .toList();
        if (refusals.isEmpty()) {
            return new CancellationResult(answers.stream()
                    .anyMatch(answer -> answer instanceof Answered<CancellationResult>(var cancelled)
                            && cancelled.refundPending()));
        }
        Declined<CancellationResult> first = refusals.getFirst();
        boolean isSameRefusal = refusals.size() == labels.size()
                && refusals.stream().allMatch(refusal -> refusal.code().equals(first.code()));
        throw isSameRefusal
                ? new CarrierDeclinedException(first.refusal(), first.code(), first.reason())
                : new CarrierDeclinedException(Refusal.CONFLICT, first.code(), describeAll(labels));
    }

    /** @throws IllegalArgumentException if the reply does not confirm the cancellation */
    private static CancellationResult toCancellationResult(Reply reply) {
        String status = String.valueOf(WireValues.nonBlank(reply.status())).toUpperCase(Locale.ROOT);
        return switch (status) {
            case "CANCELED" -> new CancellationResult(false);
            case "DISPUTED" -> new CancellationResult(true);
            default ->
                throw new IllegalArgumentException("HTTP 200 without confirmation of the cancellation: " + status);
        };
    }

    private static String describeAll(List<LabelResult> labels) {
        return labels.stream().map(UspsCancellationMapper::describe).collect(Collectors.joining("; "));
    }

    private static String describe(LabelResult label) {
        Declined<CancellationResult> declined = label.refusal();
        return label.number()
                + (declined == null
                        ? " was voided"
                        : " was not voided: " + declined.reason() + " (" + declined.code() + ")");
    }
}
