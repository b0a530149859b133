package com.vantage.shipping.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.pgclient.PgException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreFailureTest {
    @ParameterizedTest
    @ValueSource(strings = {"08006", "53300", "57P01", "57P02", "57P03", "25006", "40001", "40P01"})
    void failingOverIsPassing(String sqlState) {
        assertThat(StoreFailure.isPassing(new PgException("no", "FATAL", sqlState, "")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"42P01", "42601", "23505", "57014"})
    void ourOwnMistakesAreNot(String sqlState) {
        assertThat(StoreFailure.isPassing(new PgException("no", "FATAL", sqlState, "")))
                .isFalse();
    }
}
