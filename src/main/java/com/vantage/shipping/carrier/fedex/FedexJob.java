package com.vantage.shipping.carrier.fedex;

import com.vantage.shipping.carrier.CarrierUnavailable;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.fedex.FedexRating.AccountNumber;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /ship/v1/shipments/results}: a sale that FedEx answers with the number of a job, and whose labels it makes
 * later. We never ask it to; but if it does, the labels are paid for.
 */
final class FedexJob {
    /** More than any purchase may take. */
    private static final int MOST_QUESTIONS = 120;

    private final String id;
    private final Supplier<Uni<FedexShipping.Response>> results;
    private final Duration pause;

    record Request(AccountNumber accountNumber, String jobId) {}

    /**
     * @param results asks for them, anew at each call
     * @param pause before each question
     */
    FedexJob(String id, Supplier<Uni<FedexShipping.Response>> results, Duration pause) {
        this.id = id;
        this.results = results;
        this.pause = pause;
    }

    static Request toRequest(String id, String account) {
        return new Request(new AccountNumber(account), id);
    }

    /** Asks until they are there. Never declined: the sale is made, whatever FedEx says to the question for it. */
    Uni<FedexShipping.Response> labels() {
        return labels(MOST_QUESTIONS, null);
    }

    private Uni<FedexShipping.Response> labels(int questions, @Nullable Throwable last) {
        if (questions == 0) {
            return Uni.createFrom().failure(notThere(last));
        }
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(pause)
                .flatMap(now -> results.get())
                .onItemOrFailure()
                .transformToUni((reply, failure) -> reply != null && FedexShipping.isSold(reply)
                        ? Uni.createFrom().item(reply)
                        : labels(questions - 1, failure));
    }

    private CarrierUnavailable notThere(@Nullable Throwable last) {
        String why = last == null ? "FedEx has not made them" : String.valueOf(last.getMessage());
        return new CarrierUnavailable(Failure.TIMED_OUT, "no labels of job " + id + ": " + why, null, last);
    }
}
