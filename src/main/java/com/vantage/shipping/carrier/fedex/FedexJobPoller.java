package com.vantage.shipping.carrier.fedex;

import com.vantage.shipping.carrier.CarrierUnavailableException;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.fedex.FedexRatingMapper.AccountNumber;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /ship/v1/shipments/results}: polls the labels of a purchase that FedEx answered with a job id. We never
 * request this mode, but such labels are paid for.
 */
final class FedexJobPoller {
    /** More polls than fit in a purchase's timeout. */
    private static final int MAX_POLLS = 120;

    private final String id;
    private final Supplier<Uni<FedexShippingMapper.Response>> request;
    private final Duration pollInterval;

    record Request(AccountNumber accountNumber, String jobId) {}

    /**
     * @param request requests the job's results, once per poll
     * @param pollInterval before each request
     */
    FedexJobPoller(String id, Supplier<Uni<FedexShippingMapper.Response>> request, Duration pollInterval) {
        this.id = id;
        this.request = request;
        this.pollInterval = pollInterval;
    }

    static Request toRequest(String id, String account) {
        return new Request(new AccountNumber(account), id);
    }

    /**
     * Polls until the labels are available. Never declined: the purchase was made, whatever the replies to the polls.
     */
    Uni<FedexShippingMapper.Response> awaitLabels() {
        return awaitLabels(MAX_POLLS, null);
    }

    private Uni<FedexShippingMapper.Response> awaitLabels(int pollsLeft, @Nullable Throwable lastFailure) {
        if (pollsLeft == 0) {
            return Uni.createFrom().failure(timedOut(lastFailure));
        }
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(pollInterval)
                .flatMap(ignored -> request.get())
                .onItemOrFailure()
                .transformToUni((reply, failure) -> reply != null && FedexShippingMapper.isSold(reply)
                        ? Uni.createFrom().item(reply)
                        : awaitLabels(pollsLeft - 1, failure));
    }

    private CarrierUnavailableException timedOut(@Nullable Throwable lastFailure) {
        String why = lastFailure == null ? "not available yet" : String.valueOf(lastFailure.getMessage());
        return new CarrierUnavailableException(
                Failure.TIMED_OUT, "no labels of job " + id + ": " + why, null, lastFailure);
    }
}
