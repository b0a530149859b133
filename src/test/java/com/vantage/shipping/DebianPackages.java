package com.vantage.shipping;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Programs of Debian's, which tests bring along where they may. */
public final class DebianPackages {
    private static final List<String> QUIETLY = List.of("apt-get", "-qq", "-o", "Dpkg::Use-Pty=0");

    private DebianPackages() {}

    /**
     * Something of these packages, which are installed if it is not found, where that is possible and for who may. Who may not
     * skips the tests that need it.
     */
    public static <T> T require(Supplier<Optional<T>> found, String... packages) {
        Optional<T> there = found.get();
        if (there.isEmpty()) {
            install(packages);
            there = found.get();
        }
        assumeTrue(there.isPresent(), () -> "needs Debian's " + String.join(", ", packages));
        return there.orElseThrow();
    }

    /** Where that is possible, and by whom may: who asks looks afterwards whether what it needs is there. */
    public static void install(String... packages) {
        if (isRoot() && Shell.find("apt-get").isPresent()) {
            run(Stream.of("update"));
            run(Stream.concat(Stream.of("install", "--yes", "--no-install-recommends"), Stream.of(packages)));
        }
    }

    public static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static void run(Stream<String> task) {
        ProcessBuilder process =
                new ProcessBuilder(Stream.concat(QUIETLY.stream(), task).toList()).inheritIO();
        process.environment().put("DEBIAN_FRONTEND", "noninteractive");
        try {
            process.start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
