package com.vantage.shipping.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.model.TrackingProgress;
import com.vantage.shipping.model.TrackingStatus;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrackingScheduleTest {
    private static final Instant NOW = Instant.parse("2026-11-24T11:00:00Z");

    private final TrackingSchedule schedule = new TrackingSchedule(new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .addDiscoveredConverters()
            .withMapping(TrackingPollingConfig.class)
            .build()
            .getConfigMapping(TrackingPollingConfig.class));

    @ParameterizedTest
    @CsvSource({
        // status, age, last change before, expected on, next
        "PRE_TRANSIT, PT1H, PT1H, , PT4H",
        "IN_TRANSIT, P2D, PT5H, , PT4H",
        "IN_TRANSIT, P2D, PT5H, 2026-11-25, PT4H",
        "IN_TRANSIT, P2D, PT5H, 2026-11-24, PT30M",
        "IN_TRANSIT, P2D, PT5H, 2026-11-23, PT30M",
        "OUT_FOR_DELIVERY, P2D, PT5H, , PT30M",
        "AVAILABLE_FOR_PICKUP, P2D, PT5H, , PT4H",
        "EXCEPTION, P2D, PT5H, , PT4H",
        "UNKNOWN, P2D, PT5H, , PT4H",
        "IN_TRANSIT, P9D, P3D, , P1D",
        "OUT_FOR_DELIVERY, P9D, P4D, 2026-11-20, P1D",
        "IN_TRANSIT, P89D, PT5H, , PT4H",
        "IN_TRANSIT, P90D, PT5H, , never",
        "DELIVERED, P2D, PT5H, , never",
        "RETURN_TO_SENDER, P2D, PT5H, , PT4H",
        "CANCELLED, P2D, PT5H, , never",
    })
    void intervalFollowsTheProgress(
            TrackingStatus status, Duration age, Duration changed, @Nullable LocalDate expected, String next) {
        TrackingProgress progress = new TrackingProgress(NOW.minus(age), status, "", NOW.minus(changed), expected);

        assertThat(schedule.interval(progress, NOW).map(Duration::toString).orElse("never"))
                .isEqualTo(next.equals("P1D") ? "PT24H" : next);
    }

    @Test
    void shipmentsOfTheSameTimeAreSpread() {
        TrackingProgress progress = new TrackingProgress(NOW, TrackingStatus.IN_TRANSIT, "", NOW, null);

        assertThat(Stream.generate(() -> schedule.next(progress, NOW).orElseThrow())
                        .limit(50)
                        .distinct())
                .hasSizeGreaterThan(10)
                .allSatisfy(next -> assertThat(Duration.between(NOW, next))
                        .isBetween(Duration.ofMinutes(192), Duration.ofMinutes(288)));
    }
}
