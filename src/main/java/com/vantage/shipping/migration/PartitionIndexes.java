package com.vantage.shipping.migration;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Creates the indexes of existing monthly partitions after a migration has created one on the partitioned table only: one by
 * one and concurrently, so that writes are not blocked. Runs after every migration, even if there was nothing to migrate, so
 * that a failed run is repeated by migrating again. New partitions get their indexes when they are created.
 */
public final class PartitionIndexes extends BaseCallback {
    /** An existing index that is not attached was left by a failed run, and is reused if it is valid. */
    private static final String FIND_MISSING = """
            SELECT i.oid::regclass, quote_ident(month.relname || '_' || i.relname), coalesce(left_over.indisvalid, false),
                regexp_replace(pg_get_indexdef(i.oid), '^CREATE INDEX .* ON ONLY \\S+ ',
                    format('CREATE INDEX CONCURRENTLY %I ON %s ', month.relname || '_' || i.relname, month.oid::regclass))
            FROM pg_index whole JOIN pg_class i ON i.oid = whole.indexrelid
                JOIN pg_inherits p ON p.inhparent = whole.indrelid JOIN pg_class month ON month.oid = p.inhrelid
                LEFT JOIN pg_index left_over
                    ON left_over.indexrelid = to_regclass(quote_ident(month.relname || '_' || i.relname))
            WHERE i.relkind = 'I' AND NOT whole.indisvalid AND i.relnamespace = current_schema()::regnamespace
                AND NOT EXISTS (SELECT FROM pg_inherits made JOIN pg_index c ON c.indexrelid = made.inhrelid
                                WHERE made.inhparent = i.oid AND c.indrelid = month.oid)
            ORDER BY month.relname DESC, i.relname""";

    /** Serializes runs: two concurrent index builds on one table wait for each other. */
    private static final String LOCK = "SELECT pg_try_advisory_lock(hashtext('month indexes'))";

    private static final String UNLOCK = "SELECT pg_advisory_unlock(hashtext('month indexes'))";

    /** PostgreSQL, appendix A. */
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private static final int MAX_ATTACH_ATTEMPTS = 50;

    /**
     * A missing index of one partition.
     *
     * @param parent the index of the partitioned table
     * @param exists whether the index exists and only has to be attached
     */
    private record MissingIndex(String parent, String name, boolean exists, String definition) {}

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.AFTER_MIGRATE;
    }

    /** {@code CREATE INDEX CONCURRENTLY} cannot run within a transaction. */
    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return false;
    }

    @Override
    public void handle(Event event, Context context) {
        try {
            createMissing(context.getConnection());
        } catch (SQLException e) {
            throw new FlywayException("Could not create the indexes of monthly partitions: " + e.getMessage(), e);
        }
    }

    private static void createMissing(Connection session) throws SQLException {
        if (!queryBoolean(session, LOCK)) {
            return;
        }
        try {
            for (MissingIndex index : missing(session)) {
                if (!index.exists()) {
                    // Waits for running transactions, but blocks nobody meanwhile
                    execute(session, "SET lock_timeout = 0");
                    execute(session, "DROP INDEX CONCURRENTLY IF EXISTS " + index.name());
                    execute(session, index.definition());
                }
                attach(session, index, MAX_ATTACH_ATTEMPTS);
            }
        } finally {
            execute(session, "RESET lock_timeout");
            queryBoolean(session, UNLOCK);
        }
    }

    /** Retries with a short lock timeout, because a waiting lock request blocks all later ones. */
    private static void attach(Connection session, MissingIndex index, int attemptsLeft) throws SQLException {
        try {
            execute(session, "SET lock_timeout = '100ms'");
            execute(session, "ALTER INDEX " + index.parent() + " ATTACH PARTITION " + index.name());
        } catch (SQLException failure) {
            if (!LOCK_NOT_AVAILABLE.equals(failure.getSQLState()) || attemptsLeft == 1) {
                throw failure;
            }
            attach(session, index, attemptsLeft - 1);
        }
    }

    private static List<MissingIndex> missing(Connection session) throws SQLException {
        List<MissingIndex> missing = new ArrayList<>();
        try (Statement statement = session.createStatement();
                ResultSet rows = statement.executeQuery(FIND_MISSING)) {
            while (rows.next()) {
                missing.add(
                        new MissingIndex(rows.getString(1), rows.getString(2), rows.getBoolean(3), rows.getString(4)));
            }
        }
        return missing;
    }

    private static boolean queryBoolean(Connection session, String sql) throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    private static void execute(Connection session, String sql) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute(sql);
        }
    }
}
