package com.vantage.shipping.carrier.health;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.support.ApiTest;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@QuarkusTest
class HealthPublisherTest extends ApiTest {
    @Inject
    HealthExchange exchange;

    @Inject
    Carriers carriers;

    @Test
    void publishingContinuesAfterUnexpectedFailure() {
        AtomicInteger refreshes = new AtomicInteger();
        QuotaUsageCache failsOnce = new QuotaUsageCache(carriers, Clock.systemUTC()) {
            @Override
            Uni<Void> refresh() {
                return refreshes.incrementAndGet() == 1
                        ? Uni.createFrom().failure(new IllegalStateException("unexpected"))
                        : Uni.createFrom().voidItem();
            }
        };
        HealthPublisher publisher = new HealthPublisher(exchange, failsOnce);

        publisher.start(new StartupEvent());

        await().atMost(10, SECONDS).until(() -> refreshes.get() > 2);
        publisher.stop(new ShutdownEvent());
    }
}
