package com.vantage.shipping.carrier.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyHistogramTest {

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.5, 0.9, 0.99, 1})
    void percentileIsWithinFivePercent(double part) {
        // Typical for carriers: most around 300 ms, a few of several seconds
        Random random = new Random(7);
        long[] micros = LongStream.generate(() -> (long) (300_000 * Math.exp(random.nextGaussian() * 0.6)))
                .limit(20_000)
                .sorted()
                .toArray();

        long exact = micros[(int) Math.ceil(micros.length * part) - 1] / 1000;

        assertThat(LatencyHistogram.percentile(counted(micros), part)).isCloseTo(exact, Percentage.withPercentage(5.5));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 10, 47, 320, 1800, 59_000})
    void singleCallIsItsOwnPercentile(long millis) {
        SortedMap<Integer, Long> one = counted(millis * 1000);

        assertThat(LatencyHistogram.percentile(one, 0.5))
                .isEqualTo(LatencyHistogram.percentile(one, 0.99))
                .isBetween(Math.round(millis * 0.95 - 0.5), Math.round(millis * 1.05 + 0.5));
    }

    @Test
    void outOfRangeLatenciesAreInOutermostBuckets() {
        assertThat(LatencyHistogram.bucket(Duration.ZERO)).isZero();
        assertThat(LatencyHistogram.bucket(Duration.ofMillis(1))).isZero();
        assertThat(LatencyHistogram.bucket(Duration.ofDays(1)))
                .isEqualTo(LatencyHistogram.bucket(Duration.ofMinutes(1)));
    }

    private static SortedMap<Integer, Long> counted(long... micros) {
        SortedMap<Integer, Long> counts = new TreeMap<>();
        for (long each : micros) {
            counts.merge(LatencyHistogram.bucket(Duration.ofNanos(each * 1000)), 1L, Long::sum);
        }
        return counts;
    }
}
