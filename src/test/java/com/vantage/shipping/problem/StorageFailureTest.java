package com.vantage.shipping.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorageFailureTest {
    @ParameterizedTest
    @ValueSource(strings = {"08006", "53300", "57P01", "57P02", "57P03", "25006", "40001", "40P01"})
    void failingOverIsPassing(String sqlState) {
        assertThat(ProblemMapper.isPassing(sqlState)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"42P01", "42601", "23505", "57014"})
    void ourOwnMistakesAreNot(String sqlState) {
        assertThat(ProblemMapper.isPassing(sqlState)).isFalse();
    }
}
