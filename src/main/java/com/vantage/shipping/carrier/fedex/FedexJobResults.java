package com.vantage.shipping.carrier.fedex;

import com.vantage.shipping.carrier.CarrierUnavailableException;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.fedex.FedexRating.AccountNumber;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /ship/v1/shipments/results}: polls the labels of a purchase that FedEx answered with a job id. We never
 * request this mode, but such labels are paid for.
 */
final class FedexJobResults {
    /** More polls than fit in a purchase's timeout. */
    private static final int MOST_QUESTIONS = 120;

    private final String id;
    private final Supplier<Uni<FedexShipping.Response>> results;
    private final Duration pause;

    record Request(AccountNumber accountNumber, String jobId) {}

    /**
     * @param results requests the results, once per call
     * @param pause before each request
     */
    FedexJobResults(String id, Supplier<Uni<FedexShipping.Response>> results, Duration pause) {
        this.id = id;
        this.results = results;
        this.pause = pause;
    }

    static Request toRequest(String id, String account) {
        return new Request(new AccountNumber(account), id);
    }

    /**
     * Polls until the labels are available. Never declined: the purchase was made, whatever the replies to the polls.
     */
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

    private CarrierUnavailableException notThere(@Nullable Throwable last) {
        String why = last == null ? "not available yet" : String.valueOf(last.getMessage());
        return new CarrierUnavailableException(Failure.TIMED_OUT, "no labels of job " + id + ": " + why, null, last);
    }
}
