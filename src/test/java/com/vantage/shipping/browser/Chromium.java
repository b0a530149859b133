package com.vantage.shipping.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.vantage.shipping.DebianPackages;
import com.vantage.shipping.Shell;
import java.nio.file.Path;
import java.util.Optional;

/** Debian's Chromium and its driver, from its packages. */
record Chromium(Path browser, Path driver) {

    /** Installs what is missing, for who may; who may not skips the tests that need it. */
    static Chromium installed() {
        if (found().isEmpty()) {
            DebianPackages.install("chromium", "chromium-driver");
        }
        Optional<Chromium> found = found();
        assumeTrue(found.isPresent(), "needs Debian's packages chromium and chromium-driver");
        return found.orElseThrow();
    }

    private static Optional<Chromium> found() {
        return Shell.find("chromium")
                .flatMap(browser -> Shell.find("chromedriver").map(driver -> new Chromium(browser, driver)));
    }
}
