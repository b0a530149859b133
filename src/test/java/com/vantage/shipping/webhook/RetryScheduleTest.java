package com.vantage.shipping.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
    private final RetrySchedule schedule = new RetrySchedule(new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .addDiscoveredConverters()
            .withMapping(WebhookConfig.class)
            .build()
            .getConfigMapping(WebhookConfig.class));

    @Test
    void delayDoublesUpToItsLimit() {
        assertThat(schedule.delay(1)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6));
        assertThat(schedule.delay(3)).isBetween(Duration.ofSeconds(16), Duration.ofSeconds(24));
        assertThat(List.of(14, 40, 1_000)).allSatisfy(failures -> assertThat(schedule.delay(failures))
                .isBetween(Duration.ofMinutes(288), Duration.ofMinutes(432)));
    }

    @Test
    void delaysOfEqualFailuresDiffer() {
        assertThat(Stream.generate(() -> schedule.delay(5)).limit(20).distinct().count())
                .isGreaterThan(1);
    }

    @Test
    void threeDaysAreEnough() {
        assertThat(schedule.isExhausted(Duration.ofDays(3).minusMillis(1))).isFalse();
        assertThat(schedule.isExhausted(Duration.ofDays(3))).isTrue();
    }
}
