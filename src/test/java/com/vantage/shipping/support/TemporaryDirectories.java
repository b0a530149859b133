package com.vantage.shipping.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Temporary directories of tests and drills. */
public final class TemporaryDirectories {
    private TemporaryDirectories() {}

    /** Creates a temporary directory that is deleted when this JVM ends. */
    public static Path temporary(String name) {
        try {
            Path folder = Files.createTempDirectory(name);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteAtExit(folder)));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteAtExit(Path folder) {
        try {
            delete(folder);
        } catch (IOException | UncheckedIOException e) {
            System.err.println("Could not delete " + folder + ": " + e.getMessage());
        }
    }

    /** Deletes a directory recursively. */
    public static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
