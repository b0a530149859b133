package com.vantage.shipping.shipment;

import com.vantage.shipping.problem.StoreFailure;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.sqlclient.DatabaseException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Default;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.Configuration;

/**
 * Compares the database's schema with the one that this version needs, at the start and every ten seconds, since somebody else
 * migrates it and may do so later.
 *
 * <p>A replica is not ready while it has found no schema or an older one: it cannot sell, and a rollout must not replace replicas
 * that can. With a newer one it is ready, since the former version goes on serving while and after the database is migrated.
 * A database that cannot be asked is no reason either, as quotes need none. Once ready it stays so: what is wrong with the schema
 * later is wrong for all replicas, and then quotes are better than nothing.
 */
@Default // Which a bean with another qualifier is only if it says so
@Readiness
@ApplicationScoped
class SchemaCheck implements HealthCheck {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private static final String VERSIONS =
            "SELECT version FROM flyway_schema_history WHERE success AND version IS NOT NULL";

    /** PostgreSQL, appendix A. */
    private static final String UNDEFINED_TABLE = "42P01";

    private final Pool pool;
    private final MigrationVersion needed;
    private volatile Schema schema = new Schema(State.UNCHECKED, "not checked yet");
    private volatile boolean ready;
    private volatile String logged = "";

    private enum State {
        UNCHECKED,
        CURRENT,
        MISSING,
        OLDER,
        NEWER,
        UNREADABLE,
        UNREACHABLE;

        /** Whether this version's statements should work, as far as this replica knows. */
        boolean isUsable() {
            return switch (this) {
                case UNCHECKED, MISSING, OLDER -> false;
                case CURRENT, NEWER, UNREADABLE, UNREACHABLE -> true;
            };
        }
    }

    private record Schema(State state, String detail) {}

    @Inject
    SchemaCheck(Pool pool, Flyway flyway) {
        this(pool, newest(flyway.getConfiguration()));
    }

    SchemaCheck(Pool pool, MigrationVersion needed) {
        this.pool = pool;
        this.needed = needed;
    }

    void begin(@Observes StartupEvent starting) {
        check().subscribe().with(checked -> {});
    }

    /** Never fails: what keeps it from reading the version is the result. */
    @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> check() {
        return pool.query(VERSIONS)
                .execute()
                .ifNoItem()
                .after(TIMEOUT)
                .fail()
                .map(this::compare)
                .onFailure()
                .recoverWithItem(SchemaCheck::unread)
                .invoke(this::found)
                .replaceWithVoid();
    }

    /** Whether work in the background has something to work on. */
    boolean isUsable() {
        return schema.state().isUsable();
    }

    @Override
    public HealthCheckResponse call() {
        Schema current = schema;
        return HealthCheckResponse.named("schema")
                .status(ready)
                .withData("state", current.state().name().toLowerCase(Locale.ROOT))
                .withData("detail", current.detail())
                .build();
    }

    private Schema compare(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> MigrationVersion.fromVersion(row.getString(0)))
                .max(Comparator.naturalOrder())
                .map(this::compare)
                .orElseGet(SchemaCheck::missing);
    }

    private Schema compare(MigrationVersion found) {
        int order = found.compareTo(needed);
        if (order == 0) {
            return new Schema(State.CURRENT, "database schema is at version " + found);
        }
        return order < 0
                ? new Schema(
                        State.OLDER,
                        "database schema is at version " + found + ", older than this service's " + needed
                                + ": run `migrate`")
                : new Schema(
                        State.NEWER,
                        "database schema is at version " + found + ", newer than this service's " + needed);
    }

    private static Schema missing() {
        return new Schema(State.MISSING, "database has no schema: run `migrate`");
    }

    private static Schema unread(Throwable failure) {
        if (failure instanceof DatabaseException refused && !StoreFailure.isPassing(refused)) {
            return UNDEFINED_TABLE.equals(refused.getSqlState())
                    ? missing()
                    : new Schema(State.UNREADABLE, "database schema version cannot be read: " + refused.getMessage());
        }
        return new Schema(State.UNREACHABLE, "database cannot be reached: " + failure.getMessage());
    }

    /** Logged once, and again when it changes. That a database is away is logged by whoever needs it. */
    private void found(Schema now) {
        schema = now;
        ready = ready || now.state().isUsable();
        if (now.detail().equals(logged)) {
            return;
        }
        switch (now.state()) {
            case UNCHECKED, UNREACHABLE -> {
                return;
            }
            case CURRENT -> {
                if (!logged.isEmpty()) {
                    Log.info(now.detail());
                }
            }
            case NEWER, UNREADABLE -> Log.warn(now.detail());
            case MISSING, OLDER -> Log.error(now.detail());
        }
        logged = now.detail();
    }

    private static MigrationVersion newest(Configuration migrations) {
        String prefix = migrations.getSqlMigrationPrefix();
        return migrations.getResourceProvider().getResources(prefix, migrations.getSqlMigrationSuffixes()).stream()
                .map(file -> file.getFilename().substring(prefix.length()))
                .map(name -> MigrationVersion.fromVersion(
                        name.substring(0, name.indexOf(migrations.getSqlMigrationSeparator()))))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }
}
