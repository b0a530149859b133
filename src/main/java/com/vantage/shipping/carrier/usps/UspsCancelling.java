package com.vantage.shipping.carrier.usps;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.carrier.CarrierDeclined;
import com.vantage.shipping.carrier.Outcome.Answer;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.Wire;
import com.vantage.shipping.model.Cancelled;
import com.vantage.shipping.model.TrackingNumber;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** {@code DELETE /labels/v3/label/{trackingNumber}}: takes one label back. */
final class UspsCancelling {
    private static final String ALREADY_CANCELLED = "160186";

    /**
     * @param disputeId under which USPS looks into a refund; only of labels that it has begun to bill
     * @param error instead of a status, with status 200 too
     */
    record Reply(
            @Nullable String status,
            @Nullable String disputeId,
            @JsonAlias("fault") @Nullable JsonNode error) {
        void requireAnswer() {
            if (Wire.presentText(status) == null) {
                throw UspsErrors.instead(error, "status");
            }
        }
    }

    /** What became of one label: taken back, or the refusal. */
    private record OfLabel(TrackingNumber number, Answer<Cancelled> answer) {
        @Nullable
        Declined<Cancelled> refusal() {
            return answer instanceof Declined<Cancelled> no ? no : null;
        }
    }

    private UspsCancelling() {}

    /** One label's; taken back before is taken back. */
    static Answer<Cancelled> toAnswer(Answer<Reply> told) {
        return switch (told) {
            case Answered<Reply>(var reply) -> new Answered<>(toCancelled(reply));
            case Declined<Reply>(var refusal, var code, var reason) ->
                code.equals(ALREADY_CANCELLED)
                        ? new Answered<>(new Cancelled(false))
                        : new Declined<>(refusal, code, reason);
        };
    }

    /**
     * That of all labels together.
     *
     * @param answers in the order of {@code numbers}
     * @throws CarrierDeclined if one of them was not taken back
     */
    static Cancelled all(List<TrackingNumber> numbers, List<Answer<Cancelled>> answers) {
        List<OfLabel> labels = IntStream.range(0, numbers.size())
                .mapToObj(i -> new OfLabel(numbers.get(i), answers.get(i)))
                .toList();
        List<Declined<Cancelled>> refusals = answers.stream()
                .filter(Declined.class::isInstance)
                .map(answer -> (Declined<Cancelled>) answer)
                .toList();
        if (refusals.isEmpty()) {
            return new Cancelled(answers.stream()
                    .anyMatch(answer ->
                            answer instanceof Answered<Cancelled>(var cancelled) && cancelled.refundPending()));
        }
        Declined<Cancelled> first = refusals.getFirst();
        boolean alike = refusals.size() == labels.size()
                && refusals.stream().allMatch(refusal -> refusal.code().equals(first.code()));
        throw alike
                ? new CarrierDeclined(first.refusal(), first.code(), first.reason())
                : new CarrierDeclined(Refusal.CONFLICT, first.code(), each(labels));
    }

    /** @throws IllegalArgumentException if it is not said that the label was taken back */
    private static Cancelled toCancelled(Reply reply) {
        String status = String.valueOf(Wire.presentText(reply.status())).toUpperCase(Locale.ROOT);
        return switch (status) {
            case "CANCELED" -> new Cancelled(false);
            case "DISPUTED" -> new Cancelled(true);
            default ->
                throw new IllegalArgumentException("USPS says 200 and not that a label was cancelled: " + status);
        };
    }

    private static String each(List<OfLabel> labels) {
        return labels.stream().map(UspsCancelling::sentence).collect(Collectors.joining("; "));
    }

    private static String sentence(OfLabel label) {
        Declined<Cancelled> no = label.refusal();
        return label.number() + (no == null ? " was taken back" : " was not: " + no.reason() + " (" + no.code() + ")");
    }
}
