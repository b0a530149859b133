package com.vantage.shipping.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.vantage.shipping.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Debian's Chromium and its driver, from its packages. */
record Chromium(Path browser, Path driver) {

    /** Installs what is missing, for who may; who may not skips the tests that need it. */
    static Chromium installed() {
        if (found().isEmpty() && isRoot() && Shell.find("apt-get").isPresent()) {
            install();
        }
        Optional<Chromium> found = found();
        assumeTrue(found.isPresent(), "needs Debian's packages chromium and chromium-driver");
        return found.orElseThrow();
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static Optional<Chromium> found() {
        return Shell.find("chromium")
                .flatMap(browser -> Shell.find("chromedriver").map(driver -> new Chromium(browser, driver)));
    }

    private static void install() {
        List<String> quietly = List.of("apt-get", "-qq", "-o", "Dpkg::Use-Pty=0");
        run(Stream.concat(quietly.stream(), Stream.of("update")).toList());
        run(Stream.concat(
                        quietly.stream(),
                        Stream.of("install", "--yes", "--no-install-recommends", "chromium", "chromium-driver"))
                .toList());
    }

    /** What it could not install is not found afterwards. */
    private static void run(List<String> command) {
        ProcessBuilder process = new ProcessBuilder(command).inheritIO();
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
