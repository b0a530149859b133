package com.vantage.shipping.problem;

import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.sqlclient.DatabaseException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** Which failures of a store are not ours. */
public final class StoreFailure {
    private static final Set<String> PASSING = Set.of("57P01", "57P02", "57P03", "25006", "40001", "40P01");

    /** Table, column, function (PostgreSQL, appendix A). */
    private static final Set<String> UNDEFINED = Set.of("42P01", "42703", "42883");

    private StoreFailure() {}

    /**
     * Whether the same may go well on another connection or a moment later: connection lost or refused, no answer in time,
     * or what PostgreSQL says while it shuts down, starts up, is no longer the primary, or has too many connections or a
     * conflict between transactions (PostgreSQL, appendix A).
     */
    public static boolean isPassing(Throwable failure) {
        return failure instanceof DatabaseException refused
                ? isPassing(String.valueOf(refused.getSqlState()))
                : failure instanceof IOException
                        || failure instanceof VertxException
                        // "Connection is not active now": the pool gave one out that was just lost
                        || failure instanceof NoStackTraceThrowable
                        || failure instanceof TimeoutException
                        || failure instanceof io.smallrye.mutiny.TimeoutException;
    }

    /** Whether the database lacks something that this version's schema has: it was not migrated. */
    public static boolean isSchemaMissing(Throwable failure) {
        return failure instanceof DatabaseException refused && UNDEFINED.contains(refused.getSqlState());
    }

    private static boolean isPassing(String sqlState) {
        return sqlState.startsWith("08") || sqlState.startsWith("53") || PASSING.contains(sqlState);
    }
}
