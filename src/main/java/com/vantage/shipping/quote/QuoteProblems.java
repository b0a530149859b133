package com.vantage.shipping.quote;

import com.vantage.shipping.api.problem.ProblemException;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.carrier.CarrierReport;
import com.vantage.shipping.quote.RateShoppingService.Reply;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Chooses the problem for a quote for which no carrier returned a rate. */
final class QuoteProblems {
    private QuoteProblems() {}

    /** @param replies replies of all carriers, none of which has a rate */
    static ProblemException withoutAnyQuote(List<Reply> replies) {
        List<CarrierReport> reports = replies.stream().map(Reply::report).toList();
        return problem(replies, CarrierReport.anyRetryable(reports)).carriers(reports);
    }

    private static ProblemException problem(List<Reply> replies, boolean retryable) {
        List<Reply> unanswered =
                replies.stream().filter(reply -> !reply.isAnswer()).toList();
        if (unanswered.isEmpty()) {
            return ProblemType.NO_SERVICE
                    .withDetail("no carrier offers a service for this request")
                    .retryable(false);
        }
        if (unanswered.stream().allMatch(Reply::isInternalError)) {
            return ProblemType.INTERNAL_ERROR
                    .withDetail(
                            "the requests to the carriers could not be built; quote the request_id when you report this")
                    .retryable(false);
        }
        if (unanswered.stream().allMatch(Reply::isClosed)) {
            return ProblemType.CARRIERS_UNAVAILABLE
                    .withDetail("no carrier can be called now; `carriers` has the reasons")
                    .retryAfter(pause(unanswered));
        }
        return unanswered.stream().anyMatch(Reply::isTimeout)
                ? ProblemType.CARRIER_TIMEOUT
                        .withDetail("no carrier answered in time")
                        .retryable(retryable)
                : ProblemType.CARRIER_ERROR
                        .withDetail("no carrier gave a usable answer")
                        .retryable(retryable);
    }

    private static Duration pause(List<Reply> unanswered) {
        return unanswered.stream()
                .map(Reply::retryAfter)
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder())
                .orElse(Duration.ofSeconds(1));
    }
}
