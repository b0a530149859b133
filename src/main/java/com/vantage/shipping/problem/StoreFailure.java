package com.vantage.shipping.problem;

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

/** Which failures of a store are not ours. */
public final class StoreFailure {
    /** PostgreSQL, appendix A: shutting down, starting up, no longer the primary, conflicts between transactions. */
    private static final Set<String> PASSING = Set.of("57P01", "57P02", "57P03", "25006", "40001", "40P01");

    /** Table, column, function. */
    private static final Set<String> UNDEFINED = Set.of("42P01", "42703", "42883");

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private StoreFailure() {}

    /**
     * Whether the same may go well on another connection or a moment later: connection lost or refused, no answer in time,
     * or what PostgreSQL says while it shuts down, starts up, is no longer the primary, or has too many connections or a
     * conflict between transactions.
     */
    public static boolean isPassing(Throwable failure) {
        return sqlState(failure).map(StoreFailure::isPassing).orElseGet(() -> chain(failure)
                .anyMatch(StoreFailure::isConnectionLost));
    }

    /** Whether the database lacks something that this version's schema has: it was not migrated. */
    public static boolean isSchemaMissing(Throwable failure) {
        return sqlState(failure).filter(UNDEFINED::contains).isPresent();
    }

    /** Whether somebody else holds a lock that it would have had to wait for. */
    public static boolean isLocked(Throwable failure) {
        return sqlState(failure).filter(LOCK_NOT_AVAILABLE::equals).isPresent();
    }

    private static boolean isPassing(String sqlState) {
        return sqlState.startsWith("08") || sqlState.startsWith("53") || PASSING.contains(sqlState);
    }

    private static boolean isConnectionLost(Throwable failure) {
        return (failure instanceof IOException && !(failure instanceof JsonProcessingException))
                || failure instanceof VertxException
                // "Connection is not active now": the pool gave one out that was just lost
                || failure instanceof NoStackTraceThrowable
                || failure instanceof TimeoutException
                || failure instanceof io.smallrye.mutiny.TimeoutException;
    }

    /** What PostgreSQL said: to its client when a transaction is committed, else to Hibernate. */
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

    /** The failure, and what Hibernate and Mutiny have wrapped in it. */
    private static Stream<Throwable> chain(Throwable failure) {
        Stream<Throwable> wrapped =
                switch (failure) {
                    case CompositeException several -> several.getCauses().stream();
                    case PersistenceException hibernates -> Stream.ofNullable(hibernates.getCause());
                    case CompletionException futures -> Stream.ofNullable(futures.getCause());
                    default -> Stream.empty();
                };
        return Stream.concat(Stream.of(failure), wrapped.flatMap(StoreFailure::chain));
    }
}
