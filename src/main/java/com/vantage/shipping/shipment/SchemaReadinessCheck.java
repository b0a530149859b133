package com.vantage.shipping.shipment;

import com.vantage.shipping.api.problem.StoreFailures;
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
 * Compares the version of the database schema with the one this service needs, at start and every ten seconds, since
 * migrations run separately and possibly later.
 *
 * <p>A replica is not ready while the schema is missing or older: it cannot sell, and a rollout must not replace
 * replicas that can. With a newer schema it is ready, since the previous version keeps serving during and after a
 * migration. An unreachable database does not matter either, as quotes do not need it. Once ready, a replica stays so:
 * later faults of the schema affect all replicas, and then quotes are better than nothing.
 */
@Default // needed explicitly with another qualifier
@Readiness
@ApplicationScoped
class SchemaReadinessCheck implements HealthCheck {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private static final String VERSIONS =
            "SELECT version FROM flyway_schema_history WHERE success AND version IS NOT NULL";

    /** PostgreSQL, appendix A. */
    private static final String UNDEFINED_TABLE = "42P01";

    private final Pool pool;
    private final MigrationVersion required;
    private volatile Schema schema = new Schema(State.UNCHECKED, "not checked yet");
    private volatile boolean ready;
    private volatile String lastLogged = "";

    private enum State {
        UNCHECKED,
        CURRENT,
        MISSING,
        OLDER,
        NEWER,
        UNREADABLE,
        UNREACHABLE;

        /** Whether this version's statements should work with the schema. */
        boolean isUsable() {
            return switch (this) {
                case UNCHECKED, MISSING, OLDER -> false;
                case CURRENT, NEWER, UNREADABLE, UNREACHABLE -> true;
            };
        }
    }

    private record Schema(State state, String detail) {}

    @Inject
    SchemaReadinessCheck(Pool pool, Flyway flyway) {
        this(pool, newestMigration(flyway.getConfiguration()));
    }

    SchemaReadinessCheck(Pool pool, MigrationVersion required) {
        this.pool = pool;
        this.required = required;
    }

    void onStart(@Observes StartupEvent event) {
        check().subscribe().with(checked -> {});
    }

    /** Never fails: a failed check is a result. */
    @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> check() {
        return pool.query(VERSIONS)
                .execute()
                .ifNoItem()
                .after(TIMEOUT)
                .fail()
                .map(this::compare)
                .onFailure()
                .recoverWithItem(SchemaReadinessCheck::ofFailure)
                .invoke(this::update)
                .replaceWithVoid();
    }

    /** Whether background jobs can use the schema. */
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
                .orElseGet(SchemaReadinessCheck::missing);
    }

    private Schema compare(MigrationVersion found) {
        int order = found.compareTo(required);
        if (order == 0) {
            return new Schema(State.CURRENT, "database schema is at version " + found);
        }
        return order < 0
                ? new Schema(
                        State.OLDER,
                        "database schema is at version " + found + ", older than this service's " + required
                                + ": run `migrate`")
                : new Schema(
                        State.NEWER,
                        "database schema is at version " + found + ", newer than this service's " + required);
    }

    private static Schema missing() {
        return new Schema(State.MISSING, "database has no schema: run `migrate`");
    }

    private static Schema ofFailure(Throwable failure) {
        if (failure instanceof DatabaseException refused && !StoreFailures.isTransient(refused)) {
            return UNDEFINED_TABLE.equals(refused.getSqlState())
                    ? missing()
                    : new Schema(State.UNREADABLE, "database schema version cannot be read: " + refused.getMessage());
        }
        return new Schema(State.UNREACHABLE, "database cannot be reached: " + failure.getMessage());
    }

    /** Logs each change once. An unreachable database is logged where it is used. */
    private void update(Schema current) {
        schema = current;
        ready = ready || current.state().isUsable();
        if (current.detail().equals(lastLogged)) {
            return;
        }
        switch (current.state()) {
            case UNCHECKED, UNREACHABLE -> {
                return;
            }
            case CURRENT -> {
                if (!lastLogged.isEmpty()) {
                    Log.info(current.detail());
                }
            }
            case NEWER, UNREADABLE -> Log.warn(current.detail());
            case MISSING, OLDER -> Log.error(current.detail());
        }
        lastLogged = current.detail();
    }

    private static MigrationVersion newestMigration(Configuration migrations) {
        String prefix = migrations.getSqlMigrationPrefix();
        return migrations.getResourceProvider().getResources(prefix, migrations.getSqlMigrationSuffixes()).stream()
                .map(file -> file.getFilename().substring(prefix.length()))
                .map(name -> MigrationVersion.fromVersion(
                        name.substring(0, name.indexOf(migrations.getSqlMigrationSeparator()))))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }
}
