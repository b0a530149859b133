package com.vantage.shipping;

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
 * Makes the indexes of months that are there, where a migration has made only that of the whole table: month by month and
 * concurrently, so that nobody who writes waits. Runs after each migration, also if there was nothing to migrate, so that what
 * failed is done by migrating again. Months to come get their indexes when they are made.
 */
public final class MonthIndexes extends BaseCallback {
    /** An index that is there and not attached was left by a run that failed: of use if it is valid. */
    private static final String MISSING = """
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

    /** One at a time: two that make indexes of one table concurrently wait for each other. */
    private static final String LOCK = "SELECT pg_try_advisory_lock(hashtext('month indexes'))";

    private static final String UNLOCK = "SELECT pg_advisory_unlock(hashtext('month indexes'))";

    /** PostgreSQL, appendix A. */
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private static final int TRIES = 50;

    /**
     * An index of one month that is missing.
     *
     * @param whole the index of the whole table
     * @param isMade whether it only has to be attached
     */
    private record Missing(String whole, String name, boolean isMade, String definition) {}

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.AFTER_MIGRATE;
    }

    /** Indexes are made concurrently outside of transactions only. */
    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return false;
    }

    @Override
    public void handle(Event event, Context context) {
        try {
            make(context.getConnection());
        } catch (SQLException e) {
            throw new FlywayException("Could not make the indexes of each month: " + e.getMessage(), e);
        }
    }

    private static void make(Connection session) throws SQLException {
        if (!isTrue(session, LOCK)) {
            return;
        }
        try {
            for (Missing index : missing(session)) {
                if (!index.isMade()) {
                    // It waits for transactions that are under way, and lets nobody wait meanwhile
                    run(session, "SET lock_timeout = 0");
                    run(session, "DROP INDEX CONCURRENTLY IF EXISTS " + index.name());
                    run(session, index.definition());
                }
                attach(session, index, TRIES);
            }
        } finally {
            run(session, "RESET lock_timeout");
            isTrue(session, UNLOCK);
        }
    }

    /** Gives up soon and comes again, rather than letting everybody wait behind it. */
    private static void attach(Connection session, Missing index, int tries) throws SQLException {
        try {
            run(session, "SET lock_timeout = '100ms'");
            run(session, "ALTER INDEX " + index.whole() + " ATTACH PARTITION " + index.name());
        } catch (SQLException refused) {
            if (!LOCK_NOT_AVAILABLE.equals(refused.getSQLState()) || tries == 1) {
                throw refused;
            }
            attach(session, index, tries - 1);
        }
    }

    private static List<Missing> missing(Connection session) throws SQLException {
        List<Missing> missing = new ArrayList<>();
        try (Statement statement = session.createStatement();
                ResultSet rows = statement.executeQuery(MISSING)) {
            while (rows.next()) {
                missing.add(new Missing(rows.getString(1), rows.getString(2), rows.getBoolean(3), rows.getString(4)));
            }
        }
        return missing;
    }

    private static boolean isTrue(Connection session, String sql) throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    private static void run(Connection session, String sql) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute(sql);
        }
    }
}
