package com.vantage.shipping.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * Programs from Debian packages for tests and drills. Missing packages are installed with {@code -Dinstall} only.
 */
public final class DebianPackages {
    private static final Path SCRIPT = Path.of("src", "test", "resources", "install-packages.sh");
    private static final Set<List<String>> ATTEMPTED = ConcurrentHashMap.newKeySet();

    private DebianPackages() {}

    /** Finds a program, or aborts the test with a hint how to install it. */
    public static <T> T require(Supplier<Optional<T>> lookup, String... packages) {
        return find(lookup, packages).orElseThrow(() -> {
            String reason = "skipped: " + missing(packages);
            System.err.println(reason);
            return new TestAbortedException(reason);
        });
    }

    /** Finds a program, after installing the packages if allowed; empty if it is missing. */
    public static <T> Optional<T> find(Supplier<Optional<T>> lookup, String... packages) {
        Optional<T> found = lookup.get();
        if (found.isPresent() || !mayInstall()) {
            return found;
        }
        if (ATTEMPTED.add(List.of(packages))) {
            install(packages);
        }
        return lookup.get();
    }

    /** A hint how to install missing packages. */
    public static String missing(String... packages) {
        return "needs Debian's %s; %s"
                .formatted(
                        String.join(", ", packages),
                        mayInstall() ? "see above why it was not installed" : "install it, or run with -Dinstall");
    }

    public static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static boolean mayInstall() {
        return Boolean.getBoolean("install");
    }

    /** Runs the script, which writes failures to the console. */
    private static void install(String... packages) {
        List<String> command = Stream.concat(Stream.of("sh", SCRIPT.toString()), Stream.of(packages))
                .toList();
        try {
            new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
