package com.vantage.shipping.ratestore;

import static com.vantage.shipping.support.StoreProxyClient.REDIS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.CarrierService;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.Rate;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.RateRequest;
import com.vantage.shipping.model.ServiceClass;
import com.vantage.shipping.model.Weight;
import com.vantage.shipping.ratestore.RateEstimates.Estimate;
import com.vantage.shipping.support.ApiTest;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RateEstimatesTest extends ApiTest {
    private static final CarrierCode UPS = new CarrierCode("ups");
    private static final Rate RATE = new Rate(
            new CarrierService("03", "Ground", ServiceClass.GROUND),
            Money.usd("12.45"),
            Money.usd("16.81"),
            List.of(),
            5,
            LocalDate.of(2026, 12, 7),
            true,
            "terms");

    @Inject
    RateEstimates estimates;

    @Inject
    RedisDataSource redis;

    @AfterEach
    void restoreStores() {
        stores.restoreAll();
    }

    @Test
    void storedRatesAreFoundWithoutWhatBelongsToTheirDay() {
        RateRequest request = request(1);

        estimates.store(UPS, request, List.of(RATE));

        await().atMost(10, SECONDS).until(() -> find(request).isPresent());
        assertThat(find(request).orElseThrow().rates())
                .containsExactly(new Rate(
                        RATE.service(), RATE.total(), RATE.list(), List.of(), RATE.transitDays(), null, false, null));
    }

    @Test
    void valueOfAnotherVersionIsIgnored() {
        RateRequest request = request(2);
        redis.value(String.class).set(Lane.of(UPS, request).redisKey(), "{\"rates\": 1}");

        assertThat(find(request)).isEmpty();
    }

    @Test
    void withoutRedisThereAreNoEstimates() {
        RateRequest request = request(3);
        stores.cut(REDIS);

        estimates.store(UPS, request, List.of(RATE));

        assertThat(find(request)).isEmpty();
    }

    private Optional<Estimate> find(RateRequest request) {
        return estimates.find(UPS, request).await().atMost(Duration.ofSeconds(5));
    }

    private static RateRequest request(int pounds) {
        return new RateRequest(
                new RateAddress("10001", "US", false),
                new RateAddress("90210", "US", true),
                List.of(new Parcel(Weight.ofOunces(16 * pounds), null)),
                Set.of(ServiceClass.GROUND),
                LocalDate.of(2026, 11, 30));
    }
}
