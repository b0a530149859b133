package com.vantage.shipping.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreFailureTest {
    @ParameterizedTest
    @ValueSource(strings = {"08006", "53300", "57P01", "57P02", "57P03", "25006", "40001", "40P01"})
    void failoverIsTransient(String sqlState) {
        assertThat(StoreFailures.isTransient(new PgException("no", "FATAL", sqlState, "")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"42P01", "42601", "23505", "57014"})
    void statementErrorsAreNotTransient(String sqlState) {
        assertThat(StoreFailures.isTransient(new PgException("no", "FATAL", sqlState, "")))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"42P01, true", "42703, true", "42883, true", "42501, false", "23505, false", "08006, false"})
    void undefinedObjectIsMissingSchema(String sqlState, boolean isMissing) {
        assertThat(StoreFailures.isSchemaMissing(new PgException("no", "ERROR", sqlState, "")))
                .isEqualTo(isMissing);
    }

    /** The pool fails so when it hands out a connection that was just lost. */
    @Test
    void lostConnectionIsTransient() {
        assertThat(StoreFailures.isTransient(new NoStackTraceThrowable("Connection is not active now")))
                .isTrue();
        assertThat(StoreFailures.isTransient(new ClosedChannelException())).isTrue();
        assertThat(StoreFailures.isTransient(new IllegalStateException("ours"))).isFalse();
    }
}
