package com.vantage.shipping.api.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.smallrye.mutiny.CompositeException;
import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.sqlclient.DatabaseException;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Classifies failures of the database and of Redis. */
public final class StoreFailures {
    /** PostgreSQL, appendix A: shutdown, start-up, read-only standby, serialization failure, deadlock. */
    private static final Set<String> TRANSIENT = Set.of("57P01", "57P02", "57P03", "25006", "40001", "40P01");

    /** Undefined table, column, function. */
    private static final Set<String> SCHEMA_MISSING = Set.of("42P01", "42703", "42883");

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private StoreFailures() {}

    /**
     * Whether a retry may succeed, on another connection or a moment later: connection lost or refused, timeout, or
     * PostgreSQL shuts down, starts up, is no longer the primary, has too many connections or detected a conflict between
     * transactions.
     */
    public static boolean isTransient(Throwable failure) {
        return sqlState(failure).map(StoreFailures::isTransient).orElseGet(() -> chain(failure)
                .anyMatch(StoreFailures::isConnectionLost));
    }

    /** Whether the database lacks a table, column or function of this version's schema: it was not migrated. */
    public static boolean isSchemaMissing(Throwable failure) {
        return sqlState(failure).filter(SCHEMA_MISSING::contains).isPresent();
    }

    /** Whether a lock was not available without waiting. */
    public static boolean isLocked(Throwable failure) {
        return sqlState(failure).filter(LOCK_NOT_AVAILABLE::equals).isPresent();
    }

    private static boolean isTransient(String sqlState) {
        return sqlState.startsWith("08") || sqlState.startsWith("53") || TRANSIENT.contains(sqlState);
    }

    private static boolean isConnectionLost(Throwable failure) {
        return (failure instanceof IOException && !(failure instanceof JsonProcessingException))
                || failure instanceof VertxException
                // "Connection is not active now": the pool handed out a connection that was just lost
                || failure instanceof NoStackTraceThrowable
                || failure instanceof TimeoutException
                || failure instanceof io.smallrye.mutiny.TimeoutException;
    }

    /** The SQLSTATE: a {@link DatabaseException} if the commit failed, else wrapped by Hibernate. */
    private static Optional<String> sqlState(Throwable failure) {
        return chain(failure)
                .map(refused -> switch (refused) {
                    case DatabaseException byClient -> byClient.getSqlState();
                    case SQLException byHibernate -> byHibernate.getSQLState();
                    default -> null;
                })
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** The failure and the causes that Hibernate and Mutiny have wrapped. */
    private static Stream<Throwable> chain(Throwable failure) {
        Stream<Throwable> wrapped =
                switch (failure) {
                    case CompositeException several -> several.getCauses().stream();
                    case PersistenceException hibernates -> Stream.ofNullable(hibernates.getCause());
                    case CompletionException futures -> Stream.ofNullable(futures.getCause());
                    default -> Stream.empty();
                };
        return Stream.concat(Stream.of(failure), wrapped.flatMap(StoreFailures::chain));
    }
}
