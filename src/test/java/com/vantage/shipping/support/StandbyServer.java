package com.vantage.shipping.support;

import com.vantage.shipping.sandbox.LoopbackPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A hot standby of a PostgreSQL server on loopback, with asynchronous streaming replication. */
public final class StandbyServer implements AutoCloseable {
    /** Contents that a base backup leaves out, and the lock of the library that starts the server. */
    private static final Set<String> NOT_COPIED = Set.of(
            "postmaster.pid", "postmaster.opts", "epg-lock", "pg_wal", "pg_replslot", "pg_stat_tmp", "pg_subtrans");

    private final DataSource primary;
    private final Path directory;
    private final int port;
    private @Nullable EmbeddedPostgres server;

    private StandbyServer(DataSource primary, Path directory, int port) {
        this.primary = primary;
        this.directory = directory;
        this.port = port;
    }

    /** Copies the primary and starts the copy as its standby. */
    public static StandbyServer start(DataSource primary, int port) throws IOException, SQLException {
        StandbyServer standby = new StandbyServer(
                primary, TemporaryDirectories.temporary("standby").resolve("data"), port);
        standby.copyPrimary();
        standby.start();
        return standby;
    }

    /** Starts it again after {@link #stop}. */
    public void start() throws IOException {
        server = LoopbackPostgres.start(Map.of(), builder -> builder.setDataDirectory(directory)
                .setCleanDataDirectory(false)
                .setPort(port));
    }

    public void stop() throws IOException {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    /** Receives further changes without showing them, like a standby that lags. */
    public void pauseReplay() throws SQLException {
        query(standby(), "SELECT pg_wal_replay_pause()");
    }

    public void resumeReplay() throws SQLException {
        query(standby(), "SELECT pg_wal_replay_resume()");
    }

    /** Whether it shows all changes that the primary has committed until now. */
    public boolean hasCaughtUp() throws SQLException {
        String position = query(primary, "SELECT pg_current_wal_insert_lsn()");
        return query(standby(), "SELECT pg_last_wal_replay_lsn() >= '" + position + "'::pg_lsn")
                .equals("t");
    }

    private DataSource standby() {
        if (server == null) {
            throw new IllegalStateException("the standby is stopped");
        }
        return server.getPostgresDatabase();
    }

    /** A base backup by the low-level API (PostgreSQL manual, section 26.3.3). */
    private void copyPrimary() throws IOException, SQLException {
        try (Connection session = primary.getConnection();
                Statement statement = session.createStatement()) {
            query(statement, "SELECT pg_backup_start('standby', true)");
            copy(Path.of(query(statement, "SHOW data_directory")));
            String label = query(statement, "SELECT labelfile FROM pg_backup_stop(false)");
            Files.writeString(directory.resolve("backup_label"), label);
            Files.writeString(
                    directory.resolve("postgresql.auto.conf"),
                    "primary_conninfo = 'host=127.0.0.1 port=%s user=postgres'%n"
                            .formatted(query(statement, "SHOW port")),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
        Files.createFile(directory.resolve("standby.signal"));
        for (String empty : Set.of("pg_wal", "pg_wal/archive_status", "pg_replslot", "pg_stat_tmp", "pg_subtrans")) {
            Files.createDirectories(directory.resolve(empty));
        }
    }

    private void copy(Path source) throws IOException {
        Files.walkFileTree(source, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (isExcluded(folder)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectory(
                        directory.resolve(source.relativize(folder)),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!isExcluded(file)) {
                    copyFile(file, directory.resolve(source.relativize(file)));
                }
                return FileVisitResult.CONTINUE;
            }

            private boolean isExcluded(Path path) {
                return path.getParent().equals(source)
                        && NOT_COPIED.contains(path.getFileName().toString());
            }
        });
    }

    private static void copyFile(Path from, Path to) throws IOException {
        try {
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
        } catch (NoSuchFileException e) {
            // The primary has deleted it meanwhile, which recovery repeats
            Files.deleteIfExists(to);
        }
    }

    private static String query(DataSource database, String sql) throws SQLException {
        try (Connection session = database.getConnection();
                Statement statement = session.createStatement()) {
            return query(statement, sql);
        }
    }

    private static String query(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
