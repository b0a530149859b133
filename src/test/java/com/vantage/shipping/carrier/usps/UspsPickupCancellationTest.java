package com.vantage.shipping.carrier.usps;

import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.Outcome.Answer;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.PreparedCall;
import com.vantage.shipping.carrier.SampleRequests;
import com.vantage.shipping.carrier.usps.UspsConfig.PriceType;
import com.vantage.shipping.model.CarrierPickup;
import com.vantage.shipping.model.PickupOrder.Packages;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Cancelling pickups, which needs the entity tag of a reply. */
class UspsPickupCancellationTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final UspsConfig ACCOUNT = UspsAccount.paying(PriceType.COMMERCIAL);
    private static final CarrierPickup PICKUP = new CarrierPickup("WTC114569902", null, null);

    private final List<String> sentTags = new ArrayList<>();

    @AfterAll
    static void close() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void tagOfReadIsSent() {
        assertThat(cancel(204)).isInstanceOf(Answered.class);
        assertThat(sentTags).containsExactly("tag 1");
    }

    @Test
    void staleTagIsReadAgainOnce() {
        assertThat(cancel(412, 204)).isInstanceOf(Answered.class);
        assertThat(sentTags).containsExactly("tag 1", "tag 2");
    }

    @Test
    void secondRefusalIsFinal() {
        assertThat(cancel(412, 412)).isNotInstanceOf(Answered.class);
        assertThat(sentTags).containsExactly("tag 1", "tag 2");
    }

    @Test
    void missingPickupIsNotAskedForAgain() {
        assertThat(cancel(404).isNotFound()).isTrue();
        assertThat(sentTags).containsExactly("tag 1");
    }

    @Test
    void readingIsCounted() {
        assertThat(call(204).calls()).isEqualTo(2);
    }

    private Answer<CarrierPickup> cancel(Integer... statuses) {
        return call(statuses).send().await().indefinitely();
    }

    private PreparedCall<CarrierPickup> call(Integer... statuses) {
        return new UspsCarrier(
                        new Api(new ArrayDeque<>(List.of(statuses))),
                        new UspsLabelClient(VERTX, ACCOUNT),
                        ACCOUNT,
                        Clock.systemUTC())
                .cancelPickup(
                        SampleRequests.pickup(
                                LocalDate.parse("2026-12-01"), List.of(new Packages("PRIORITY_MAIL", "US", 2))),
                        PICKUP);
    }

    /** Gives each reader a new tag, and answers cancellations with these statuses. */
    private final class Api implements UnexpectedUspsCalls {
        private final Queue<Integer> statuses;
        private int reads;

        Api(Queue<Integer> statuses) {
            this.statuses = statuses;
        }

        @Override
        public Uni<Token> token(TokenRequest request) {
            return Uni.createFrom().item(new Token("token", BigDecimal.valueOf(28_799), null));
        }

        @Override
        public Uni<PaymentAuthorization> authorizePayment(String bearer, PaymentRequest request) {
            throw new AssertionError("unexpected payment");
        }

        @Override
        public Uni<UspsCancellationMapper.Reply> cancel(String bearer, String paymentToken, String number) {
            throw new AssertionError("unexpected cancellation of a label");
        }

        @Override
        public Uni<Response> readPickup(String bearer, String number) {
            return Uni.createFrom()
                    .item(Response.ok()
                            .header(HttpHeaders.ETAG, "tag " + ++reads)
                            .build());
        }

        @Override
        public Uni<Response> cancelPickup(String bearer, String number, String entityTag) {
            sentTags.add(entityTag);
            return switch (statuses.remove()) {
                case 204 -> Uni.createFrom().item(Response.ok().build());
                case 404 ->
                    Uni.createFrom().failure(new CarrierDeclinedException(Refusal.NOT_FOUND, "404", "not found"));
                default ->
                    Uni.createFrom().failure(new CarrierDeclinedException(Refusal.INVALID_REQUEST, "412", "stale"));
            };
        }
    }
}
