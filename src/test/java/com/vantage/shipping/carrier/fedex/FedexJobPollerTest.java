package com.vantage.shipping.carrier.fedex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.CarrierUnavailableException;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.Refusal;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FedexJobPollerTest {
    private static final FedexShippingMapper.Response PENDING =
            Recorded.reply("sold-asynchronously", FedexShippingMapper.Response.class);
    private static final FedexShippingMapper.Response SOLD =
            Recorded.reply("sold-two-parcels", FedexShippingMapper.Response.class);

    private final Deque<Uni<FedexShippingMapper.Response>> replies = new ArrayDeque<>();
    private int polls;

    @Test
    void onlyAsynchronousReplyHasJobId() {
        assertThat(FedexShippingMapper.jobId(PENDING)).contains("89s0a2f1c233ae24ff31b7d0");
        assertThat(FedexShippingMapper.jobId(SOLD)).isEqualTo(Optional.empty());
    }

    @Test
    void requestHasAccountAndJobId() {
        assertThat(Recorded.JSON
                        .valueToTree(FedexJobPoller.toRequest("89s0a2f1c233ae24ff31b7d0", "740561073"))
                        .toString())
                .isEqualTo("{\"accountNumber\":{\"value\":\"740561073\"},\"jobId\":\"89s0a2f1c233ae24ff31b7d0\"}");
    }

    @Test
    void labelsArePolledUntilAvailable() {
        replies.addAll(List.of(item(PENDING), item(new FedexShippingMapper.Response("t", null, null)), item(SOLD)));

        assertThat(labels()).isEqualTo(SOLD);
        assertThat(polls).isEqualTo(3);
    }

    @Test
    void failedPollIsRetried() {
        replies.addAll(List.of(
                Uni.createFrom().failure(new CarrierUnavailableException(Failure.BROKEN, "HTTP 503")),
                Uni.createFrom().failure(new CarrierDeclinedException(Refusal.NOT_FOUND, "X", "No such job yet.")),
                item(SOLD)));

        assertThat(labels()).isEqualTo(SOLD);
    }

    @Test
    void missingLabelsTimeOutAndAreNotDeclined() {
        CarrierUnavailableException unavailable = catchThrowableOfType(CarrierUnavailableException.class, this::labels);

        assertThat(unavailable.failure()).isEqualTo(Failure.TIMED_OUT);
        assertThat(unavailable).hasMessage("no labels of job 89s0a2: No such job.");
    }

    private FedexShippingMapper.Response labels() {
        return new FedexJobPoller("89s0a2", this::next, Duration.ofMillis(1))
                .awaitLabels()
                .await()
                .atMost(Duration.ofSeconds(10));
    }

    private Uni<FedexShippingMapper.Response> next() {
        polls++;
        return replies.isEmpty()
                ? Uni.createFrom().failure(new CarrierDeclinedException(Refusal.NOT_FOUND, "X", "No such job."))
                : replies.removeFirst();
    }

    private static Uni<FedexShippingMapper.Response> item(FedexShippingMapper.Response reply) {
        return Uni.createFrom().item(reply);
    }
}
