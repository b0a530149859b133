package com.vantage.shipping.browser;

import com.vantage.shipping.support.DebianPackages;
import com.vantage.shipping.support.Shell;
import java.nio.file.Path;
import java.util.Optional;

/** Chromium and its driver from Debian's packages. */
record Chromium(Path browser, Path driver) {

    static Chromium installed() {
        return DebianPackages.require(Chromium::find, "chromium", "chromium-driver");
    }

    private static Optional<Chromium> find() {
        return Shell.find("chromium")
                .flatMap(browser -> Shell.find("chromedriver").map(driver -> new Chromium(browser, driver)));
    }
}
