package com.vantage.shipping.drill;

import com.vantage.shipping.support.DebianPackages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Paths of the servers of a highly available PostgreSQL in Debian's packages. */
record PostgresHaBinaries(Path etcd, Path patroni, Path pgbouncer, Path postgresql) {

    private static final String[] PACKAGES = {
        "etcd-server", "patroni", "pgbouncer", "postgresql", "postgresql-client", "python3-etcd"
    };

    static PostgresHaBinaries installed() throws IOException {
        return DebianPackages.find(PostgresHaBinaries::found, PACKAGES)
                .orElseThrow(() -> new IOException(DebianPackages.missing(PACKAGES)));
    }

    private static Optional<PostgresHaBinaries> found() {
        Path etcd = Path.of("/usr/bin/etcd");
        Path patroni = Path.of("/usr/bin/patroni");
        Path pgbouncer = Path.of("/usr/sbin/pgbouncer");
        Optional<Path> postgresql = newestPostgresql();
        boolean all = Stream.of(etcd, patroni, pgbouncer).allMatch(Files::isExecutable) && postgresql.isPresent();
        return all
                ? Optional.of(new PostgresHaBinaries(etcd, patroni, pgbouncer, postgresql.orElseThrow()))
                : Optional.empty();
    }

    private static Optional<Path> newestPostgresql() {
        Path versions = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(versions)) {
            return Optional.empty();
        }
        try (Stream<Path> all = Files.list(versions)) {
            return all.filter(version -> Files.isExecutable(version.resolve("bin/postgres")))
                    .max(Comparator.comparingInt(
                            version -> Integer.parseInt(version.getFileName().toString())))
                    .map(version -> version.resolve("bin"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
